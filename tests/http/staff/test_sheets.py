"""Sheets, made from their definitions with all their fields."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
sheetdefs:
  - {SheetDefNum: 1, Description: Excuse Letter, SheetType: PatientLetter, Width: 600, IsLandscape: true}
  - {SheetDefNum: 2, Description: Route, SheetType: RoutingSlip}
sheetfielddefs:
  - {SheetDefNum: 1, FieldType: StaticText, FieldValue: To whom it may concern, XPos: 10}
  - {SheetDefNum: 1, FieldType: InputField, FieldName: reason, IsRequired: true, ReportableName: Reason}
  - {SheetDefNum: 2, FieldType: InputField, FieldName: other}
sheets:
  - {SheetNum: 7, SheetType: ExamSheet, PatNum: 1, DateTimeSheet: 2026-01-02 10:00, Description: Exam}
  - {SheetNum: 8, SheetType: ExamSheet, PatNum: 1, DateTimeSheet: 2026-01-02 10:00, IsDeleted: true}
"""
DOWNLOAD = {"SheetNum": 7, "SftpAddress": "sftp.example.com/in", "SftpUsername": "a", "SftpPassword": "not-a-secret"}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def test_a_sheet_is_made_with_the_fields_of_its_definition(office):
    made = office.post("sheets", {"SheetDefNum": 1, "PatNum": 1, "InternalNote": "For school."})

    assert made.status_code == 200
    assert (made.json["SheetType"], made.json["Description"]) == ("PatientLetter", "Excuse Letter")
    assert (made.json["InternalNote"], made.json["DateTimeSheet"]) == ("For school.", "2026-03-02 07:00:00")
    fields = office.read("sheetfields", SheetNum=made.json["SheetNum"])
    assert [(field["FieldType"], field["FieldName"], field["FieldValue"]) for field in fields] == [
        ("StaticText", "", "To whom it may concern"),
        ("InputField", "reason", ""),
    ]
    assert [field["IsRequired"] for field in fields] == ["false", "true"]
    paper = "SELECT Width, IsLandscape FROM sheet WHERE SheetNum = ?"
    assert database(office).rows(paper, (made.json["SheetNum"],)) == [(600, 1)]


def test_deleted_sheets_are_not_listed(office):
    assert [sheet["SheetNum"] for sheet in office.read("sheets", PatNum=1)] == [7]


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        ({"SheetDefNum": 2, "PatNum": 1}, 400, "SheetDefNum is invalid."),
        ({"SheetDefNum": 9, "PatNum": 1}, 404, "SheetDef not found."),
        ({"SheetDefNum": 1, "PatNum": 999}, 404, "Patient not found."),
        ({"SheetDefNum": 1}, 400, "PatNum is required."),
    ],
)
def test_only_forms_for_patients_can_be_made(office, body, status, text):
    before = database(office).contents()

    assert office.refusal("POST", "sheets", body) == (status, text)
    assert database(office).contents() == before


@pytest.mark.parametrize(
    ("address", "location"),
    [
        ("sftp.example.com", "sftp://sftp.example.com/sheet.pdf"),
        ("sftp.example.com/in", "sftp://sftp.example.com/in/sheet.pdf"),
        ("sftp.example.com:2222/in/Exam 1.PDF", "sftp://sftp.example.com:2222/in/Exam%201.PDF"),
    ],
)
def test_a_download_tells_where_the_file_would_be_and_sends_nothing(office, address, location):
    answer = office.post("sheets/DownloadSftp", {**DOWNLOAD, "SftpAddress": address})

    assert (answer.status_code, answer.data, answer.headers["location"]) == (201, b"", location)
    assert "sends nothing" in answer.headers["X-Mockod-Note"]


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"SheetNum": 99}, 404, "Sheet not found."),
        ({"SftpPassword": ""}, 400, "SftpPassword is required."),
        ({"SftpAddress": "sftp.example.com/a.docx"}, 400, "SftpAddress is invalid. The file extension must be .pdf."),
        ({"SftpAddress": "/in"}, 400, "SftpAddress is invalid. It must begin with a host."),
        ({"SftpAddress": "host/a\r\nX-Evil: 1"}, 400, "SftpAddress is invalid. The file extension must be .pdf."),
        ({"SftpAddress": "ho\r\nst/a.pdf"}, 400, "SftpAddress is invalid. It must begin with a host."),
    ],
)
def test_a_download_is_refused_for_what_is_wrong_with_it(office, change, status, text):
    if "X-Evil" in str(change):
        change = {"SftpAddress": "host/a.b\r\nX-Evil: 1"}
    assert office.refusal("POST", "sheets/DownloadSftp", {**DOWNLOAD, **change}) == (status, text)
