"""Rows made equal to the printed examples of the staff's pages are answered as printed."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import new_office
from support.paths import CONTRACT
from support.vendor_facts import read_yaml

PRACTICE = """
clinics: [{ClinicNum: 1, Description: North, Abbr: N}]
definitions:
  - {DefNum: 260, Category: TaskPriorities, ItemName: Normal}
  - {DefNum: 340, Category: AutoNoteCats, ItemName: Exams}
providers: [{ProvNum: 9, Abbr: DOC9, FName: Alex, LName: Sample, Suffix: DMD}]
patients:
  - {PatNum: 33, LName: Thirtythree, FName: Tina}
  - {PatNum: 95, LName: Ninetyfive, FName: Nina}
  - {PatNum: 123, LName: Hundred, FName: Hugo}
usergroups:
  - {UserGroupNum: 1, Description: Admin}
  - {UserGroupNum: 5, Description: Front}
  - {UserGroupNum: 7, Description: Back}
userods:
  - {UserNum: 1, UserName: FrontDesk1, ProvNum: 9, ClinicNum: 1}
  - {UserNum: 5, UserName: Five, IsHidden: true}
  - {UserNum: 8, UserName: Eight, IsHidden: true}
emailaddresses: [{EmailUsername: user@example.com, UserNum: 1}]
usergroupattaches:
  - {UserGroupAttachNum: 1, UserNum: 1, UserGroupNum: 7}
  - {UserGroupAttachNum: 2, UserNum: 1, UserGroupNum: 1}
  - {UserGroupAttachNum: 3, UserNum: 5, UserGroupNum: 5}
  - {UserGroupAttachNum: 4, UserNum: 1, UserGroupNum: 5}
employees:
  - {EmployeeNum: 13, LName: Thirteen, FName: Theo}
  - {EmployeeNum: 17, LName: Doe, FName: Jane, MiddleI: X, ClockStatus: Working, WirelessPhone: (555)555-0100,
     EmailWork: work@example.com}
computers: [{ComputerNum: 1, CompName: FRONTDESK1, LastHeartBeat: 2023-06-28 14:55:25}]
clockevents:
  - {ClockEventNum: 19123, EmployeeNum: 13, TimeEntered1: 2024-01-23 10:55:37, TimeDisplayed1: 2024-01-23 08:00,
     TimeEntered2: 2024-01-23 16:01:16, TimeDisplayed2: 2024-01-23 16:01:16, AdjustAuto: 00:03:13}
securitylogs:
  - {SecurityLogNum: 21855, PermType: PatientCreate, LogDateTime: 2023-07-06 11:48:55, PatNum: 95,
     CompName: WORKSTATION1, LogText: "Created by Example Developer through API. ", LogSource: API}
signalods: [{SignalNum: 71, SigDateTime: 2021-04-15 08:01:46, IType: Security}]
tasklists:
  - {TaskListNum: 14, Descript: Fourteen}
  - {TaskListNum: 102, Descript: Front Desk, ObjectType: Patient, DateTimeEntry: 2021-10-05 10:25:43,
     TaskListStatus: Archived}
tasks:
  - {TaskNum: 64, TaskListNum: 14}
  - {TaskNum: 1408, TaskListNum: 14, KeyNum: 33, Descript: Sample task., ObjectType: Patient, UserNum: 1,
     DateTimeEntry: 2024-12-10 13:08:47, PriorityDefNum: 260, DateTimeOriginal: 2024-12-10 13:08:47,
     SecDateTEdit: 2024-12-10 13:09:02}
tasknotes: [{TaskNoteNum: 563, TaskNum: 64, UserNum: 8, DateTimeNote: 2025-01-15 12:46:34, Note: Sample note.}]
sheetdefs:
  - {SheetDefNum: 1, Description: Excuse Letter, SheetType: PatientLetter}
  - {SheetDefNum: 25, Description: Custom Patient Letter, SheetType: PatientLetter}
sheets:
  - {SheetNum: 24, SheetType: ExamSheet, PatNum: 33, DateTimeSheet: 2021-11-16}
  - {SheetNum: 45, SheetType: PatientLetter, PatNum: 123, DateTimeSheet: 2021-11-16 02:45:38, SheetDefNum: 25,
     Description: Custom Patient Letter, DateTSheetEdited: 2022-01-23 08:33:02}
sheetfields:
  - {SheetFieldNum: 1049, SheetNum: 24, FieldType: InputField, FieldName: prov.nameFormal, FieldValue: Sample Text,
     IsRequired: true}
autonotes: [{AutoNoteNum: 7, AutoNoteName: SOAP, MainText: "BP taken: [Prompt:\\"BP Pulse\\"]\\r\\nNV", Category: 340}]
autonotecontrols:
  - {AutoNoteControlNum: 1, Descript: BP Pulse, ControlType: MultiResponse, ControlLabel: BP Pulse,
     ControlOptions: "A\\r\\nB\\r\\nC"}
quickpastecats:
  - {QuickPasteCatNum: 2, Description: Medical Summary, ItemOrder: 1,
     DefaultForTypes: "ServiceNotes,PatAddressNote,FinancialNotes,AutoNote"}
  - {QuickPasteCatNum: 3, Description: Three}
quickpastenotes:
  - {QuickPasteNoteNum: 25, QuickPasteCatNum: 3, Note: Called to cancel on DATE., Abbreviation: cancel}
"""
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "userods": ("userods", {}),
    "usergroups": ("usergroups", {"Limit": 1}),
    "usergroupattaches": ("usergroupattaches", {"UserNum": 5}),
    "securityperms": ("securityperms", {"Limit": 1}),
    "securitylogs": ("securitylogs", {"PermType": "PatientCreate"}),
    "signalods": ("signalods", {"SigDateTime": "2021-04-15 08:01:45"}),
    "employees": ("employees/17", {}),
    "computers": ("computers", {}),
    "clockevents": ("clockevents/19123", {}),
    "tasks": ("tasks/1408", {}),
    "tasklists": ("tasklists", {"TaskListStatus": "Archived"}),
    "tasknotes": ("tasknotes/563", {}),
    "sheets": ("sheets", {"PatNum": 123}),
    "sheetfields": ("sheetfields", {"SheetNum": 24}),
    "sheetdefs": ("sheetdefs", {"Limit": 1}),
    "autonotes": ("autonotes", {}),
    "autonotecontrols": ("autonotecontrols", {}),
    "quickpastecats": ("quickpastecats/2", {}),
    "quickpastenotes": ("quickpastenotes/25", {}),
}
"""Resource -> the call that answers the row of the page's example, alone."""


@pytest.mark.parametrize("resource", READS)
def test_a_row_like_the_pages_example_is_answered_as_printed(tmp_path, resource):
    practice = tmp_path / "staff.yaml"
    practice.write_text(PRACTICE)
    printed = {f["name"]: f["example"] for f in read_yaml(CONTRACT / f"facts/{resource}.yaml")["object"]}
    office = new_office(str(practice))
    office.set_clock("2021-05-25 08:01:46")
    path, query = READS[resource]
    answer = office.read(path, **query)
    row = answer[0] if isinstance(answer, list) else answer

    assert not isinstance(answer, list) or len(answer) == 1
    assert list(row.items()) == list(printed.items())
    assert {name: type(value) for name, value in row.items()} == {name: type(value) for name, value in printed.items()}
