"""Referrals, and the patients who were referred by them or to them."""

from __future__ import annotations

import pytest

REFERRED = """
definitions: [{DefNum: 465, Category: ProviderSpecialties, ItemName: Endodontics}]
patients:
  - {PatNum: 3, LName: Early, FName: Eva, MiddleI: B, State: OR, HmPhone: (503)555-0103, WkPhone: (503)555-0104,
     Email: eva@example.com, City: Salem}
  - {PatNum: 4, LName: Gone, FName: Gert, PatStatus: Deleted}
procedurecodes: [{CodeNum: 1, ProcCode: D0120}]
procedurelogs:
  - {ProcNum: 31, PatNum: 3, CodeNum: 1, ProcDate: today, ProvNum: 1}
  - {ProcNum: 11, PatNum: 1, CodeNum: 1, ProcDate: today, ProvNum: 1}
referrals:
  - {ReferralNum: 1, LName: Wurzel, FName: Rolf, Title: DDS, IsDoctor: true, IsPreferred: true, BusinessName: Root Care}
  - {ReferralNum: 2, LName: Early, FName: Eva, PatNum: 3}
  - {ReferralNum: 3, LName: Sample Page, NotPerson: true, IsHidden: true}
refattaches:
  - {RefAttachNum: 1, ReferralNum: 1, PatNum: 1, RefDate: today-9}
  - {RefAttachNum: 2, ReferralNum: 1, PatNum: 4, RefDate: today-9}
"""


@pytest.fixture
def office(practice_office):
    made = practice_office(REFERRED)
    made.set_clock("2026-03-02 08:30:00")
    return made


def made(office, path, **body):
    response = office.post(path, body)
    assert response.status_code == 201, response.text
    return response.json


def kind(referral):
    return tuple(referral[name] for name in ("NotPerson", "IsDoctor", "isPatient"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [1, 2, 3]),
        ({"IsHidden": "false"}, [1, 2]),
        ({"NotPerson": "true"}, [3]),
        ({"IsDoctor": "true"}, [1]),
        ({"IsPreferred": "false"}, [2, 3]),
        ({"isPatient": "true"}, [2]),
        ({"isPatient": "false", "IsPreferred": "true"}, [1]),
        ({"BusinessName": "root"}, [1]),
        ({"BusinessName": "crown"}, []),
    ],
)
def test_referrals_are_listed_by_what_they_are(office, query, found):
    assert [row["ReferralNum"] for row in office.read("referrals", **query)] == found


def test_a_mere_name_is_no_person_and_a_specialty_makes_a_doctor(office):
    assert kind(made(office, "referrals", LName="Leaflet")) == ("true", "false", "false")
    assert kind(made(office, "referrals", LName="Nerv", NotPerson="false")) == ("false", "false", "false")

    by_number = made(office, "referrals", LName="Nerv", FName="Nina", Specialty=465, Title="DMD")
    by_name = made(office, "referrals", LName="Nerv", FName="Nina", specialty="Endodontics", Title="DMD")
    assert kind(by_number) == kind(by_name) == ("false", "true", "false")
    assert by_name["Specialty"] == 465
    assert by_number["specialty"] == "Endodontics"
    assert office.refusal("POST", "referrals", {"LName": "X", "specialty": "Magic"}) == (400, "specialty is invalid.")
    assert office.refusal("POST", "referrals", {"LName": "X", "Specialty": 9}) == (400, "Specialty is invalid.")


def test_a_patient_fills_in_the_rest_and_must_be_called_so(office):
    referral = made(office, "referrals", LName="early", PatNum=3, Note="Kind", FName="Other", IsDoctor="true")

    assert kind(referral) == ("false", "false", "true")
    told = ("LName", "FName", "MName", "ST", "Telephone", "Phone2", "City", "EMail", "Note")
    assert [referral[name] for name in told] == [
        *("Early", "Eva", "B", "OR", "5035550103", "(503)555-0104", "Salem", "eva@example.com", "Kind")
    ]
    assert office.refusal("POST", "referrals", {"LName": "Late", "PatNum": 3}) == (400, "LName is invalid.")
    assert office.refusal("POST", "referrals", {"LName": "Late", "PatNum": 9}) == (404, "Patient not found.")


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("Telephone", "5035550100", "503555010"),
        ("Telephone", "5035550100", "50355501000"),
        ("Telephone", "5035550100", "(503)555-01"),
        ("ST", "OR", "ORE"),
        ("SSN", "123456789", "123-45-6789"),
    ],
)
def test_numbers_and_states_have_their_form(office, field, good, bad):
    assert made(office, "referrals", LName="Nerv", **{field: good})[field] == good
    for method, path in (("POST", "referrals"), ("PUT", "referrals/1")):
        assert office.refusal(method, path, {"LName": "Nerv", field: bad}) == (400, f"{field} is invalid.")
    assert office.put("referrals/1", {field: ""}).json[field] == ""


