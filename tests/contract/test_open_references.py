"""A number that an answer tells can be looked up: a GET answers the row that it names, or OPEN says why none does."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from compare_facts import served_resources, unresolved_references

from conftest import new_office
from mockod.rest.schema import Field
from mockod.vendors.opendental.resources import ROUTES, load
from mockod.vendors.opendental.wire.fields import DefinitionKey, ForeignKey
from support.api_client import ApiClient
from support.every_method import PRACTICE, calls
from support.vendor_facts import FieldFacts, MethodFacts, ResourceFacts, vendor_resources

OPEN = {
    "claimform.ClaimFormNum": "the vendor has no resource that shows it",
    "clearinghouse.ClearinghouseNum": "the vendor has no resource that shows it",
    "deposit.DepositNum": "the vendor has no resource that shows it",
    "mount.MountNum": "the vendor shows mounts among documents, and in no resource of their own",
    "program.ProgramNum": "the vendor has no resource that shows it",
    "site.SiteNum": "the vendor has no resource that shows it",
}
"""Columns that answers point at and no GET shows. Whoever simulates the resource takes its line away."""
BY_NAME = {
    "DepositNum": "deposit.DepositNum",
    "Assistant": "employee.EmployeeNum",
    "HistUserNum": "userod.UserNum",
    "Prognosis": "definition.DefNum",
    "ProgramNum": "program.ProgramNum",
    "ProvNumDefault": "provider.ProvNum",
    "UserNum": "userod.UserNum",
}
"""What a field points at that neither the vendor's page nor mockod's tables explain."""
EVERYTHING = {
    "definitions": {"includeHidden": "true"},
    "patients": {"showArchived": "true"},
    "userods": {"includeHidden": "true", "includeCEMT": "true"},
    "usergroups": {"includeCEMT": "true"},
    "schedules": {"dateStart": "2025-01-01", "dateEnd": "2027-01-01"},
}
"""What a list must be asked to answer all its rows."""
TOGETHER = ("ClinicNum", "date", "defNumApptType", "PayPlanNum")
"""Parameters without which a list refuses to answer."""
PAGE, PAGES = 1000, 10
"""Rows of a page, and how many pages there are at most."""
NO_ROWS = {"CheckNum", "FromNum", "GroupNum", "InvoiceNum", "KeyNum", "SubstiutionLinkNum", "ToothNum", "TransSetNum"}
"""Names that end like the number of a row and are none, or of a table that another field names, or are a row's own
number misspelled."""

each_resource = pytest.mark.parametrize("resource", sorted(served_resources()))


@cache
def references(resource: str) -> dict[str, str]:
    """Field of an answer -> the column that it points at, as the vendor's page says, or mockod's own types."""
    pages = {f.name: f.ref for method in vendor_resources()[resource].methods for f in method.answer if f.ref}
    answers = [row.answer for row in ROUTES.endpoints if row.resource == resource and row.answer]
    ours = {field.wire_name: _points_at(field) for answer in answers for field in answer.fields.values()}
    return {name: ref for name, ref in ours.items() if ref} | pages


def _points_at(field: Field) -> str:
    if isinstance(field.type, ForeignKey):
        return f"{field.type.table}.{field.type.key}"
    return "definition.DefNum" if isinstance(field.type, DefinitionKey) else BY_NAME.get(field.wire_name, "")


def test_what_cannot_be_looked_up_is_listed_and_what_is_listed_cannot():
    found: set[str] = set()
    for resource in served_resources():
        pointing = tuple(FieldFacts(name, "int", ref=ref) for name, ref in references(resource).items())
        answers = MethodFacts("GET", f"/{resource}", "", "list", answer=pointing)
        found |= {one.name for one in unresolved_references(ResourceFacts(resource, (answers,)), served_resources())}

    assert found == OPEN.keys()


@each_resource
def test_every_number_in_an_answer_says_whose_it_is(resource):
    table = load(resource).table
    own = {table.stored[table.key].wire_name} if table else set()
    served = {field.name for method in served_resources()[resource].methods for field in method.answer}

    assert {name for name in served if name.endswith("Num")} - NO_ROWS - references(resource).keys() <= own


@pytest.mark.parametrize("practice", ["demo", PRACTICE], ids=["demo", "everything"])
@each_resource
def test_every_row_that_an_answer_names_can_be_read(resource, practice):
    office = new_office(practice)
    told = {
        (column, str(value))
        for row in rows_of(office, resource)
        for name, column in references(resource).items()
        for value in _values(row.get(name))
        if column not in OPEN and value not in (None, "", 0, "0")
    }
    there = {column: known(office, column) for column in {column for column, _ in told}}

    assert {(column, value) for column, value in told if value not in there[column]} == set()


def _values(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [told]


def rows_of(office: ApiClient, resource: str) -> list[dict[str, Any]]:
    """All that the GETs of a resource answer, hidden rows too."""
    rows: list[dict[str, Any]] = []
    for endpoint in ROUTES.endpoints:
        if endpoint.method == "GET" and endpoint.resource == resource:
            call = calls()[f"GET {endpoint.path}"]
            names = {field.wire_name for field in endpoint.query.fields.values()} if endpoint.query else set()
            asked = {name: value for name, value in call.query.items() if name in TOGETHER}
            everything = {name: value for name, value in EVERYTHING.get(resource, {}).items() if name in names}
            for page in range(PAGES):
                offset = {"Offset": page * PAGE} if endpoint.many else {}
                response = office.get(call.path, **asked, **everything, **offset)
                if response.status_code != 200:  # the other practice may not have the rows that the call names
                    break
                found = response.json if isinstance(response.json, list) else [response.json]
                rows += found
                if len(found) < PAGE:
                    break
    return rows


def known(office: ApiClient, column: str) -> set[str]:
    """The values of a column that the GETs of the resource answer that shows it."""
    _, _, name = column.partition(".")
    shown = [resource for resource in served_resources() if _shows(resource, column)]
    return {str(row[name]) for resource in shown for row in rows_of(office, resource) if name in row}


def _shows(resource: str, column: str) -> bool:
    table = load(resource).table
    return table is not None and table.name == column.partition(".")[0]
