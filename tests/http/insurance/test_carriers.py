"""Carriers: the companies behind insurance plans."""

from __future__ import annotations

import pytest

from support.db import database


def test_a_carrier_is_created_read_listed_and_changed(office):
    made = office.post("carriers", {"CarrierName": "Evergreen Dental"})
    number = made.json["CarrierNum"]

    assert (made.status_code, list(made.json.items())) == (
        201,
        [
            ("CarrierNum", number),
            ("CarrierName", "Evergreen Dental"),
            ("Address", ""),
            ("Address2", ""),
            ("City", ""),
            ("State", ""),
            ("Zip", ""),
            ("Phone", ""),
            ("ElectID", ""),
            ("NoSendElect", "SendElect"),
            ("IsHidden", "false"),
        ],
    )
    assert made.headers["location"].endswith(f"/api/v1/carriers/{number}")
    assert office.read(f"carriers/{number}") == made.json

    changed = office.put(f"carriers/{number}", {"NoSendElect": "NoSendSecondaryElect", "IsHidden": "true"})
    assert (changed.status_code, changed.data) == (200, b"")
    after = made.json | {"NoSendElect": "NoSendSecondaryElect", "IsHidden": "true"}
    assert after in office.read("carriers")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("555-555-0100", "(555)555-0100"),
        ("555.555.0100", "(555)555-0100"),
        ("(555) 555-0100", "(555)555-0100"),
        ("5555550100", "(555)555-0100"),
        ("555-0100", "555-0100"),
        ("1-555-555-0100", "1-555-555-0100"),
        ("+44 20 7946 0000", "+44 20 7946 0000"),
        ("555-555-0100 ext. 12", "555-555-0100 ext. 12"),
    ],
)
def test_a_phone_of_ten_digits_is_written_as_the_vendor_writes_it(office, sent, shown):
    number = office.post("carriers", {"CarrierName": "Evergreen", "Phone": sent}).json["CarrierNum"]
    assert office.read(f"carriers/{number}")["Phone"] == shown

    office.put(f"carriers/{number}", {"Phone": ""})
    office.put(f"carriers/{number}", {"Phone": sent})
    assert office.read(f"carriers/{number}")["Phone"] == shown


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "CarrierName is required."),
        ({"CarrierName": " "}, "CarrierName is required."),
        ({"CarrierName": "A", "NoSendElect": "1"}, "NoSendElect is invalid."),
        ({"CarrierName": "A", "IsHidden": "no"}, "IsHidden is invalid."),
        ({"CarrierName": "A", "Phone": {}}, "Phone is invalid."),
    ],
)
def test_a_carrier_that_cannot_be_is_not_made(office, body, text):
    before = database(office).contents()

    assert office.refusal("POST", "carriers", body) == (400, text)
    assert database(office).contents() == before


def test_a_carrier_that_is_not_there_is_not_found(office):
    for method, body in (("GET", None), ("PUT", {"City": "Salem"})):
        assert office.refusal(method, "carriers/99", body) == (404, "Carrier not found.")
