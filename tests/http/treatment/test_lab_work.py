"""Lab cases, the laboratories that work on them, and how long those take."""

from __future__ import annotations

import pytest

LABS = """
providers: [{ProvNum: 3, Abbr: DOC3}]
patients: [{PatNum: 3, LName: Early, FName: Eva}]
laboratories: [{LaboratoryNum: 1, Description: Enamel Works}, {LaboratoryNum: 2, Description: Fine Crowns}]
labturnarounds: [{LabTurnaroundNum: 1, LaboratoryNum: 1, Description: Crown, DaysPublished: 7, DaysActual: 9}]
appointments:
  - {AptNum: 10, PatNum: 3, AptDateTime: "today+3 10:00", Op: 1, ProvNum: 1}
  - {AptNum: 11, PatNum: 3, AptDateTime: 0001-01-01, AptStatus: Planned, ProvNum: 1}
  - {AptNum: 12, PatNum: 1, AptDateTime: "today+4 10:00", Op: 1, ProvNum: 1}
labcases:
  - {LabCaseNum: 1, PatNum: 3, LaboratoryNum: 1, AptNum: 10, ProvNum: 1, DateTimeSent: "today 09:00"}
  - {LabCaseNum: 2, PatNum: 3, LaboratoryNum: 2, PlannedAptNum: 11, ProvNum: 3}
"""
NEW = {"PatNum": 3, "LaboratoryNum": 1, "ProvNum": 1}


@pytest.fixture
def office(practice_office):
    made = practice_office(LABS)
    made.set_clock("2026-03-02 08:30:00")
    return made


def numbers(rows):
    return [row["LabCaseNum"] for row in rows]


def test_cases_are_listed_by_any_of_their_rows_together(office):
    assert numbers(office.read("labcases")) == [1, 2]
    for name, value in (("PatNum", 3), ("LaboratoryNum", 1), ("AptNum", 10), ("ProvNum", 1)):
        assert 1 in numbers(office.read("labcases", **{name: value}))
    assert numbers(office.read("labcases", PlannedAptNum=11)) == [2]
    assert numbers(office.read("labcases", PatNum=3, ProvNum=3)) == [2]
    assert numbers(office.read("labcases", LaboratoryNum=1, ProvNum=3)) == []
    assert office.refusal("GET", "labcases", LaboratoryNum=9) == (404, "Laboratory not found.")
    assert office.refusal("GET", "labcases/9") == (404, "LabCase not found.")


def test_a_case_is_made_changed_and_deleted(office):
    made = office.post("labcases", {**NEW, "AptNum": 10, "Instructions": "Shade A2", "LabFee": "80.50"})
    case = made.json
    assert made.status_code == 201
    assert made.headers["location"].endswith(f"/labcases/{case['LabCaseNum']}")
    told = ("AptNum", "PlannedAptNum", "DateTimeCreated", "Instructions", "LabFee", "DateTStamp", "InvoiceNum")
    assert [case[name] for name in told] == [
        *(10, 0, "0001-01-01 00:00:00", "Shade A2", 80.5, "2026-03-02 08:30:00", "")
    ]

    path = f"labcases/{case['LabCaseNum']}"
    office.set_clock("2026-03-02 09:00:00")
    after = office.put(path, {"DateTimeRecd": "2026-03-02 09:00:00", "AptNum": 0, "PatNum": 1}).json
    told = ("PatNum", "AptNum", "DateTimeRecd", "DateTStamp")
    assert [after[name] for name in told] == [3, 0, "2026-03-02 09:00:00", "2026-03-02 09:00:00"]

    assert office.call("DELETE", path).status_code == 200
    assert office.refusal("DELETE", path) == (404, "LabCase not found.")


@pytest.mark.parametrize(("method", "path"), [("POST", "labcases"), ("PUT", "labcases/2")])
def test_a_case_goes_with_a_booked_or_a_planned_visit_of_its_patient(office, method, path):
    new = NEW if method == "POST" else {}
    booked = "AptNum is invalid. Appointment must have an AptStatus of Scheduled."
    planned = "PlannedAptNum is invalid. Appointment must have an AptStatus of Planned."
    assert office.refusal(method, path, {**new, "AptNum": 11}) == (400, booked)
    assert office.refusal(method, path, {**new, "PlannedAptNum": 10}) == (400, planned)
    assert office.refusal(method, path, {**new, "AptNum": 12}) == (400, "AptNum is invalid.")
    assert office.refusal(method, path, {**new, "AptNum": 99}) == (404, "Appointment not found.")
    assert office.refusal(method, path, {**new, "LaboratoryNum": 0}) == (404, "Laboratory not found.")
    form = "DateTimeDue format must be yyyy-MM-dd HH:mm:ss."
    assert office.refusal(method, path, {**new, "DateTimeDue": "2026-03-02"}) == (400, form)


def test_a_case_keeps_its_visit_when_that_is_over(office):
    office.put("appointments/10", {"AptStatus": "UnschedList"})

    assert office.put("labcases/1", {"AptNum": 10, "InvoiceNum": 271828}).json["InvoiceNum"] == "271828"


def test_a_case_of_a_planned_appointment_goes_with_the_visit_that_is_made_from_it(office):
    body = {"AptNum": 11, "AptDateTime": "2026-03-04 10:00:00", "ProvNum": 1, "Op": 1}
    visit = office.post("appointments/SchedulePlanned", body)
    assert visit.status_code == 201, visit.text

    case = office.read("labcases/2")
    assert (case["AptNum"], case["PlannedAptNum"]) == (visit.json["AptNum"], 11)


def test_laboratories_are_made_and_changed(office):
    assert office.refusal("POST", "laboratories", {"Phone": "5035550100"}) == (400, "Description is required.")
    lab = office.post("laboratories", {"Description": "New Lab", "Phone": "5035550100", "IsHidden": "true"}).json
    assert (lab["Phone"], lab["IsHidden"], lab["Slip"]) == ("(503)555-0100", "true", 0)

    path = f"laboratories/{lab['LaboratoryNum']}"
    assert office.put(path, {"Notes": "Closed on Fridays", "IsHidden": "false"}).json["IsHidden"] == "false"
    assert office.read(path)["Notes"] == "Closed on Fridays"
    assert [row["Description"] for row in office.read("laboratories")] == ["Enamel Works", "Fine Crowns", "New Lab"]
    assert office.refusal("GET", "laboratories/9") == (404, "Laboratory not found.")


def test_turnarounds_belong_to_a_laboratory_for_good(office):
    body = {"LaboratoryNum": 2, "Description": "Implant", "DaysActual": 4}
    row = office.post("labturnarounds", body).json
    assert [row[name] for name in ("LaboratoryNum", "DaysPublished", "DaysActual")] == [2, 0, 4]

    changed = office.put(f"labturnarounds/{row['LabTurnaroundNum']}", {"LaboratoryNum": 1, "DaysPublished": 3}).json
    assert (changed["LaboratoryNum"], changed["DaysPublished"]) == (2, 3)
    assert [one["Description"] for one in office.read("labturnarounds", LaboratoryNum=2)] == ["Implant"]
    assert office.refusal("POST", "labturnarounds", {**body, "LaboratoryNum": 9}) == (404, "Laboratory not found.")
    for missing in body:
        short = {name: value for name, value in body.items() if name != missing}
        assert office.refusal("POST", "labturnarounds", short) == (400, f"{missing} is required.")
