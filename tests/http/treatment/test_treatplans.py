"""Treatment plans: the active one follows treatment, saved ones keep copies, and those can be signed."""

from __future__ import annotations

import pytest

PLANNED = """
definitions:
  - {DefNum: 101, Category: TxPriorities, ItemName: Now, ItemOrder: 0}
  - {DefNum: 102, Category: TxPriorities, ItemName: Later, ItemOrder: 1}
  - {DefNum: 111, Category: Diagnosis, ItemName: Fracture}
preferences: {TreatmentPlanNote: Estimate only.}
feescheds: [{FeeSchedNum: 53, Description: Standard}]
providers: [{ProvNum: 3, Abbr: DOC3, FeeSched: 53}]
procedurecodes:
  - {CodeNum: 1, ProcCode: D0120, AbbrDesc: PerEx, Descript: Check-up, TreatArea: Mouth}
  - {CodeNum: 2, ProcCode: D2740, AbbrDesc: Crn, Descript: Crown - porcelain, LaymanTerm: Crown, TreatArea: Tooth}
fees: [{FeeSched: 53, CodeNum: 2, Amount: 900}]
patients: [{PatNum: 3, LName: Early, FName: Eva, PriProv: 3}]
procedurelogs:
  - {ProcNum: 31, PatNum: 3, CodeNum: 2, ProcDate: today, ProvNum: 3, ToothNum: "14", ProcFee: 800, Discount: 50,
     Dx: 111, DateTP: today-3}
  - {ProcNum: 32, PatNum: 3, CodeNum: 2, ProcDate: today, ProvNum: 3, ToothNum: "3", ProcFee: 800, UnitQty: 2,
     Priority: 102}
  - {ProcNum: 33, PatNum: 3, CodeNum: 1, ProcDate: today, ProvNum: 3, ProcStatus: TPi}
  - {ProcNum: 34, PatNum: 3, CodeNum: 1, ProcDate: today, ProvNum: 3, ProcStatus: C}
treatplans:
  - {TreatPlanNum: 5, PatNum: 3, Heading: Active Treatment Plan, Note: By tooth., TPStatus: Active,
     SecDateTEdit: 2026-01-05 10:00}
  - {TreatPlanNum: 6, PatNum: 3, Heading: Other, TPStatus: Inactive, SecDateTEdit: 2026-01-06 10:00}
  - {TreatPlanNum: 7, PatNum: 3, Heading: Old, TPStatus: Saved, SecDateTEdit: 2026-01-07 10:00}
treatplanattaches:
  - {TreatPlanAttachNum: 51, TreatPlanNum: 5, ProcNum: 31}
  - {TreatPlanAttachNum: 52, TreatPlanNum: 5, ProcNum: 32, Priority: 102}
  - {TreatPlanAttachNum: 61, TreatPlanNum: 6, ProcNum: 33}
proctps: [{ProcTPNum: 71, TreatPlanNum: 7, PatNum: 3, ProcNumOrig: 31, Descript: Crown}]
"""
NOT_SAVED = "TreatPlan must have a TPStatus of Saved."


@pytest.fixture
def office(practice_office):
    made = practice_office(PLANNED)
    made.set_clock("2026-03-02 08:30:00")
    return made


def numbers(rows, name="TreatPlanNum"):
    return [row[name] for row in rows]


def attached(office, plan=5):
    return {row["ProcNum"]: row["priority"] for row in office.read("treatplanattaches", TreatPlanNum=plan)}


def active_plans(office, patient):
    return office.read("treatplans", PatNum=patient, TPStatus="Active")


def made(office, path, body):
    response = office.post(path, body)
    assert response.status_code == 201, response.text
    return response.json


def test_plans_are_listed_by_patient_status_and_change(office):
    assert numbers(office.read("treatplans", PatNum=3)) == [5, 6, 7]
    assert numbers(office.read("treatplans", PatNum=1)) == []
    assert numbers(office.read("treatplans", TPStatus="Inactive")) == [6]
    assert numbers(office.read("treatplans", PatNum=3, SecDateTEdit="2026-01-06 10:00:00")) == [6, 7]
    assert office.refusal("GET", "treatplans", PatNum=99) == (404, "Patient not found.")
    assert office.refusal("GET", "treatplans", TPStatus="Draft") == (400, "TPStatus is invalid.")


def test_a_new_plan_is_inactive_and_has_the_offices_note(office):
    plan = made(office, "treatplans", {"PatNum": 1})

    told = ("TPStatus", "Heading", "Note", "TPType", "DateTP", "SecDateEntry", "isSigned")
    assert [plan[name] for name in told] == [
        *("Inactive", "Inactive Treatment Plan", "Estimate only.", "Insurance", "0001-01-01", "2026-03-02", "false")
    ]
    assert made(office, "treatplans", {"PatNum": 1, "Note": "", "TPType": "Discount"})["Note"] == ""


