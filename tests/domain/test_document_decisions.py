"""Files of patients: teeth, names, sizes and addresses."""

from __future__ import annotations

from base64 import b64encode

import pytest

from mockod.vendors.opendental.domain import documents


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("3", "3"), ("1-5,8", "1,2,3,4,5,8"), (" 1 - 3 , 3", "1,2,3"), ("a-c,32", "A,B,C,32"), ("", ""), ("  ", "")],
)
def test_ranges_of_teeth_are_written_out(sent, kept):
    assert documents.tooth_numbers(sent) == kept


@pytest.mark.parametrize("sent", ["0", "33", "5-1", "1-A", "1-", "-3", "1,,2", "U", "1-2-3", "one", "1;2", "٣"])
def test_what_is_no_tooth_is_refused(sent):
    with pytest.raises(ValueError, match="neither a tooth"):
        documents.tooth_numbers(sent)


@pytest.mark.parametrize("size", [1, documents.MOST_FILE_BYTES])
def test_a_file_has_so_many_bytes(size):
    assert len(documents.file_of(b64encode(bytes(size)).decode())) == size


@pytest.mark.parametrize("size", [0, documents.MOST_FILE_BYTES + 1])
def test_a_file_has_no_more_and_not_none(size):
    with pytest.raises(ValueError, match="a file has 1 to"):
        documents.file_of(b64encode(bytes(size)).decode())


def test_base64_may_have_line_breaks():
    assert documents.file_of("SGVs\r\nbG8=\n") == b"Hello"


@pytest.mark.parametrize("text", ["SGVsbG8", "S!", "data:text/plain;base64,SGVsbG8=", "=", "ÄÖÜß", "SGVsbG8_"])
def test_what_is_no_base64_is_refused(text):
    with pytest.raises(ValueError, match="no base64"):
        documents.file_of(text)


@pytest.mark.parametrize(
    "text", ["pdf", ".", "..pdf", ".p/df", ".p df", ".exe", ".EXE", ".a" * 6, ".abcdefghijk", ".ä"]
)
def test_an_extension_is_a_dot_with_letters_and_never_a_programs(text):
    with pytest.raises(ValueError, match="no extension"):
        documents.file_extension(text)


def test_an_extension_has_ten_letters_at_most():
    assert documents.file_extension(".abcdefghij") == ".abcdefghij"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "host",
        "/path",
        "sftp:///path",
        "host/a/../b",
        "host/\r\nX: y",
        "host/a\\b",
        "ftp://host/a",
        "host/a?b",
        "ho st/a",
    ],
)
def test_an_sftp_address_names_a_site_and_a_path(text):
    with pytest.raises(ValueError, match="neither a site"):
        documents.sftp_address(text)


def test_a_file_keeps_its_type_on_a_site():
    with pytest.raises(ValueError, match=r"is no \.png"):
        documents.address_of_file("host/in/a.png", "a.jpg")
    assert documents.address_of_file("host/in/B.JPG", "a.jpg") == "host/in/B.JPG"


@pytest.mark.parametrize(
    "text", ["", "file:///etc/passwd", "/a.pdf", "http://", "https://a b/c", "http://a/\n", "http://a:x/", "http://[a/"]
)
def test_a_url_is_one_from_which_a_file_could_be_downloaded(text):
    with pytest.raises(ValueError, match="no URL"):
        documents.web_address(text)


def test_no_name_of_a_patient_leads_out_of_the_folder():
    assert documents.new_file_name("../..", "\\x/y", 7, ".jpg") == "xy7.jpg"
    assert documents.folder_name("", "../../Doe", "Jane", 15) == "DoeJane15"
