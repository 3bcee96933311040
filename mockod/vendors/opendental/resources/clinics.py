"""Clinics: the office's places. An empty list means that it does not use the feature."""

from __future__ import annotations

from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Flag, Integer, Text

CLINIC = Table(
    "clinic",
    entity="Clinic",
    section="clinics",
    columns=(
        Column("ClinicNum", Integer()),
        Column("Description", Text()),
        Column("Address", Text()),
        Column("Address2", Text()),
        Column("City", Text()),
        Column("State", Text()),
        Column("Zip", Text()),
        Column("BillingAddress", Text()),
        Column("BillingAddress2", Text()),
        Column("BillingCity", Text()),
        Column("BillingState", Text()),
        Column("BillingZip", Text()),
        Column("PayToAddress", Text()),
        Column("PayToAddress2", Text()),
        Column("PayToCity", Text()),
        Column("PayToState", Text()),
        Column("PayToZip", Text()),
        Column("Phone", Text()),
        Column("Abbr", Text()),
        Column("IsHidden", Flag()),
    ),
)

CLINICS = Resource(
    "clinics",
    table=CLINIC,
    methods=[listing(only="IsHidden = 0")],
)
