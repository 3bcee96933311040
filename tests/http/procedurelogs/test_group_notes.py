"""Group notes: one note for several procedures of a day."""

from __future__ import annotations

import pytest

from support.db import database

GROUPED = """
clinics: [{ClinicNum: 1, Description: North, Abbr: N}]
providers: [{ProvNum: 3, Abbr: DOC3}]
patients: [{PatNum: 3, LName: Early, FName: Eva}]
procedurecodes: [{CodeNum: 1, ProcCode: D0120}]
procedurelogs:
  - {ProcNum: 1, PatNum: 3, CodeNum: 1, ProcDate: today, ProcStatus: C, ProvNum: 3, ClinicNum: 1}
  - {ProcNum: 2, PatNum: 3, CodeNum: 1, ProcDate: today, ProcStatus: C, ProvNum: 3, ClinicNum: 1}
  - {ProcNum: 3, PatNum: 3, CodeNum: 1, ProcDate: today-1, ProcStatus: C, ProvNum: 3, ClinicNum: 1}
  - {ProcNum: 4, PatNum: 3, CodeNum: 1, ProcDate: today, ProcStatus: C, ProvNum: 1, ClinicNum: 1}
  - {ProcNum: 5, PatNum: 3, CodeNum: 1, ProcDate: today, ProcStatus: C, ProvNum: 3}
  - {ProcNum: 6, PatNum: 3, CodeNum: 1, ProcDate: today, ProcStatus: D, ProvNum: 3, ClinicNum: 1}
  - {ProcNum: 7, PatNum: 1, CodeNum: 1, ProcDate: today, ProcStatus: C, ProvNum: 3, ClinicNum: 1}
"""
PATH = "procedurelogs/GroupNote"
NOTE = {"PatNum": 3, "ProcNums": [1, 2, 1], "Note": "No changes\nNo concerns"}


@pytest.fixture
def office(practice_office):
    made = practice_office(GROUPED)
    made.set_clock("2026-03-02 08:30:00")
    return made


def group(office):
    """The procedure that keeps the newest group note."""
    return next(row for row in office.read("procedurelogs", PatNum=3) if row["procCode"] == "~GRP~")


def test_a_group_note_is_a_procedure_of_its_own_with_a_note(office):
    response = office.post(PATH, NOTE)

    assert response.status_code == 201
    assert response.json == {**NOTE, "ProcNums": [1, 2]}
    assert "location" not in response.headers
    kept = group(office)
    told = ("ProcStatus", "ProcDate", "ProvNum", "ClinicNum", "ProcFee", "descript")
    assert [kept[name] for name in told] == ["EC", "2026-03-02", 3, 1, "0.00", "Group Note"]
    [note] = office.read("procnotes", ProcNum=kept["ProcNum"])
    assert (note["Note"], note["isSigned"]) == (NOTE["Note"], "false")
    grouped = database(office).rows("SELECT ProcNum, GroupNum FROM procgroupitem")
    assert grouped == [(1, kept["ProcNum"]), (2, kept["ProcNum"])]


def test_a_group_note_can_be_signed_and_be_another_providers(office):
    office.post(PATH, {**NOTE, "isSigned": "true", "ProvNum": 1})

    kept = group(office)
    assert kept["ProvNum"] == 1
    assert [note["isSigned"] for note in office.read("procnotes", ProcNum=kept["ProcNum"])] == ["true"]


def test_procedures_of_a_group_share_patient_date_clinic_and_provider(office):
    def refusal(*numbers):
        return office.refusal("POST", PATH, {**NOTE, "ProcNums": list(numbers)})

    before = database(office).contents()
    together = (400, "ProcNums is invalid. Procedures must have the same date, clinic and provider.")
    assert [refusal(1, other) for other in (3, 4, 5)] == [together] * 3
    assert refusal(1, 7) == (400, "ProcNums is invalid.")
    assert refusal(1, 6) == (404, "Procedure not found.")
    assert refusal(1, 99) == (404, "Procedure not found.")
    assert refusal() == (400, "ProcNums is required.")
    assert refusal("x") == (400, "ProcNums is invalid.")
    assert database(office).contents() == before

    office.post(PATH, NOTE)
    assert refusal(group(office)["ProcNum"]) == (400, "ProcNums is invalid.")


def test_a_changed_group_note_takes_the_place_of_the_one_before(office):
    office.post(PATH, NOTE)
    number = group(office)["ProcNum"]
    office.set_clock("2026-03-02 09:00:00")

    changed = office.put(PATH, {"PatNum": 3, "ProcNum": number, "Note": "Some concerns"})

    assert (changed.status_code, changed.data) == (200, b"")
    assert [note["Note"] for note in office.read("procnotes", ProcNum=number)] == ["Some concerns", NOTE["Note"]]
    assert group(office)["DateTStamp"] == "2026-03-02 09:00:00"
    other = {"PatNum": 1, "ProcNum": number, "Note": "x"}
    assert office.refusal("PUT", PATH, other) == (400, "ProcNum is invalid.")
    plain = {"PatNum": 3, "ProcNum": 1, "Note": "x"}
    assert office.refusal("PUT", PATH, plain) == (400, "ProcNum is invalid. procCode must be ~GRP~.")
    assert office.refusal("PUT", PATH, {**plain, "ProcNum": 99}) == (404, "Procedure not found.")


def test_a_deleted_group_note_stays_as_a_deleted_procedure_of_no_group(office):
    office.post(PATH, NOTE)
    number = group(office)["ProcNum"]

    assert office.refusal("DELETE", f"procedurelogs/{number}") == (400, "Procedure cannot be deleted.")
    assert office.call("DELETE", f"procedurelogs/{number}/GroupNote").status_code == 200

    assert office.read(f"procedurelogs/{number}")["ProcStatus"] == "D"
    assert database(office).rows("SELECT * FROM procgroupitem") == []
    assert office.refusal("DELETE", f"procedurelogs/{number}/GroupNote") == (404, "Procedure not found.")
    wrong = (400, "ProcNum is invalid. procCode must be ~GRP~.")
    assert office.refusal("DELETE", "procedurelogs/1/GroupNote") == wrong
    assert office.refusal("DELETE", "procedurelogs/99/GroupNote") == (404, "Procedure not found.")