def test_of_a_patient_only_the_notes_can_change(office):
    changed = office.put("referrals/2", {"Note": "Kind", "DisplayNote": "Sends friends", "FName": "Eva"}).json
    assert (changed["Note"], changed["DisplayNote"]) == ("Kind", "Sends friends")
    refused = "Only Note and DisplayNote can be changed for patient referrals."
    assert office.refusal("PUT", "referrals/2", {"FName": "Evi", "Note": "x"}) == (400, refused)
    assert office.put("referrals/1", {"FName": "Ralf", "Specialty": 465}).json["specialty"] == "Endodontics"


def test_a_patient_is_referred_by_number_or_by_name_which_may_be_new(office):
    by_number = made(office, "refattaches", PatNum=3, ReferralNum=1)
    told = ("referralName", "ItemOrder", "RefDate", "ReferralType", "RefToStatus", "DateProcComplete")
    assert [by_number[name] for name in told] == ["Rolf Wurzel, DDS", 0, "2026-03-02", "RefFrom", "None", "0001-01-01"]

    by_name = made(office, "refattaches", PatNum=3, referralName="wurzel")
    assert (by_name["ReferralNum"], by_name["ItemOrder"]) == (1, 1)

    new = made(office, "refattaches", PatNum=3, referralName="Leaflet")
    assert new["referralName"] == "Leaflet"
    assert kind(office.read(f"referrals/{new['ReferralNum']}")) == ("true", "false", "false")


def test_a_referral_of_a_patient_needs_both_and_a_living_patient(office):
    def refusal(**body):
        return office.refusal("POST", "refattaches", body)

    deleted = "PatNum is invalid. Patient has been deleted."
    assert refusal(ReferralNum=1) == (400, "PatNum is required.")
    assert refusal(PatNum=3) == (400, "ReferralNum or referralName is required.")
    assert refusal(PatNum=3, referralName=" ") == (400, "ReferralNum or referralName is required.")
    assert refusal(PatNum=3, ReferralNum=9) == (404, "Referral not found.")
    assert refusal(PatNum=4, referralName="Never") == (400, deleted)
    assert refusal(PatNum=3, referralName="Never", ProcNum=11) == (400, "ProcNum is invalid.")
    assert office.refusal("GET", "refattaches", PatNum=4) == (400, deleted)
    assert office.refusal("GET", "refattaches", PatNum=9) == (404, "Patient not found.")
    assert [row["RefAttachNum"] for row in office.read("refattaches")] == [1, 2]
    assert len(office.read("referrals")) == 3


def test_a_provider_sends_patients_away_and_receives_none(office):
    refused = (400, "ProvNum is invalid. ReferralType must be RefTo.")
    assert office.refusal("POST", "refattaches", {"PatNum": 3, "ReferralNum": 1, "ProvNum": 1}) == refused
    assert office.refusal("PUT", "refattaches/1", {"ProvNum": 1}) == refused

    sent = office.put("refattaches/1", {"ProvNum": 1, "ReferralType": "RefTo", "RefToStatus": "Scheduled"}).json
    assert (sent["ProvNum"], sent["ReferralType"], sent["RefToStatus"]) == (1, "RefTo", "Scheduled")
    assert office.put("refattaches/1", {"ReferralType": "RefCustom"}).json["ProvNum"] == 0


def test_treatment_for_which_the_patient_was_referred_cannot_be_deleted(office):
    attach = made(office, "refattaches", PatNum=3, ReferralNum=1, ReferralType="RefTo", ProcNum=31)["RefAttachNum"]
    assert office.refusal("DELETE", "procedurelogs/31") == (400, "Procedure cannot be deleted.")

    assert office.call("DELETE", f"refattaches/{attach}").status_code == 200
    assert office.call("DELETE", "procedurelogs/31").status_code == 200
    assert office.refusal("DELETE", f"refattaches/{attach}") == (404, "RefAttach not found.")


def test_the_chart_tells_by_whom_a_patient_was_referred_first(office):
    def referred(patient):
        lines = {line["Field"]: line["Content"] for line in office.read(f"chartmodules/{patient}/PatientInfo")}
        return lines["Referred From"]

    assert (referred(1), referred(3)) == ("Rolf Wurzel, DDS", "")
    made(office, "refattaches", PatNum=3, ReferralNum=3, ReferralType="RefTo")
    assert referred(3) == ""
