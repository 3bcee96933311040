"""Documents: images and other files of patients, kept with the office."""

from __future__ import annotations

import io
import sys
from base64 import b64decode, b64encode

import pytest
from PIL import Image

from support.db import database

OFFICE = """
definitions:
  - {DefNum: 14, Category: ImageCats, ItemName: Lab Cases, ItemOrder: 1}
  - {DefNum: 190, Category: ImageCats, ItemName: Patient Pictures, ItemOrder: 2}
  - {DefNum: 13, Category: ImageCats, ItemName: Gone, ItemOrder: 0, IsHidden: true}
  - {DefNum: 99, Category: BillingTypes, ItemName: Other}
providers:
  - {ProvNum: 2, Abbr: HYG1}
  - {ProvNum: 3, Abbr: GONE, IsHidden: true}
patients:
  - {PatNum: 15, LName: Doe, FName: Jane, PriProv: 2}
  - {PatNum: 16, LName: Other, FName: Olaf}
documents:
  - {DocNum: 7, Description: 1-26-2009, DateCreated: 2009-01-26, DocCategory: 190, PatNum: 15, FileName: DoeJane7.jpg,
     ImgType: Photo, ToothNumbers: "12-15,20,21", DateTStamp: 2010-03-01 12:44:26}
  - {DocNum: 8, DateCreated: 2026-02-03 10:00, DocCategory: 14, PatNum: 15, FileName: left.png, MountItemNum: 1}
mounts:
  - {MountNum: 5, PatNum: 15, DocCategory: 14, DateCreated: 2026-02-03 10:00, Description: Bitewings, Width: 40,
     Height: 20, Note: "Two\\nimages"}
  - {MountNum: 6, PatNum: 16, Description: Empty}
mountitems:
  - {MountItemNum: 1, MountNum: 5, Width: 20, Height: 20}
"""
SITE = {"SftpUsername": "someone", "SftpPassword": "fake"}
HELLO = b64encode(b"Hello").decode()


def picture(size=(60, 30), kind="PNG", color=(255, 0, 0)):
    into = io.BytesIO()
    Image.new("RGB", size, color).save(into, kind)
    return b64encode(into.getvalue()).decode()


@pytest.fixture
def office(practice_office):
    return practice_office(f"{OFFICE}documentfiles:\n  - {{DocNum: 8, RawBase64: {picture((20, 10))}}}\n")


def upload(office, raw=HELLO, extension=".txt", **more):
    made = office.post("documents/Upload", {"PatNum": 15, "rawBase64": raw, "extension": extension, **more})
    assert made.status_code == 201, made.data
    return made


def on_site(office, address):
    """The bytes of a file on a site of the office: none where there is no such file."""
    rows = database(office).rows("SELECT RawBase64 FROM mockod_sftpfile WHERE SftpAddress = ?", (address,))
    return b64decode(rows[0][0]) if rows else None


def unchanged(office, *call, **query):
    """Status and text of a call that leaves the database as it was."""
    before = database(office).contents()
    answer = office.call(*call, **query)
    assert database(office).contents() == before
    return answer.status_code, answer.json


# Reading


def test_one_document_is_answered_as_on_the_page(office):
    assert list(office.read("documents/7").items()) == [
        ("DocNum", 7),
        ("Description", "1-26-2009"),
        ("DateCreated", "2009-01-26 00:00:00"),
        ("DocCategory", 190),
        ("docCategory", "Patient Pictures"),
        ("PatNum", 15),
        ("FileName", "DoeJane7.jpg"),
        ("ImgType", "Photo"),
        ("ToothNumbers", "12,13,14,15,20,21"),
        ("DateTStamp", "2010-03-01 12:44:26"),
        ("ProvNum", 0),
        ("PrintHeading", "false"),
    ]
    assert office.refusal("GET", "documents/99") == (404, "Document not found.")