def test_treatment_that_is_planned_comes_onto_the_active_plan_which_is_made_where_there_is_none(office):
    assert active_plans(office, 1) == []

    body = {"PatNum": 1, "ProcDate": "2026-03-02", "ProcStatus": "TP", "procCode": "D0120", "Priority": 102}
    number = made(office, "procedurelogs", body)["ProcNum"]

    [plan] = active_plans(office, 1)
    assert (plan["Heading"], plan["Note"]) == ("Active Treatment Plan", "Estimate only.")
    assert attached(office, plan["TreatPlanNum"]) == {number: "Later"}


def test_treatment_that_an_appointment_type_adds_comes_onto_the_active_plan(practice_office):
    kind = "appointmenttypes: [{AppointmentTypeNum: 9, AppointmentTypeName: Exam, CodeStr: D0120}]"
    office = practice_office(PLANNED + kind)

    office.book(AptDateTime="2030-03-04 10:00:00", AppointmentTypeNum=9)

    [plan] = active_plans(office, 1)
    assert len(attached(office, plan["TreatPlanNum"])) == 1


def test_what_is_done_or_deleted_leaves_the_plan(office):
    office.put("procedurelogs/31", {"ProcStatus": "C"})
    assert attached(office) == {32: "Later"}

    office.call("DELETE", "procedurelogs/32")
    assert attached(office) == {}


def test_a_completed_appointment_takes_its_treatment_off_the_plan(office):
    apt = office.book(PatNum=3, AptDateTime="2026-03-02 10:00:00")["AptNum"]
    office.put("procedurelogs/31", {"AptNum": apt})
    office.put(f"appointments/{apt}", {"AptStatus": "Complete"})

    assert list(attached(office)) == [32]


def test_a_priority_on_the_active_plan_is_that_of_the_procedure_whichever_is_changed(office):
    assert office.put("treatplanattaches/51", {"Priority": 101}).json["priority"] == "Now"
    assert office.read("procedurelogs/31")["priority"] == "Now"

    office.put("procedurelogs/31", {"Priority": 102})
    assert attached(office)[31] == "Later"

    office.put("treatplanattaches/61", {"Priority": 101})  # of an inactive plan
    assert office.read("procedurelogs/33")["priority"] == ""


def test_a_procedure_is_attached_once_to_a_plan_that_is_not_saved(office):
    def attach(plan, procedure, **more):
        return {"TreatPlanNum": plan, "ProcNum": procedure, **more}

    row = made(office, "treatplanattaches", attach(6, 31, Priority=101))
    assert [row[name] for name in ("TreatPlanNum", "ProcNum", "Priority", "priority")] == [6, 31, 101, "Now"]

    path = "treatplanattaches"
    twice = "ProcNum is invalid. Procedure is already attached to this TreatPlan."
    saved = "TreatPlanNum is invalid. TreatPlan must have a TPStatus of Active or Inactive."
    assert office.refusal("POST", path, attach(6, 31)) == (400, twice)
    assert office.refusal("POST", path, attach(7, 31)) == (400, saved)
    assert office.refusal("POST", path, attach(6, 34)) == (400, "ProcNum is invalid.")  # done already
    assert office.refusal("POST", path, attach(6, 999)) == (404, "Procedure not found.")
    assert office.refusal("POST", path, attach(99, 31)) == (404, "TreatPlan not found.")
    assert office.refusal("POST", path, attach(6, 32, Priority=111)) == (400, "Priority is invalid.")
    assert office.refusal("GET", path) == (400, "TreatPlanNum is required.")
    plan = made(office, "treatplans", {"PatNum": 1})["TreatPlanNum"]
    assert office.refusal("POST", path, attach(plan, 31)) == (400, "ProcNum is invalid.")  # another's


def test_inactive_treatment_that_comes_onto_the_active_plan_is_planned(office):
    made(office, "treatplanattaches", {"TreatPlanNum": 5, "ProcNum": 33, "Priority": 101})

    procedure = office.read("procedurelogs/33")
    assert (procedure["ProcStatus"], procedure["priority"]) == ("TP", "Now")


def test_a_saved_plan_copies_the_procedures_by_priority_and_leaves_the_source(office):
    plan = made(office, "treatplans/Saved", {"TreatPlanNum": 5, "UserNumPresenter": 0})

    told = ("TPStatus", "Heading", "Note", "DateTP", "isSigned")
    assert [plan[name] for name in told] == ["Saved", "Active Treatment Plan", "By tooth.", "2026-03-02", "false"]
    assert plan["TreatPlanNum"] != 5
    first, second = office.read("proctps", TreatPlanNum=plan["TreatPlanNum"])
    assert list(first)[:5] == ["ProcTPNum", "TreatPlanNum", "PatNum", "ProcNumOrig", "ItemOrder"]
    told = ("ProcNumOrig", "ItemOrder", "priority", "ToothNumTP", "FeeAmt", "Discount", "PatAmt", "CatPercUCR", "Dx")
    assert [first[name] for name in told] == [32, 0, "Later", "3", 1600.0, 0.0, 1600.0, 900.0, ""]
    assert [second[name] for name in told] == [31, 1, "", "14", 800.0, 50.0, 750.0, 900.0, "Fracture"]
    told = ("ProcCode", "Descript", "ProcAbbr", "DateTP", "PriInsAmt")
    assert [second[name] for name in told] == ["D2740", "Crown", "Crn", "2026-02-27", 0.0]
    assert attached(office) == {31: "", 32: "Later"}


