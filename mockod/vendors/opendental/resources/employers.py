"""Employers: where patients and subscribers work."""

from __future__ import annotations

from mockod.vendors.opendental.engine.declared import not_while_used
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Integer, Text

EMPLOYER = Table(
    "employer",
    entity="Employer",
    section="employers",
    columns=(
        Column("EmployerNum", Integer()),
        Column("EmpName", Text(longest=255), needed=True, post="required", put="required"),
    ),
)

EMPLOYERS = Resource(
    "employers",
    table=EMPLOYER,
    methods=[
        read(since="23.3.22"),
        listing(since="23.3.22"),
        create(since="21.4"),
        update(since="21.4"),
        delete(since="23.3.22", check=not_while_used("patient.EmployerNum", "insplan.EmployerNum")),
    ],
)