def test_a_patients_documents_and_mounts_come_together_by_the_time_of_their_making(office):
    document, mount = office.read("documents", PatNum=15)

    assert list(document.items()) == [
        ("DocNum", 7),
        ("MountNum", 0),
        ("filePath", r"\\server\OpenDentImages\D\DoeJane15\DoeJane7.jpg"),
        ("Description", "1-26-2009"),
        ("PatNum", "15"),
        ("Note", ""),
        ("DateCreated", "2009-01-26 00:00:00"),
        ("docCategory", "Patient Pictures"),
        ("DocCategory", 190),
        ("ToothNumbers", "12,13,14,15,20,21"),
        ("ProvNum", "0"),
        ("PrintHeading", "false"),
        ("DateTStamp", "2010-03-01 12:44:26"),
        ("serverDateTime", "2026-03-02 07:00:00"),
    ]
    assert (mount["DocNum"], mount["MountNum"], mount["filePath"], mount["Description"]) == (0, 5, "", "Bitewings")
    assert (mount["PrintHeading"], mount["DateTStamp"], mount["ToothNumbers"]) == ("", "", "")
    assert (mount["Note"], mount["docCategory"]) == ("Two images", "Lab Cases")


def test_the_list_comes_in_pages_and_in_the_dates_that_a_client_wants(office):
    assert [row["MountNum"] for row in office.read("documents", PatNum=15, Offset=1, Limit=5)] == [5]
    rows = office.read("documents", PatNum=15, DateTimeFormatString="yyyy/MM/dd")
    assert [(row["DateCreated"], row["DateTStamp"]) for row in rows] == [
        ("2009/01/26", "2010/03/01"),
        ("2026/02/03", ""),
    ]


@pytest.mark.parametrize(
    ("query", "refusal"),
    [({}, (400, "PatNum is required.")), ({"PatNum": 99}, (404, "Patient not found.")),
     ({"PatNum": 0}, (404, "Patient not found."))],
)  # fmt: skip
def test_the_list_wants_a_patient(office, query, refusal):
    assert office.refusal("GET", "documents", **query) == refusal


# Uploading


def test_an_uploaded_file_is_a_document_of_today_in_the_first_category(office):
    made = upload(office, extension=".pdf", ToothNumbers="1-5,8")

    assert made.headers["Location"].endswith("/api/v1/documents/9")
    assert list(made.json.items()) == [
        ("DocNum", 9),
        ("Description", ""),
        ("DateCreated", "2026-03-02 07:00:00"),
        ("DocCategory", 14),
        ("docCategory", "Lab Cases"),
        ("PatNum", 15),
        ("FileName", "DoeJane9.pdf"),
        ("ImgType", "Document"),
        ("ToothNumbers", "1,2,3,4,5,8"),
        ("DateTStamp", "2026-03-02 07:00:00"),
        ("ProvNum", 0),
        ("PrintHeading", "false"),
    ]


def test_everything_that_a_client_says_of_a_file_is_kept(office):
    said = {
        "Description": "Left",
        "DateCreated": "2026-01-02 03:04:05",
        "DocCategory": 190,
        "ImgType": "Radiograph",
        "ToothNumbers": "A-C",
        "ProvNum": 2,
        "PrintHeading": "true",
    }

    made = upload(office, **said).json

    assert {name: made[name] for name in said} == said | {"ToothNumbers": "A,B,C"}


def test_no_answer_holds_the_file(office):
    made = upload(office)

    assert HELLO not in made.text
    assert HELLO not in str(office.read("documents", PatNum=15))


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"rawBase64": ""}, (400, "rawBase64 is required.")),
        ({"rawBase64": "no base64!"}, (400, "rawBase64 is invalid.")),
        ({"rawBase64": 5}, (400, "rawBase64 is invalid.")),
        ({"extension": ""}, (400, "extension is required.")),
        ({"extension": "pdf"}, (400, "extension is invalid.")),
        ({"extension": ".exe"}, (400, "extension is invalid.")),
        ({"PatNum": 99}, (404, "Patient not found.")),
        ({"DocCategory": 99}, (400, "DocCategory is invalid.")),
        ({"ImgType": "Picture"}, (400, "ImgType is invalid.")),
        ({"ToothNumbers": "33"}, (400, "ToothNumbers is invalid.")),
        ({"ProvNum": 3}, (400, "ProvNum is invalid.")),
        ({"ProvNum": 99}, (404, "Provider not found.")),
        ({"DateCreated": "2026-01-02"}, (400, "DateCreated format must be yyyy-MM-dd HH:mm:ss.")),
        ({"Description": "x" * 256}, (400, "Description is invalid.")),
    ],
)
def test_an_upload_that_cannot_be_kept_is_refused_and_leaves_nothing(office, body, refusal):
    whole = {"PatNum": 15, "rawBase64": HELLO, "extension": ".txt", **body}

    assert unchanged(office, "POST", "documents/Upload", whole) == refusal


