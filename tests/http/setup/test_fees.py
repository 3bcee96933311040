"""Fees: listed, made, changed and deleted, and what they make of a procedure's price."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
clinics:
  - {ClinicNum: 3, Description: South}
  - {ClinicNum: 4, Description: North}
feescheds:
  - {FeeSchedNum: 53, Description: Standard}
  - {FeeSchedNum: 54, Description: By clinic and provider, IsGlobal: false}
  - {FeeSchedNum: 55, Description: Of a plan}
  - {FeeSchedNum: 56, Description: Of a patient}
feeschedgroups: [{Description: The South, FeeSchedNum: 54, ClinicNums: "13, 4"}]
providers:
  - {ProvNum: 2, Abbr: HYG1, FeeSched: 53}
  - {ProvNum: 3, Abbr: DOC2, FeeSched: 54}
procedurecodes:
  - {CodeNum: 7, ProcCode: D0120}
  - {CodeNum: 8, ProcCode: D0140}
fees:
  - {FeeNum: 1, FeeSched: 53, CodeNum: 7, Amount: 48.5, SecDateEntry: 2026-02-01, SecDateTEdit: 2026-02-02 10:00}
  - {FeeNum: 2, FeeSched: 54, CodeNum: 7, Amount: 50}
  - {FeeNum: 3, FeeSched: 54, CodeNum: 7, Amount: 52, ClinicNum: 3}
  - {FeeNum: 4, FeeSched: 54, CodeNum: 7, Amount: 54, ProvNum: 3}
  - {FeeNum: 5, FeeSched: 54, CodeNum: 7, Amount: 60, ClinicNum: 4}
  - {FeeNum: 6, FeeSched: 55, CodeNum: 7, Amount: 40}
  - {FeeNum: 7, FeeSched: 56, CodeNum: 7, Amount: 44}
patients: [{PatNum: 9, LName: Schmidt, FName: Paul, PriProv: 2, ClinicNum: 3, FeeSched: 56}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}]
insplans:
  - {PlanNum: 11, CarrierNum: 1, FeeSched: 55}
  - {PlanNum: 12, CarrierNum: 1, FeeSched: 55, PlanType: p}
  - {PlanNum: 13, CarrierNum: 1, FeeSched: 55, IsMedical: true}
  - {PlanNum: 14, CarrierNum: 1}
inssubs:
  - {InsSubNum: 21, PlanNum: 11, Subscriber: 1}
  - {InsSubNum: 22, PlanNum: 12, Subscriber: 1}
  - {InsSubNum: 23, PlanNum: 13, Subscriber: 1}
  - {InsSubNum: 24, PlanNum: 14, Subscriber: 1}
appointmenttypes: [{AppointmentTypeNum: 1, AppointmentTypeName: Exam, CodeStr: D0120}]
"""


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def numbers(office, **query):
    return [row["FeeNum"] for row in office.read("fees", **query)]


def test_a_fee_tells_a_number_when_it_is_read(office):
    assert office.read("fees/1") == {
        "FeeNum": 1,
        "Amount": 48.5,
        "FeeSched": 53,
        "CodeNum": 7,
        "ClinicNum": 0,
        "ProvNum": 0,
        "SecUserNumEntry": 0,
        "SecDateEntry": "2026-02-01",
        "SecDateTEdit": "2026-02-02 10:00:00",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"FeeSched": 54}, [2, 3, 4, 5]),
        ({"CodeNum": 8}, []),
        ({"ClinicNum": 3}, [3]),
        ({"ClinicNum": 0, "ProvNum": 0, "FeeSched": 54}, [2]),
        ({"ProvNum": 3}, [4]),
        ({"FeeSched": 54, "ProvNum": 0}, [2, 3, 5]),
    ],
    ids=str,
)
def test_filters_combine_and_0_asks_for_the_fees_of_all(office, query, found):
    assert numbers(office, **query) == found


@pytest.mark.parametrize(
    ("name", "entity"),
    [("FeeSched", "FeeSched"), ("CodeNum", "ProcedureCode"), ("ClinicNum", "Clinic"), ("ProvNum", "Provider")],
)
def test_a_filter_by_what_the_office_lacks_finds_nothing(office, name, entity):
    assert office.refusal("GET", "fees", **{name: 99}) == (404, f"{entity} not found.")


