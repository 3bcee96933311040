"""Whatever a server answers, a run comes to its end with a report."""

from __future__ import annotations

import pytest
import requests
from requests.adapters import BaseAdapter

from mockod.adapters.requests_adapter import MockodAdapter
from mockod.app import create_app
from mockod.config import Config
from mockod.conformance.report import Report
from mockod.conformance.report_formats import FORMATS
from mockod.conformance.runner import CannotStart, Runner, learn_version
from mockod.conformance.session import Session
from mockod.vendors.opendental.conformance.suite import SUITE
from support.any_answers import AnyAnswer

NAMES = ("AptNum", "PatNum", "serverDateTime", "AptDateTime", "DateTimeStart")
"""What most checks begin with."""


def row(value: bytes) -> bytes:
    return b"{%s}" % b", ".join(b'"%s": %s' % (name.encode(), value) for name in NAMES)


ODD = (
    b"",
    b"null",
    b"true",
    b"1e400",
    b'"a text"',
    b"[]",
    b"{}",
    b"[[]]",
    b"[null, 1]",
    b"[{}, {}]",
    b"<html>",
    b"\xff\xfe",
    b"[" * 5000 + b"]" * 5000,
    b"[%s]" % row(b"[1]"),
    b"[%s]" % row(b'{"a": 1}'),
    b"[%s, %s]" % (row(b"1"), row(b'"x"')),
    row(b'"9999-12-31 23:59:59"'),
)


@pytest.fixture(scope="module")
def described():
    return SUITE.describe("26.3")


def session_with(adapter: BaseAdapter, path: str = "") -> Session:
    http = requests.Session()
    http.mount("http://", adapter)
    return Session(f"http://office.test{path}", SUITE.headers("any/office"), http=http)


@pytest.mark.parametrize("status", [200, 201])
@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_a_run_ends_with_a_report(described, content, status):
    session = session_with(AnyAnswer(status, content))
    report = Report(SUITE.title, session.base_url)
    runner = Runner(session, described, report, may_write=True)

    runner.play()
    runner.clean_up()

    assert len(report.outcomes) == len(described.checks)
    assert report.exit_code in (1, 2)
    assert all(form(report) for form in FORMATS.values())


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_a_version_that_is_none_is_told_or_does_without(content):
    session = session_with(AnyAnswer(200, content))

    try:
        told = learn_version(SUITE, session)
    except CannotStart as refused:
        told = str(refused)

    assert isinstance(told, str)


class GoesAway(MockodAdapter):
    """mockod, which after some answers is not there any more."""

    lasts = 30

    def send(self, *args, **options):
        self.lasts -= 1
        if self.lasts < 0:
            raise requests.ConnectionError("gone")
        return super().send(*args, **options)


def test_a_server_that_goes_away_stops_the_run_and_what_was_made_is_told(described):
    report = Report(SUITE.title, "http://office.test/api/v1")
    session = session_with(GoesAway(create_app(Config(practice="demo"))), "/api/v1")
    runner = Runner(session, described, report, may_write=True)

    runner.play(["writes", "statuses"])
    runner.clean_up()

    assert report.stopped == "http://office.test/api/v1 no longer answers"
    assert report.exit_code == 2
    assert report.undone == []
    assert any("could not be taken back" in line for line in report.left)
