"""Rows made equal to the printed examples of the pages of patients and of an office's days are answered as printed."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import new_office
from support.api_client import ApiClient
from support.paths import CONTRACT
from support.vendor_facts import read_yaml

PRACTICE = """
definitions:
  - {DefNum: 40, Category: BillingTypes, ItemName: Standard Account}
  - {DefNum: 273, Category: BlockoutTypes, ItemName: TeleExam}
preferences: {RecallDaysPast: 365, PracticeDefaultBillType: 40, PracticeDefaultProv: 1}
employers: [{EmployerNum: 5, EmpName: Example Company}]
providers: [{ProvNum: 1, Abbr: DOC}, {ProvNum: 2, Abbr: DOC2}]
operatories:
  - {OperatoryNum: 5, OpName: Five}
  - {OperatoryNum: 6, OpName: Six}
  - {OperatoryNum: 12, OpName: Twelve}
schedules:
  - {ScheduleNum: 1092, SchedDate: 2022-04-05, StartTime: "08:00", StopTime: "12:00", ProvNum: 1}
  - {ScheduleNum: 24555, SchedDate: 2022-04-04, StartTime: "08:00", StopTime: "12:00", ProvNum: 2}
scheduleops:
  - {ScheduleOpNum: 156, ScheduleNum: 1092, OperatoryNum: 12}
  - {ScheduleNum: 24555, OperatoryNum: 5}
  - {ScheduleNum: 24555, OperatoryNum: 6}
procedurecodes: [{CodeNum: 1, ProcCode: D0272}, {CodeNum: 2, ProcCode: D0274}]
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: New Patient, AppointmentTypeColor: "93,54,220", Pattern: //XX//,
     CodeStr: "D0272,D0274", CodeStrRequired: "D0272,D0274", RequiredProcCodesNeeded: AtLeastOne, BlockoutTypes: "273"}
subscriptions:
  - {ApiSubscriptionNum: 14, EndPointUrl: "https://myserver/apievents/", Workstation: WORKSTATION1,
     WatchTable: Appointment, PollingSeconds: 5, UiEventType: PatientSelected, DateTimeStart: 2022-01-31 00:00}
patients:
  - {PatNum: 48, LName: Muster, FName: Erika, Gender: Female, Birthdate: 1976-05-24, Address: 1 Example St, City: Salem,
     State: OR, Zip: "97301", HmPhone: (503)555-0101, WkPhone: (503)555-0102, WirelessPhone: (503)555-0103,
     Email: erika@example.com, PriProv: 1, BillingType: 40, ImageFolder: MusterErika48, BalTotal: 111.9,
     DateFirstVisit: 2021-12-16, PreferContactMethod: WirelessPh, PreferRecallMethod: TextMessage, Language: spa,
     DateTStamp: 2021-12-08 15:34:34, SecDateEntry: 2021-12-04}
"""
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "appointmenttypes": ("appointmenttypes", {}),
    "employers": ("employers/5", {}),
    "patients": ("patients/48", {}),
    "scheduleops": ("scheduleops", {"ScheduleNum": 1092}),
    "schedules": ("schedules", {"date": "2022-04-04"}),
}
"""Resource -> the call that answers the row of the page's example, alone."""
YOUNGER = {"DateTStamp", "FeeSched", "Premed"}
"""Fields that came after the page."""


@pytest.fixture
def office(tmp_path) -> ApiClient:
    practice = tmp_path / "office.yaml"
    practice.write_text(PRACTICE)
    office = new_office(str(practice))
    office.set_clock("2021-08-05 09:05:42")
    return office


def printed(resource: str, method: str = "") -> dict[str, Any]:
    """The example of a method's own answer, or of the common one."""
    facts = read_yaml(CONTRACT / f"facts/{resource}.yaml")
    if method:
        [facts] = [one for one in facts["methods"] if f"{one['method']} {one['path']}" == method]
    return {field["name"]: field["example"] for field in facts["object"]}


def assert_as_printed(row: dict[str, Any], example: dict[str, Any]) -> None:
    told = {name: value for name, value in row.items() if name in example or name not in YOUNGER}
    assert list(told.items()) == list(example.items())
    assert {name: type(value) for name, value in told.items()} == {n: type(value) for n, value in example.items()}


@pytest.mark.parametrize("resource", READS)
def test_a_row_like_the_pages_example_is_answered_as_printed(office, resource):
    path, query = READS[resource]
    answer = office.read(path, **query)

    assert not isinstance(answer, list) or len(answer) == 1
    assert_as_printed(answer[0] if isinstance(answer, list) else answer, printed(resource))


@pytest.mark.parametrize("path", ["/patients", "/patients/Simple"])
def test_a_patient_found_like_the_pages_example_is_answered_as_printed(office, path):
    [row] = office.read(path[1:], LName="Muster")

    assert_as_printed(row, printed("patients", f"GET {path}"))


def test_a_preference_like_the_pages_example_is_answered_as_printed(office):
    [row] = office.read("preferences", PrefName="RecallDaysPast")

    assert list(row.items())[1:] == list(printed("preferences").items())[1:]


def test_a_subscription_like_the_pages_example_is_answered_as_printed(office):
    """All but the key, which the page does not print. It begins later than the office's today, so nobody is called."""
    facts = read_yaml(CONTRACT / "facts/subscriptions.yaml")["object"]
    [row] = office.read("subscriptions")

    assert list(row) == [field["name"] for field in facts]
    assert {name: value for name, value in row.items() if name != "CustomerKey"} == {
        field["name"]: field["example"] for field in facts if "example" in field
    }
