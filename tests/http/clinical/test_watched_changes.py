"""Subscriptions to fields of patients and to teeth: every write through the API is a change that is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from mockod.vendors.opendental.resources.subscriptions.events import WATCHED

OFFICE = """
patfielddefs: [{PatFieldDefNum: 2, FieldName: Hobby}]
patfields: [{PatFieldNum: 5, PatNum: 1, FieldName: Hobby, FieldValue: Chess, SecDateTEdit: 2026-03-01 10:00}]
toothinitials:
  - {ToothInitialNum: 3, PatNum: 1, ToothNum: "1", InitialType: Missing, SecDateTEdit: 2026-03-01 10:00}
"""
FIELD = {"FieldName": "Hobby", "FieldValue": "Go"}


@pytest.fixture
def office(practice_office):
    office = practice_office(OFFICE)
    office.set_clock("2026-03-02 09:00:00")
    return office


def told(office, table, since="2026-03-02 09:00:00", before="2026-03-02 09:00:01"):
    """The numbers of the rows that a poll of this span tells."""
    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        span = (datetime.fromisoformat(since), datetime.fromisoformat(before))
        return [row[0] for row in WATCHED[table].changed(tx, *span).values]


@pytest.mark.parametrize(
    ("table", "method", "path", "body", "number"),
    [
        ("PatField", "POST", "patfields", {"PatNum": 2, **FIELD}, 6),
        ("PatField", "PUT", "patfields", {"PatNum": 1, **FIELD}, 5),
        ("PatField", "PUT", "patfielddefs/2", {"FieldName": "Pastime"}, 5),
        ("ToothInitial", "POST", "toothinitials", {"PatNum": 1, "ToothNum": "2", "InitialType": "Hidden"}, 4),
    ],
)
def test_a_write_is_told(office, table, method, path, body, number):
    assert told(office, table) == []

    assert office.call(method, path, body).status_code in (200, 201)
    assert told(office, table) == [number]


@pytest.mark.parametrize(("table", "number"), [("PatField", 5), ("ToothInitial", 3)])
def test_a_row_is_told_by_its_last_edit(office, table, number):
    assert told(office, table, "2026-03-01 10:00:00") == [number]
    assert told(office, table, "2026-03-01 10:00:01") == []
