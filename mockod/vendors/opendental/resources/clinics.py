"""Clinics: the office's places. An empty list means that it does not use the feature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.domain.enums import PatStatus
from mockod.vendors.opendental.engine.methods import listing, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Flag, Integer, Text
from mockod.vendors.opendental.wire.phone_fields import TenDigits

CLINIC = Table(
    "clinic",
    entity="Clinic",
    section="clinics",
    columns=(
        Column("ClinicNum", Integer()),
        Column("Description", Text(longest=255), put="taken"),
        Column("Address", Text(longest=255)),
        Column("Address2", Text(longest=255)),
        Column("City", Text(longest=255)),
        Column("State", Text(longest=255)),
        Column("Zip", Text(longest=255)),
        Column("BillingAddress", Text(longest=255), put="taken"),
        Column("BillingAddress2", Text(longest=255), put="taken"),
        Column("BillingCity", Text(longest=255), put="taken"),
        Column("BillingState", Text(longest=255), put="taken"),
        Column("BillingZip", Text(longest=255), put="taken"),
        Column("PayToAddress", Text(longest=255), put="taken"),
        Column("PayToAddress2", Text(longest=255), put="taken"),
        Column("PayToCity", Text(longest=255), put="taken"),
        Column("PayToState", Text(longest=255), put="taken"),
        Column("PayToZip", Text(longest=255), put="taken"),
        Column("Phone", TenDigits(longest=255), put="taken"),
        Column("Abbr", Text(longest=255), put="taken"),
        Column("IsHidden", Flag(), put="taken"),
    ),
)


def check_hiding(tx: Transaction, number: int, body: Mapping[str, Any]) -> None:
    """A clinic that patients belong to cannot be hidden (documented); deleted ones belong nowhere (assumed)."""
    there = (
        "SELECT 1 FROM clinic c JOIN patient p ON p.ClinicNum = c.ClinicNum "
        "WHERE c.ClinicNum = ? AND c.IsHidden = 0 AND p.PatStatus <> ? LIMIT 1"
    )
    if body.get("is_hidden") and tx.row(there, (number, PatStatus.Deleted)):
        raise invalid("IsHidden", "Clinic has Patients attached.")


CLINICS = Resource(
    "clinics",
    table=CLINIC,
    permission=SETUP,
    methods=[
        listing(only="IsHidden = 0"),
        update(check=check_hiding, since="21.4", answers=False),
    ],
)