def test_a_file_of_ten_megabytes_goes_in_and_comes_back_and_one_byte_more_does_not(office):
    whole = bytes(10_000_000)
    number = upload(office, b64encode(whole).decode(), ".dcm").json["DocNum"]
    too_big = {"PatNum": 15, "rawBase64": b64encode(whole + b"1").decode(), "extension": ".dcm"}

    office.post("documents/DownloadSftp", {"DocNum": number, "SftpAddress": "files.example.com/a.dcm", **SITE})

    assert on_site(office, "files.example.com/a.dcm") == whole
    assert unchanged(office, "POST", "documents/Upload", too_big) == (400, "rawBase64 is invalid.")


def test_a_document_by_url_keeps_the_url_in_its_note_and_nothing_is_fetched(office):
    url = "http://127.0.0.1:9/secret.pdf"

    made = office.post("documents/SetByUrl", {"PatNum": 15, "url": url})

    assert (made.status_code, made.json["FileName"]) == (201, "xx")
    assert office.read("documents", PatNum=15)[-1]["Note"] == f"_download_:{url}"
    asked = {"DocNum": made.json["DocNum"], "SftpAddress": "files.example.com/a/", **SITE}
    refused = office.post("documents/DownloadSftp", asked)
    assert (refused.status_code, refused.json) == (400, "File not found.")
    assert "downloads nothing from a URL" in refused.headers["X-Mockod-Note"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "nonsense", "http://", "gopher://a/b"])
def test_what_is_no_url_of_a_file_is_refused(office, url):
    assert unchanged(office, "POST", "documents/SetByUrl", {"PatNum": 15, "url": url}) == (400, "url is invalid.")


# Changing and deleting


def test_what_is_said_of_a_document_can_be_changed_and_its_stamp_moves(office):
    changed = office.put("documents/7", {"Description": "New", "ToothNumbers": "", "ImgType": "File", "ProvNum": 2})

    assert changed.status_code == 200
    assert {name: changed.json[name] for name in ("Description", "ToothNumbers", "ImgType", "ProvNum", "FileName")} == {
        "Description": "New",
        "ToothNumbers": "",
        "ImgType": "File",
        "ProvNum": 2,
        "FileName": "DoeJane7.jpg",
    }
    assert changed.json["DateTStamp"] == "2026-03-02 07:00:00"


def test_a_change_to_what_is_there_already_moves_no_stamp(office):
    same = office.put("documents/7", {"Description": "1-26-2009", "ToothNumbers": "12-15,20,21"})

    assert same.json["DateTStamp"] == "2010-03-01 12:44:26"


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"ProvNum": 3}, (400, "ProvNum is invalid.")),
        ({"DocCategory": 0}, (400, "DocCategory is invalid.")),
        ({"DocCategory": 99}, (400, "DocCategory is invalid.")),
        ({"ToothNumbers": "5-1"}, (400, "ToothNumbers is invalid.")),
        ({"PrintHeading": "yes"}, (400, "PrintHeading is invalid.")),
    ],
)
def test_a_change_that_does_not_fit_is_refused(office, body, refusal):
    assert unchanged(office, "PUT", "documents/7", body) == refusal


