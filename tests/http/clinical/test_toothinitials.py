"""What teeth are like before any treatment."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
toothinitials:
  - {ToothInitialNum: 322, PatNum: 1, ToothNum: "32", InitialType: Rotate, Movement: -20}
  - {ToothInitialNum: 323, PatNum: 1, ToothNum: "8", InitialType: TipM, Movement: 2.5}
  - {ToothInitialNum: 324, PatNum: 2, InitialType: Drawing, DrawingSegment: "1,2;3,4", ColorDraw: "255,0,0"}
  - {ToothInitialNum: 325, PatNum: 2, ToothNum: "4", InitialType: Hidden}
"""
NEW = {"PatNum": 1, "ToothNum": "14", "InitialType": "Missing"}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_a_missing_tooth_is_made_now_and_without_a_movement(office):
    made = office.post("toothinitials", NEW)

    assert made.status_code == 201
    assert list(made.json.items()) == [
        ("ToothInitialNum", 326),
        ("PatNum", 1),
        ("ToothNum", "14"),
        ("InitialType", "Missing"),
        ("Movement", "0"),
        ("DrawingSegment", ""),
        ("ColorDraw", "0,0,0"),
        ("SecDateTEntry", "2026-03-02 07:00:00"),
        ("SecDateTEdit", "2026-03-02 07:00:00"),
        ("DrawText", ""),
    ]


def test_what_was_drawn_in_the_program_is_listed_too(office):
    rotated, tipped = office.read("toothinitials", PatNum=1)
    drawn = office.read("toothinitials", PatNum=2)[0]

    assert (rotated["InitialType"], rotated["Movement"], tipped["Movement"]) == ("Rotate", "-20", "2.5")
    assert (drawn["InitialType"], drawn["ToothNum"], drawn["ColorDraw"]) == ("Drawing", "", "255,0,0")
    assert len(office.read("toothinitials")) == 4
    assert office.refusal("GET", "toothinitials", PatNum=9) == (404, "Patient not found.")


@pytest.mark.parametrize("tooth", ["1", "32", "A", "T", 32])
def test_any_permanent_or_primary_tooth_will_do(office, tooth):
    assert office.post("toothinitials", {**NEW, "ToothNum": tooth}).json["ToothNum"] == str(tooth)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"PatNum": None}, (400, "PatNum is required.")),
        ({"PatNum": 0}, (404, "Patient not found.")),
        ({"ToothNum": None}, (400, "ToothNum is required.")),
        ({"ToothNum": ""}, (400, "ToothNum is required.")),
        ({"ToothNum": "0"}, (400, "ToothNum is invalid.")),
        ({"ToothNum": "33"}, (400, "ToothNum is invalid.")),
        ({"ToothNum": "51"}, (400, "ToothNum is invalid.")),
        ({"ToothNum": "U"}, (400, "ToothNum is invalid.")),
        ({"ToothNum": "a"}, (400, "ToothNum is invalid.")),
        ({"ToothNum": "1,2"}, (400, "ToothNum is invalid.")),
        ({"ToothNum": 1.0}, (400, "ToothNum is invalid.")),
        ({"InitialType": None}, (400, "InitialType is required.")),
        ({"InitialType": "Rotate"}, (400, "InitialType is invalid.")),
        ({"InitialType": 0}, (400, "InitialType is invalid.")),
    ],
)
def test_what_is_no_tooth_or_nothing_that_a_client_may_say_of_one_is_refused(office, changed, refusal):
    before = database(office).contents()

    assert office.refusal("POST", "toothinitials", {**NEW, **changed}) == refusal
    assert database(office).contents() == before


def test_what_a_client_may_write_it_may_delete(office):
    assert office.call("DELETE", "toothinitials/325").status_code == 200

    assert office.refusal("DELETE", "toothinitials/325") == (404, "ToothInitial not found.")
    refusal = (400, "ToothInitial with an InitialType of Rotate cannot be deleted.")
    assert office.refusal("DELETE", "toothinitials/322") == refusal
    assert len(office.read("toothinitials")) == 3
