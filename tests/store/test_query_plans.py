"""No list reads a growing table from end to end because of a filter: each filter has an index of its own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from conftest import new_office
from mockod.rest.endpoint import Endpoint
from mockod.vendors.opendental.practice.columns import tables
from mockod.vendors.opendental.resources import ROUTES
from support.every_method import PRACTICE, VALUES, call_of, methods

SETUP = frozenset(
    """appointmentrule appointmenttype apptfielddef carrier clinic covcat definition deflink employee employer fee
    feesched operatory preference proccodenote procedurecode provider providercliniclink recalltype site
    apisubscription userod mockod_workstation usergroup usergroupattach tasklist computer sheetdef quickpastecat
    emailaddress""".split()
)
"""Tables that an office fills when it is set up, and that stay small. Every other grows with use."""
PARTS_OF_TEXTS = {
    "GET patients": {
        *("FName", "Phone", "Address", "City", "State", "SSN", "ChartNumber", "Email", "Country"),
        *("SubscriberId", "clinicAbbr", "hideInactive", "guarOnly", "showArchived", "invoiceNumber"),
    },
    "GET patients/Simple": {"LName", "FName"},
    "GET referrals": {"IsHidden", "NotPerson", "IsDoctor", "IsPreferred", "isPatient", "BusinessName"},
}
"""Filters that match a part of a text, whatever its letter case, or nearly every row: no index can serve them."""
TOGETHER = ("ClinicNum", "ObjectType", "VerifyType", "defNumApptType", "isNewPatient")
"""Parameters without which a method refuses the others."""
REMINDED = {"GET recalls/List", "GET reports/Aging", "GET reports/FinanceCharges"}
"""Lists over all recalls of a span of days, each with its reminders, or over all accounts: made of whole tables."""
METHODS = {str(method): method for method in methods()}


@cache
def office():
    return new_office(PRACTICE)


def transaction():
    return office().http.application.extensions["mockod.offices"].office(office().customer).transaction()


def cases() -> Iterator[Any]:
    for endpoint in ROUTES.endpoints:
        if endpoint.method == "GET" and endpoint.many:
            name = f"GET {endpoint.path}"
            for field in endpoint.query.fields.values() if endpoint.query else ():
                if field.wire_name not in PARTS_OF_TEXTS.get(name, ()) and name not in REMINDED:
                    yield pytest.param(endpoint, field, id=f"{name} by {field.wire_name}")


@pytest.mark.parametrize("offset", [0, 1], ids=["first page", "further page"])
@pytest.mark.parametrize(("endpoint", "field"), list(cases()))
def test_a_list_by_one_filter_searches_and_never_scans(endpoint, field, offset):
    call = call_of(METHODS[f"GET {endpoint.path}"])
    required = {f.wire_name for f in endpoint.query.fields.values() if f.required}
    query = {name: value for name, value in call.query.items() if name in {*required, *TOGETHER}}
    value = call.query.get(field.wire_name) or VALUES.usual(field.type, field.wire_name)
    statements = traced(endpoint, call.path, {**query, field.wire_name: value, "Offset": offset})

    assert statements
    scanned = {scan for sql in statements for scan in scans(sql)}
    assert not scanned, f"{scanned} need an index for {field.wire_name}: index({field.wire_name!r}) in the Table"


def traced(endpoint: Endpoint[Any], path: str, query: dict[str, Any]) -> list[str]:
    """The SELECTs that a call runs."""
    statements: list[str] = []
    with transaction() as tx:
        db = tx._db
    db.set_trace_callback(statements.append)
    try:
        answer = office().get(path, **query)
    finally:
        db.set_trace_callback(None)
    assert answer.status_code in (200, 404), answer.text
    return [sql for sql in statements if sql.lstrip().startswith(("SELECT", "WITH"))]


def scans(sql: str) -> set[str]:
    """The growing tables that SQLite would read from end to end."""
    names = {alias: table for table, alias in re.findall(r"(?:FROM|JOIN)\s+(\w+)\s+(?:AS\s+)?(\w+)", sql)}
    with transaction() as tx:
        db: sqlite3.Connection = tx._db
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    scanned = {match[1] for step in plan if (match := re.match(r"SCAN (\w+)", step))}
    return {name for alias in scanned if (name := names.get(alias, alias)) in tables() and name not in SETUP}


def test_a_scan_is_seen_where_there_is_one():
    assert scans("SELECT Note FROM commlog c WHERE c.Note = 'x'") == {"commlog"}