def test_a_copy_stays_as_it_was_when_the_procedure_changes(office):
    plan = made(office, "treatplans/Saved", {"TreatPlanNum": 5, "Heading": "For Eva"})
    before = office.read("proctps", TreatPlanNum=plan["TreatPlanNum"])

    office.put("procedurelogs/31", {"ProcFee": "1.00", "Priority": 101})
    office.put("procedurelogs/32", {"ProcStatus": "C"})

    assert plan["Heading"] == "For Eva"
    assert office.read("proctps", TreatPlanNum=plan["TreatPlanNum"]) == before


def test_a_saved_plan_cannot_be_saved_again(office):
    refused = "TreatPlanNum is invalid. TreatPlan must have a TPStatus of Active or Inactive."
    assert office.refusal("POST", "treatplans/Saved", {"TreatPlanNum": 7}) == (400, refused)
    assert office.refusal("POST", "treatplans/Saved", {"TreatPlanNum": 99}) == (404, "TreatPlan not found.")
    assert office.refusal("POST", "treatplans/Saved", {}) == (400, "TreatPlanNum is required.")


def test_a_saved_plan_is_signed_and_its_signature_taken_away(office):
    signed = office.put("treatplans/7", {"isSigned": "true", "SignatureText": "Eva Early"}).json
    told = ("isSigned", "DateTSigned", "SignatureText", "isSignedPractice", "DateTPracticeSigned", "SecDateTEdit")
    assert [signed[name] for name in told] == [
        *("true", "2026-03-02 08:30:00", "Eva Early", "false", "0001-01-01 00:00:00", "2026-03-02 08:30:00")
    ]
    assert "Signature" not in signed

    cleared = office.put("treatplans/7", {"isSigned": "false", "isSignedPractice": "true"}).json
    assert [cleared[name] for name in told[:5]] == [
        *("false", "0001-01-01 00:00:00", "Eva Early", "true", "2026-03-02 08:30:00")
    ]


@pytest.mark.parametrize("plan", [5, 6], ids=["active", "inactive"])
def test_only_a_saved_plan_has_a_date_and_can_be_signed(office, plan):
    for field, value in (("DateTP", "2026-03-01"), ("isSigned", "true"), ("isSignedPractice", "true")):
        refused = office.refusal("PUT", f"treatplans/{plan}", {field: value, "Note": "x"})
        assert refused == (400, f"{field} is invalid. {NOT_SAVED}")
    assert office.put(f"treatplans/{plan}", {"isSigned": "false", "Note": "Other"}).json["Note"] == "Other"
    assert office.put("treatplans/7", {"DateTP": "2026-03-01"}).json["DateTP"] == "2026-03-01"


def test_an_unsigned_copy_can_be_changed_and_deleted_a_signed_one_stands(office):
    changed = office.put("proctps/71", {"Discount": "17.00", "Priority": 101, "Descript": "Crown, gold"}).json
    assert [changed[name] for name in ("Discount", "priority", "Descript")] == [17.0, "Now", "Crown, gold"]
    assert changed["SecDateTEdit"] == "2026-03-02 08:30:00"

    office.put("treatplans/7", {"isSignedPractice": "true"})
    assert office.refusal("PUT", "proctps/71", {"Discount": 1}) == (400, "TreatPlan is signed.")
    assert office.refusal("DELETE", "proctps/71") == (400, "TreatPlan is signed.")
    assert office.refusal("DELETE", "proctps/72") == (404, "ProcTP not found.")

    office.put("treatplans/7", {"isSignedPractice": "false"})
    assert office.call("DELETE", "proctps/71").status_code == 200
    assert office.read("proctps", TreatPlanNum=7) == []


def test_a_deleted_plan_takes_its_copies_along_and_no_procedure(office):
    for plan in (7, 6, 5):
        assert office.call("DELETE", f"treatplans/{plan}").status_code == 200
        assert office.refusal("DELETE", f"treatplans/{plan}") == (404, "TreatPlan not found.")

    assert office.refusal("GET", "proctps", TreatPlanNum=7) == (404, "TreatPlan not found.")
    assert office.refusal("PUT", "proctps/71", {}) == (404, "ProcTP not found.")
    assert [office.read(f"procedurelogs/{number}")["ProcStatus"] for number in (31, 32, 33)] == ["TP", "TP", "TPi"]