def test_a_deleted_document_takes_its_file_along(office):
    number = upload(office).json["DocNum"]

    assert office.call("DELETE", f"documents/{number}").status_code == 200
    assert office.refusal("GET", f"documents/{number}") == (404, "Document not found.")
    assert database(office).rows("SELECT 1 FROM mockod_documentfile WHERE DocNum = ?", (number,)) == []
    again = upload(office, b64encode(b"Another").decode()).json["DocNum"]
    office.post("documents/DownloadSftp", {"DocNum": again, "SftpAddress": "files.example.com/b.txt", **SITE})
    assert on_site(office, "files.example.com/b.txt") == b"Another"


@pytest.mark.parametrize(
    "original",
    [
        "treatplans:\n  - {TreatPlanNum: 1, PatNum: 15, DocNum: 7, TPStatus: Saved}\n",
        "statements:\n  - {StatementNum: 1, PatNum: 15, DocNum: 7}\n",
    ],
    ids=["treatment plan", "statement"],
)
def test_the_copy_of_a_signed_treatment_plan_or_of_a_statement_stays(practice_office, original):
    office = practice_office(OFFICE + original)

    refusal = unchanged(office, "DELETE", "documents/7")

    assert refusal == (400, "Document is in use and cannot be deleted.")


# SFTP


def test_a_document_goes_to_a_site_and_can_be_fetched_from_there(office):
    number = upload(office).json["DocNum"]

    sent = office.post(
        "documents/DownloadSftp", {"DocNum": number, "SftpAddress": "sftp://Files.Example.com/in/", **SITE}
    )

    assert (sent.status_code, sent.data) == (201, b"")
    assert sent.headers["Location"] == f"files.example.com/in/DoeJane{number}.txt"
    assert "mockod reaches no SFTP server" in sent.headers["X-Mockod-Note"]
    got = office.post("documents/UploadSftp", {"PatNum": 16, "SftpAddress": sent.headers["Location"], **SITE})
    assert got.status_code == 201
    assert list(got.json.items()) == [
        ("DocNum", number + 1),
        ("filePath", rf"\\server\OpenDentImages\O\OtherOlaf16\DoeJane{number}.txt"),
        ("Description", ""),
        ("ToothNumbers", ""),
        ("Note", ""),
        ("DateCreated", "2026-03-02 07:00:00"),
        ("DateTStamp", "2026-03-02 07:00:00"),
        ("DocCategory", 14),
        ("docCategory", "Lab Cases"),
        ("serverDateTime", "2026-03-02 07:00:00"),
    ]


def test_the_path_of_a_saved_file_is_told_as_far_as_a_header_can_hold_it(office):
    for folder, told in (("a_b/50%/", "a_b/50%/"), ("Zähne 1/", "Z%C3%A4hne%201/")):
        sent = office.post("documents/DownloadSftp", {"DocNum": 8, "SftpAddress": f"a.example.com/{folder}", **SITE})

        assert (sent.status_code, sent.headers["Location"]) == (201, f"a.example.com/{told}left.png")
        assert on_site(office, f"a.example.com/{folder}left.png")


def test_a_file_of_the_same_name_on_a_site_is_written_over(office):
    for content in (b"One", b"Two"):
        number = upload(office, b64encode(content).decode()).json["DocNum"]
        office.post("documents/DownloadSftp", {"DocNum": number, "SftpAddress": "files.example.com/a.txt", **SITE})

    assert on_site(office, "files.example.com/a.txt") == b"Two"