def test_a_fee_is_made_changed_and_deleted(office):
    body = {"Amount": "99.99", "FeeSched": 54, "CodeNum": 8, "ClinicNum": 3, "ProvNum": 3}
    made = office.post("fees", body)
    fee = {"FeeNum": 8, **body, "SecUserNumEntry": 0, "SecDateEntry": "2026-03-02"}

    assert (made.status_code, "location" in made.headers) == (200, False)
    assert list(made.json) == list(office.read("fees/1"))
    assert made.json == fee | {"SecDateTEdit": "2026-03-02 07:00:00"}
    office.set_clock("2026-03-03 08:00:00")
    changed = office.put("fees/8", {"Amount": "79.9", "ClinicNum": 4})
    assert (changed.status_code, changed.json) == (
        200,
        fee | {"Amount": "79.90", "SecDateTEdit": "2026-03-03 08:00:00"},
    )
    assert office.read("fees/8")["Amount"] == 79.9
    deleted = office.call("DELETE", "fees/8")
    assert (deleted.status_code, deleted.data) == (200, b"")
    assert office.refusal("GET", "fees/8") == (404, "Fee not found.")


def test_the_same_amount_is_no_edit(office):
    assert office.put("fees/1", {"Amount": 48.5}).json["SecDateTEdit"] == "2026-02-02 10:00:00"


NEW = {"Amount": "10.00", "FeeSched": 53, "CodeNum": 8}
GROUPED = (400, "Fee belongs to a FeeSchedGroup.")


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("POST", "fees", NEW | {"Amount": None}, (400, "Amount is required.")),
        ("POST", "fees", NEW | {"FeeSched": None}, (400, "FeeSched is required.")),
        ("POST", "fees", NEW | {"CodeNum": None}, (400, "CodeNum is required.")),
        ("POST", "fees", NEW | {"Amount": "ten"}, (400, "Amount is invalid.")),
        ("POST", "fees", NEW | {"Amount": "-0.01"}, (400, "Amount is invalid.")),
        ("POST", "fees", NEW | {"Amount": -1}, (400, "Amount is invalid.")),
        ("POST", "fees", NEW | {"FeeSched": 0}, (404, "FeeSched not found.")),
        ("POST", "fees", NEW | {"FeeSched": 99}, (404, "FeeSched not found.")),
        ("POST", "fees", NEW | {"CodeNum": 99}, (404, "ProcedureCode not found.")),
        ("POST", "fees", NEW | {"ClinicNum": 99}, (404, "Clinic not found.")),
        ("POST", "fees", NEW | {"ProvNum": 99}, (404, "Provider not found.")),
        ("POST", "fees", NEW | {"ClinicNum": 3}, (400, "ClinicNum is invalid. FeeSched is global.")),
        ("POST", "fees", NEW | {"ProvNum": 3}, (400, "ProvNum is invalid. FeeSched is global.")),
        ("POST", "fees", NEW | {"CodeNum": 7}, (400, "Fee already exists.")),
        ("POST", "fees", NEW | {"FeeSched": 54, "CodeNum": 7, "ProvNum": 3}, (400, "Fee already exists.")),
        ("POST", "fees", NEW | {"FeeSched": 54, "ClinicNum": 4}, GROUPED),
        ("PUT", "fees/5", {"Amount": "1"}, GROUPED),
        ("DELETE", "fees/5", None, GROUPED),
        ("PUT", "fees/1", {}, (400, "Amount is required.")),
        ("PUT", "fees/1", {"Amount": "-1"}, (400, "Amount is invalid.")),
        ("PUT", "fees/4", {"Amount": "-2"}, (400, "Amount is invalid.")),
        ("PUT", "fees/99", {"Amount": "1"}, (404, "Fee not found.")),
        ("DELETE", "fees/99", None, (404, "Fee not found.")),
    ],
)
def test_a_fee_that_cannot_be_is_refused_and_nothing_is_written(office, method, path, body, refusal):
    before = database(office).contents()

    assert office.refusal(method, path, body) == refusal
    assert database(office).contents() == before


# What a procedure costs


def price(office, **fields):
    """The ProcFee of a check-up that is entered for patient 9 with the hygienist, unless said otherwise."""
    body = {"PatNum": 9, "ProcDate": "2026-03-02", "ProcStatus": "TP", "procCode": "D0120", **fields}
    answer = office.post("procedurelogs", body)
    assert answer.status_code == 201, answer.text
    return answer.json["ProcFee"]


