"""Notes on procedures: the newest counts, and the older ones stay."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
procedurecodes:
  - {CodeNum: 7, ProcCode: D2150, Descript: amalgam - two surfaces}
procedurelogs:
  - {ProcNum: 41, PatNum: 1, CodeNum: 7, ProcDate: 2026-02-20, ProcStatus: C, Note: "Deep\\nfilling"}
  - {ProcNum: 42, PatNum: 2, CodeNum: 7, ProcDate: 2026-02-21, ProcStatus: C}
procnotes:
  - {ProcNoteNum: 5, PatNum: 2, ProcNum: 42, EntryDateTime: 2026-02-21 10:00, Note: First}
  - {ProcNoteNum: 4, PatNum: 2, ProcNum: 42, EntryDateTime: 2026-02-22 10:00, Note: Second, Signature: signed}
"""
NEW = {"PatNum": 1, "ProcNum": 41, "Note": "Checked. \nFollow up"}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def line(office, patient, number):
    lines = office.read(f"chartmodules/{patient}/ProgNotes")
    return next(one for one in lines if (one["ObjectType"], one["PrimaryKey"]) == ("Procedure", str(number)))


def test_a_note_is_made_now_by_nobody_and_keeps_its_line_breaks(office):
    made = office.post("procnotes", NEW)

    assert made.status_code == 201
    assert list(made.json.items()) == [
        ("ProcNoteNum", 6),
        ("PatNum", 1),
        ("ProcNum", 41),
        ("EntryDateTime", "2026-03-02 07:00:00"),
        ("UserNum", 0),
        ("Note", "Checked. \nFollow up"),
        ("SigIsTopaz", "false"),
        ("isSigned", "false"),
    ]
    assert office.read("procnotes", ProcNum=41) == [made.json]


def test_notes_are_listed_newest_first_by_patient_or_procedure(office):
    office.post("procnotes", NEW)

    assert [row["ProcNoteNum"] for row in office.read("procnotes")] == [6, 4, 5]
    assert [row["ProcNoteNum"] for row in office.read("procnotes", Limit=1, Offset=1)] == [4]
    assert [row["ProcNoteNum"] for row in office.read("procnotes", PatNum=2)] == [4, 5]
    assert office.read("procnotes", PatNum=1, ProcNum=42) == []
    assert office.refusal("GET", "procnotes", ProcNum=99) == (404, "Procedure not found.")


def test_a_signed_note_says_who_signed_it_and_when(office):
    made = office.post("procnotes", {**NEW, "isSigned": "true"}).json

    assert made["isSigned"] == "true"
    (signature,) = database(office).column("SELECT Signature FROM procnote WHERE ProcNoteNum = 6")
    assert signature == "Digitally Signed by API Developer Date Signed: 03/02/2026 07:00:00 AM"


def test_the_progress_notes_tell_the_newest_note_and_whether_it_is_signed(office):
    assert (line(office, 1, 41)["note"], line(office, 1, 41)["Signed"]) == ("Deep filling", "")
    assert (line(office, 2, 42)["note"], line(office, 2, 42)["Signed"]) == ("Second", "Signed")

    office.post("procnotes", {**NEW, "isSigned": "true"})
    assert (line(office, 1, 41)["note"], line(office, 1, 41)["Signed"]) == ("Checked.  Follow up", "Signed")


@pytest.mark.parametrize(
    ("patient", "procedure", "note"),
    [(2, 42, "Second\r\n\r\nThird"), (1, 41, "Deep\nfilling\r\n\r\nThird")],
)
def test_a_note_can_be_put_under_the_one_before(office, patient, procedure, note):
    body = {"PatNum": patient, "ProcNum": procedure, "Note": "Third", "doAppendNote": "true"}

    assert office.post("procnotes", body).json["Note"] == note


def test_before_24_2_29_a_note_is_neither_signed_nor_appended(practice_office):
    office = practice_office(OFFICE, version="24.2.28")
    made = office.post("procnotes", {**NEW, "isSigned": "true", "doAppendNote": "true"}).json

    assert (made["Note"], made["isSigned"]) == (NEW["Note"], "false")


@pytest.mark.parametrize(("blank", "kept"), [(49, 49), (50, 0), (1000, 0)])
def test_fifty_blank_lines_in_a_row_are_removed(office, blank, kept):
    made = office.post("procnotes", {**NEW, "Note": "Above\r\n" + "\r\n" * blank + "Below"}).json

    assert made["Note"] == "Above\r\n" + "\r\n" * kept + "Below"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"Note": ""}, (400, "Note is required.")),
        ({"Note": "\n" * 60}, (400, "Note is required.")),
        ({"PatNum": 0}, (404, "Patient not found.")),
        ({"ProcNum": 0}, (404, "Procedure not found.")),
        ({"ProcNum": 42}, (400, "ProcNum is invalid.")),
        ({"isSigned": "yes"}, (400, "isSigned is invalid.")),
        ({"Note": "x" * 65_536}, (400, "Note is invalid.")),
    ],
)
def test_a_note_that_cannot_be_is_refused(office, changed, refusal):
    before = database(office).contents()

    assert office.refusal("POST", "procnotes", {**NEW, **changed}) == refusal
    assert database(office).contents() == before


@pytest.mark.parametrize(
    ("letters", "status"), [(65_535 - len("Second\r\n\r\n"), 201), (65_536 - len("Second\r\n\r\n"), 400)]
)
def test_a_note_that_grows_past_its_column_is_refused(office, letters, status):
    body = {"PatNum": 2, "ProcNum": 42, "Note": "x" * letters, "doAppendNote": "true"}

    assert office.post("procnotes", body).status_code == status