@pytest.mark.parametrize(
    ("method", "body", "refusal"),
    [
        ("DownloadSftp", {}, (400, "DocNum or MountNum is required.")),
        ("DownloadSftp", {"DocNum": 7, "MountNum": 5}, (400, "Only one field is allowed, DocNum or MountNum.")),
        ("DownloadSftp", {"DocNum": 99}, (404, "Document not found.")),
        ("DownloadSftp", {"MountNum": 99}, (404, "Mount not found.")),
        ("DownloadSftp", {"DocNum": 7}, (400, "File not found.")),
        (
            "DownloadSftp",
            {"DocNum": 8, "SftpAddress": "files.example.com/a.jpg"},
            (400, "SftpAddress is invalid. Invalid file extension."),
        ),
        ("DownloadSftp", {"DocNum": 8, "SftpAddress": "files.example.com"}, (400, "SftpAddress is invalid.")),
        ("DownloadSftp", {"DocNum": 8, "SftpAddress": "a.com/\r\nX: y/"}, (400, "SftpAddress is invalid.")),
        ("DownloadSftp", {"DocNum": 8, "SftpPassword": ""}, (400, "SftpPassword is required.")),
        (
            "UploadSftp",
            {"PatNum": 15, "SftpAddress": "files.example.com/none.txt"},
            (400, "SFTP connection error. The file could not be found."),
        ),
        ("UploadSftp", {"PatNum": 15}, (400, "SftpAddress is invalid. Invalid file extension.")),
        ("UploadSftp", {"PatNum": 99}, (404, "Patient not found.")),
        ("Thumbnails", {"PatNum": 16}, (404, "No documents exist for this patient.")),
        ("Thumbnails", {"PatNum": 99}, (404, "Patient not found.")),
        ("DownloadMount", {"MountNum": 99}, (404, "Mount not found.")),
        ("DownloadMount", {"MountNum": 6}, (200, "No mount images could be downloaded.")),
    ],
)
def test_what_cannot_be_done_with_a_site_is_refused_in_words(office, method, body, refusal):
    whole = {"SftpAddress": "files.example.com/in/", **SITE, **body}

    assert unchanged(office, "POST", f"documents/{method}", whole) == refusal


def test_the_images_of_a_mount_come_one_by_one_or_as_one(office):
    one_by_one = office.post("documents/DownloadMount", {"MountNum": 5, "SftpAddress": "a.example.com/m/", **SITE})
    as_one = office.post("documents/DownloadSftp", {"MountNum": 5, "SftpAddress": "a.example.com/m.jpg", **SITE})

    assert (one_by_one.status_code, one_by_one.json) == (201, [{"DocNum": 8, "FileName": "left.png"}])
    assert Image.open(io.BytesIO(on_site(office, "a.example.com/m/left.png"))).size == (20, 10)
    assert (as_one.status_code, as_one.headers["Location"]) == (201, "a.example.com/m.jpg")
    mount = Image.open(io.BytesIO(on_site(office, "a.example.com/m.jpg")))
    assert (mount.size, mount.format) == ((40, 20), "JPEG")
    assert mount.getpixel((10, 10))[0] > 200 > 50 > mount.getpixel((30, 10))[0]


# Thumbnails


@pytest.mark.parametrize(("kind", "extension"), [("PNG", ".png"), ("JPEG", ".jpg"), ("GIF", ".gif")])
def test_a_thumbnail_is_an_image_of_a_hundred_pixels_in_the_same_format(office, kind, extension):
    number = upload(office, picture(kind=kind), extension).json["DocNum"]
    upload(office, extension=".pdf")

    made = office.post("documents/Thumbnails", {"PatNum": 15, "SftpAddress": "a.example.com/t/", **SITE})

    name = f"DoeJane{number}{extension}"
    assert (made.status_code, made.json) == (201, [{"DocNum": number, "FileName": name}])
    small = Image.open(io.BytesIO(on_site(office, f"a.example.com/t/{name}")))
    assert (small.size, small.format) == ((100, 100), kind)
    red, green, _ = small.convert("RGB").getpixel((50, 50))
    assert red > 200 > 50 > green


@pytest.mark.parametrize("size", [(5000, 1), (1, 5000), (1, 1), (100, 100)])
def test_an_image_of_any_shape_has_a_thumbnail_of_the_same_size(office, size):
    number = upload(office, picture(size), ".png").json["DocNum"]

    made = office.post("documents/Thumbnails", {"PatNum": 15, "SftpAddress": "a.example.com/t/", **SITE})

    assert made.status_code == 201
    small = Image.open(io.BytesIO(on_site(office, f"a.example.com/t/DoeJane{number}.png")))
    assert small.size == (100, 100)
    assert (255, 0, 0) in {color for _, color in small.convert("RGB").getcolors()}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_an_image_of_any_colours_has_a_thumbnail(office, mode):
    into = io.BytesIO()
    Image.new(mode, (8, 8)).save(into, "PNG")
    upload(office, b64encode(into.getvalue()).decode(), ".png")

    made = office.post("documents/Thumbnails", {"PatNum": 15, "SftpAddress": "a.example.com/t/", **SITE})

    assert made.status_code == 201