@pytest.mark.parametrize(
    ("subscribers", "fee"),
    [
        ([], "44.00"),
        ([21], "40.00"),
        ([23], "44.00"),
        ([23, 21], "40.00"),
        ([24], "44.00"),
        ([24, 21], "44.00"),
        ([22], "48.50"),
        ([21, 22], "40.00"),
    ],
    ids=[
        "no insurance: the patient's own schedule",
        "a plan: its schedule",
        "a medical plan counts for nothing",
        "the first dental plan",
        "a plan without a schedule",
        "the first plan only, whether it has a schedule or not",
        "a PPO: the provider's fee, as it is higher",
        "a PPO that is the second plan",
    ],
)
def test_a_procedure_is_priced_by_the_patients_first_dental_plan_else_by_the_patients_schedule(
    office, subscribers, fee
):
    for ordinal, number in enumerate(subscribers, start=1):
        made = office.post("patplans", {"PatNum": 9, "InsSubNum": number, "Ordinal": ordinal})
        assert made.status_code == 201, made.text

    assert price(office, ProvNum=2) == fee


def test_a_ppo_that_asks_more_than_the_provider_is_paid_by_its_own_fee(office):
    office.post("patplans", {"PatNum": 9, "InsSubNum": 22, "Ordinal": 1})
    office.put("fees/6", {"Amount": "70"})

    assert price(office, ProvNum=2) == "70.00"


@pytest.mark.parametrize(
    ("fields", "fee"),
    [
        ({"ProvNum": 2}, "48.50"),
        ({"ProvNum": 3}, "54.00"),
        ({"ProvNum": 3, "ClinicNum": 3}, "54.00"),
        ({"ProvNum": 1}, "0.00"),
        ({"ProvNum": 2, "procCode": "D0140"}, "0.00"),
        ({"ProvNum": 3, "ProcFee": "1.5"}, "1.50"),
        ({"ProvNum": 3, "ProcFee": "0"}, "0.00"),
    ],
    ids=str,
)
def test_without_plan_and_schedule_of_the_patient_the_providers_schedule_counts(office, fields, fee):
    assert price(office, PatNum=1, **fields) == fee


def test_the_fee_of_a_clinic_and_provider_counts_before_the_providers_and_that_before_the_clinics(office):
    asked = {"PatNum": 1, "ProvNum": 3, "ClinicNum": 3}
    both = office.post("fees", {"Amount": "61", "FeeSched": 54, "CodeNum": 7, "ClinicNum": 3, "ProvNum": 3})

    assert price(office, **asked) == "61.00"
    for number, fee in ((both.json["FeeNum"], "54.00"), (4, "52.00"), (3, "50.00"), (2, "0.00")):
        office.call("DELETE", f"fees/{number}")
        assert price(office, **asked) == fee


def test_a_providers_fee_of_minus_1_is_none_though_all_others_have_one(office):
    assert office.put("fees/4", {"Amount": -1}).json["Amount"] == "-1.00"

    assert price(office, PatNum=1, ProvNum=3) == "0.00"


def test_what_an_appointment_type_adds_and_what_a_break_bills_is_priced_alike(practice_office):
    office = practice_office(OFFICE.replace("ProcCode: D0140", "ProcCode: D9986"))
    office.post("fees", {"Amount": "25", "FeeSched": 56, "CodeNum": 8})
    office.http.put("/_mockod/settings", json={"preferences": {"BrokenApptProcedure": "1"}}, headers=office.headers)
    booked = office.book(PatNum=9, AptDateTime="2026-03-03 09:00:00", AppointmentTypeNum=1, ProvNum=2)

    broken = office.put(
        f"appointments/{booked['AptNum']}/Break", {"sendToUnscheduledList": "false", "breakType": "Missed"}
    )

    assert broken.status_code == 200, broken.text
    rows = office.read("procedurelogs", PatNum=9)
    assert {row["procCode"]: row["ProcFee"] for row in rows} == {"D0120": "44.00", "D9986": "25.00"}


def test_a_procedure_keeps_its_fee_when_the_schedule_changes(office):
    price(office, ProvNum=2)

    office.put("fees/7", {"Amount": "45"})

    assert [row["ProcFee"] for row in office.read("procedurelogs", PatNum=9)] == ["44.00"]


def test_a_fee_of_a_clinic_in_a_global_schedule_counts_for_nothing(practice_office):
    """A practice file may have one; a client cannot make it."""
    office = practice_office(OFFICE.replace("IsGlobal: false", "IsGlobal: true"))

    assert price(office, PatNum=1, ProvNum=3, ClinicNum=3) == "50.00"
