"""Documents made equal to the printed examples of the vendor's page are answered as printed."""

from __future__ import annotations

import pytest

from conftest import new_office
from support.paths import CONTRACT
from support.vendor_facts import read_yaml

PRACTICE = r"""
definitions:
  - {DefNum: 14, Category: ImageCats, ItemName: Lab Cases}
  - {DefNum: 190, Category: ImageCats, ItemName: Patient Pictures}
patients:
  - {PatNum: 15, LName: Doe, FName: Jane, ImageFolder: DoeJane15}
  - {PatNum: 101, LName: Doe, FName: Jane, ImageFolder: DoeJane15}
documents:
  - {DocNum: 7, PatNum: 15, Description: 1-26-2009, DateCreated: 2009-01-26, DocCategory: 190, FileName: DoeJane7.jpg,
     ImgType: Photo, ToothNumbers: "12-15,20,21", DateTStamp: 2010-03-01 12:44:26}
  - {DocNum: 34, PatNum: 101, Description: Scanned image, DateCreated: 2021-04-08 08:12:21, DocCategory: 14,
     FileName: exampleimage.jpg, ToothNumbers: 1-5, DateTStamp: 2021-04-18 11:45:01}
  - {DocNum: 410, PatNum: 101, DateCreated: 2021-04-09, DocCategory: 14, FileName: other.pdf}
sftpfiles: [{SftpAddress: files.example.com/DoeJRadiograph.png, RawBase64: SGVsbG8=}]
"""


@pytest.fixture
def office(tmp_path):
    practice = tmp_path / "documents.yaml"
    practice.write_text(PRACTICE)
    return new_office(str(practice))


def printed(method: str | None = None) -> dict[str, object]:
    """The example of a method's own answer, or of the common one."""
    facts = read_yaml(CONTRACT / "facts/documents.yaml")
    if method is not None:
        [facts] = [one for one in facts["methods"] if f"{one['method']} {one['path']}" == method]
    return {field["name"]: field["example"] for field in facts["object"]}


def test_one_document(office):
    assert list(office.read("documents/7").items()) == list(printed().items())


def test_a_document_in_the_list(office):
    office.set_clock("2021-05-20 13:30:54")

    assert list(office.read("documents", PatNum=101)[0].items()) == list(printed("GET /documents").items())


def test_a_document_from_an_sftp_site(office):
    office.set_clock("2021-05-26 08:16:46")
    body = {
        "PatNum": 101,
        "SftpAddress": "files.example.com/DoeJRadiograph.png",
        "SftpUsername": "someone",
        "SftpPassword": "fake",
        "Description": "DoeJRadiograph.png",
        "ToothNumbers": "1-5,8",
        "DocCategory": 14,
    }

    made = office.post("documents/UploadSftp", body)

    assert list(made.json.items()) == list(printed("POST /documents/UploadSftp").items())