def test_an_image_that_lies_beside_its_mount_is_left_out(practice_office):
    office = practice_office(
        OFFICE.replace("MountItemNum: 1, MountNum: 5,", "MountItemNum: 1, MountNum: 5, Xpos: 99999999999, Ypos: -1,")
        + f"documentfiles: [{{DocNum: 8, RawBase64: {picture()}}}]\n"
    )

    made = office.post("documents/DownloadSftp", {"MountNum": 5, "SftpAddress": "a.example.com/", **SITE})

    assert made.headers["Location"] == "a.example.com/Mount5.jpg"
    assert max(Image.open(io.BytesIO(on_site(office, "a.example.com/Mount5.jpg"))).getextrema()) == (0, 0)


@pytest.mark.parametrize(
    "content",
    [b"no image", b"", b64decode(picture())[:40], b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0" + bytes(50)],
)
def test_a_file_that_is_no_image_whatever_its_name_has_no_thumbnail(office, content):
    upload(office, b64encode(content or b"?").decode(), ".png")
    asked = {"PatNum": 15, "SftpAddress": "a.example.com/t/", **SITE}

    assert unchanged(office, "POST", "documents/Thumbnails", asked) == (
        200,
        "No documents could be made into thumbnails.",
    )


def test_an_image_of_more_pixels_than_a_machine_can_bear_has_no_thumbnail(office):
    upload(office, picture((5000, 5001)), ".png")
    number = upload(office, picture((5000, 5000)), ".png").json["DocNum"]

    made = office.post("documents/Thumbnails", {"PatNum": 15, "SftpAddress": "a.example.com/t/", **SITE})

    assert [row["DocNum"] for row in made.json] == [number]


def test_thumbnails_of_many_large_images_take_several_calls(office):
    large = picture((5000, 5000))
    numbers = [upload(office, large, ".png").json["DocNum"] for _ in range(5)]
    asked = {"PatNum": 15, "SftpAddress": "a.example.com/t/", **SITE}

    first, second = (office.post("documents/Thumbnails", asked).json for _ in range(2))

    assert [row["DocNum"] for row in first] == numbers[:4]
    assert [row["DocNum"] for row in second] == numbers


def test_without_pillow_a_note_says_what_makes_thumbnails(office, monkeypatch):
    upload(office, picture(), ".png")
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.setitem(sys.modules, "PIL.Image", None)

    asked = {"PatNum": 15, "SftpAddress": "a.example.com/t/", **SITE}
    made = office.post("documents/Thumbnails", asked)
    mount = office.post("documents/DownloadSftp", {"MountNum": 5, "SftpAddress": "a.example.com/m.jpg", **SITE})

    assert (made.status_code, made.json) == (200, "No documents could be made into thumbnails.")
    assert (mount.status_code, mount.json) == (400, "The mount could not be made into an image.")
    for answer in (made, mount):
        assert "mockod[images]" in answer.headers["X-Mockod-Note"]


# With the office


def test_files_come_back_with_a_snapshot(office):
    def snapshot(path, name):
        answer = office.http.post(f"/_mockod/snapshots{path}?office={office.customer}", json={"name": name})
        assert answer.status_code in (200, 201), answer.text

    snapshot("", "before")
    number = upload(office).json["DocNum"]
    snapshot("", "after")
    snapshot("/restore", "before")
    assert office.refusal("GET", f"documents/{number}") == (404, "Document not found.")

    snapshot("/restore", "after")

    office.post("documents/DownloadSftp", {"DocNum": number, "SftpAddress": "files.example.com/a.txt", **SITE})
    assert on_site(office, "files.example.com/a.txt") == b"Hello"
