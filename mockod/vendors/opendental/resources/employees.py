"""Employees: who works in the office, and whether they are clocked in."""

from __future__ import annotations

from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey, Integer, Text

EMPLOYEE = Table(
    "employee",
    entity="Employee",
    section="employees",
    columns=(
        Column("EmployeeNum", Integer()),
        Column("LName", Text(longest=255)),
        Column("FName", Text(longest=255)),
        Column("MiddleI", Text(longest=255)),
        Column("IsHidden", Flag()),
        Column("ClockStatus", Text(longest=255)),
        Column("PhoneExt", Integer(), hidden=True),
        Column("PayrollID", Text(longest=255)),
        Column("WirelessPhone", Text(longest=255)),
        Column("EmailWork", Text(longest=255)),
        Column("EmailPersonal", Text(longest=255)),
        Column("IsFurloughed", Flag()),
        Column("IsWorkingHome", Flag(), hidden=True),
        Column("ReportsTo", ForeignKey("employee.EmployeeNum")),
    ),
    indexes=(index("ReportsTo"),),
)

EMPLOYEES = Resource(
    "employees",
    table=EMPLOYEE,
    methods=[
        read(since="23.3.22"),
        listing(since="23.3.22", filters=[equals("ReportsTo", zero_is_none=True)]),
    ],
)
