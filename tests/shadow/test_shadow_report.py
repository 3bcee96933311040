"""The report: counted, in order, the same as text and as JSON; and its files."""

from __future__ import annotations

import errno
import json

import pytest

from mockod.rest.exchange import Comparison, Difference
from mockod.rest.messages import Basis
from mockod.shadow import report as reports
from mockod.shadow.address import read_address
from mockod.shadow.outputs import TICKS_BETWEEN, Outputs
from mockod.shadow.report import Report
from mockod.store import atomic_file
from mockod.vendors.opendental.practice.columns import tables
from support.shadowing import new_shadow

FORMAT = Difference("format", "Birthdate", "yyyy-MM-dd", "another text", Basis.OBSERVED)
GONE = Difference("missing field", "Note", "a field", "none", Basis.DOCUMENTED)


def filled() -> Report:
    report = Report("https://office.test", "mockod 1.0")
    report.add(Comparison("GET patients", (FORMAT,)), 200)
    report.add(Comparison("GET patients", (FORMAT, GONE)), 200)
    report.add(Comparison("GET appointments/{AptNum}"), 404)
    report.add_refused("a write")
    report.add_unanswered("no answer")
    return report


def test_the_text_is_for_reading():
    assert "\n".join(filled().to_text()) == (
        "mockod shadow of https://office.test, held against mockod 1.0\n"
        "3 requests, 2 differences\n"
        "1 request more: a write\n"
        "1 request more: no answer\n"
        "\n"
        "GET patients\n"
        "  format, Birthdate: expected yyyy-MM-dd (observed), got another text; 2 times\n"
        "  missing field, Note: expected a field (documented), got none\n"
        "\n"
        "Asked:\n"
        "  GET appointments/{AptNum}: 404 (1)\n"
        "  GET patients: 200 (2)"
    )


def test_the_json_has_the_same():
    told = filled().to_json()

    assert [(one["rule"], one["where"], one["times"]) for one in told["differences"]] == [
        ("format", "Birthdate", 2),
        ("missing field", "Note", 1),
    ]
    assert told["endpoints"][1] == {"endpoint": "GET patients", "statuses": {"200": 2}}
    assert json.loads(json.dumps(told)) == told


def test_differences_beyond_a_bound_are_counted(monkeypatch):
    monkeypatch.setattr(reports, "MOST_DIFFERENCES", 1)
    report = filled()

    assert len(report.to_json()["differences"]) == 1
    assert "1 difference more are not told." in "\n".join(report.to_text())


@pytest.mark.parametrize("named", ["shadow.txt", "shadow.json"])
def test_the_files_are_written_when_something_is_new(named, tmp_path):
    report, shadow = Report("https://office.test", "mockod 1.0"), new_shadow()
    shadow._recording.learn(tables()["patient"], [{"PatNum": 7, "LName": "Roe", "FName": "Jane"}])
    outputs = Outputs(report, shadow, tmp_path / named, tmp_path / "office.yaml")

    assert outputs.save() == []
    report.add(Comparison("GET patients", (GONE,)), 200)
    for _ in range(TICKS_BETWEEN):
        outputs.tick()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["office.yaml", "shadow.json", "shadow.txt"]
    assert json.loads((tmp_path / "shadow.json").read_text())["requests"] == 1
    assert "PatNum: 7" in (tmp_path / "office.yaml").read_text()
    assert outputs.save() == []


def test_a_practice_file_is_left_alone_where_no_row_was_seen(tmp_path):
    file = tmp_path / "office.yaml"
    file.write_text("from before")
    report = Report("https://office.test", "mockod 1.0")
    report.add(Comparison("GET patients"), 404)
    Outputs(report, new_shadow(), None, file).save()

    assert file.read_text() == "from before"


def test_a_report_that_cannot_be_written_is_a_line_of_the_log_and_tried_again(tmp_path, monkeypatch, caplog):
    report = Report("https://office.test", "mockod 1.0")
    outputs = Outputs(report, new_shadow(), tmp_path / "shadow.txt", None)
    report.add(Comparison("GET patients", (GONE,)), 200)

    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as broken, caplog.at_level("WARNING", logger="mockod"):
        broken.setattr(atomic_file, "write", full)
        for _ in range(TICKS_BETWEEN):
            outputs.tick()
    (record,) = caplog.records
    assert str(record.msg) == "files not written  why: No space left on device"
    assert record.exc_info is None

    for _ in range(TICKS_BETWEEN):
        outputs.tick()
    assert (tmp_path / "shadow.txt").exists()


def test_a_folder_that_is_missing_is_told_at_once(tmp_path):
    with pytest.raises(NotADirectoryError, match="there is no folder"):
        Outputs(Report("", ""), new_shadow(), tmp_path / "nowhere" / "shadow.txt", None)


# The address


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://api.opendental.com", "https://api.opendental.com/api/v1/patients?Limit=1"),
        ("https://api.opendental.com/api/v1/", "https://api.opendental.com/api/v1/patients?Limit=1"),
        ("http://127.0.0.1:30222", "http://127.0.0.1:30222/api/v1/patients?Limit=1"),
        ("http://[::1]:30222/api/v1", "http://[::1]:30222/api/v1/patients?Limit=1"),
        ("https://gate.test/dental/api/v1", "https://gate.test/dental/api/v1/patients?Limit=1"),
    ],
)
def test_an_address_may_have_the_base_path_or_not(written, url):
    assert read_address(written, "/api/v1").url("/api/v1/patients?Limit=1") == url


NO_ADDRESSES = r"""
    office.test ftp://office.test https:// https://a:b@office.test https://a@office.test https://office.test?key=1
    https://office.test/#a https://office.test:0 https://office.test:70000 https://officé.test
    https://office.test\@other.test
""".split()


@pytest.mark.parametrize("written", ["", "https://office.test/a b", *NO_ADDRESSES])
def test_what_is_no_address_is_refused(written):
    with pytest.raises(ValueError, match="--upstream"):
        read_address(written, "/api/v1")
