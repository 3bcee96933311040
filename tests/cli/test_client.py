"""The command line without a server: JSON as a person reads it, and what is asked how often."""

from __future__ import annotations

import doctest
import json

import pytest
from click.testing import CliRunner

from mockod.cli.client import Answer, Remote, in_lines
from mockod.cli.main import main
from mockod.cli.remote_commands import journal
from mockod.client import transport
from mockod.client.client import Client


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ({"mode": "frozen", "now": "2026-03-02 07:00:00"}, ["mode: frozen", "now: 2026-03-02 07:00:00"]),
        ({"office": {"key": "a", "open": True}}, ["office:", "  key: a", "  open: true"]),
        ({"faults": ["slow", "lost"], "seconds": [1, 2.5]}, ["faults: slow, lost", "seconds: 1, 2.5"]),
        ({"rows": [], "more": {}, "name": None}, ["rows: none", "more: none", "name: none"]),
        ([{"a": 1, "b": 2}, {"a": 3}], ["- a: 1", "  b: 2", "- a: 3"]),
        ({"fired": [{"at": "now", "more": {"n": 1}}]}, ["fired:", "  - at: now", "    more:", "      n: 1"]),
        ([[1, 2], [{}]], ["- 1, 2", "- - "]),
        ([], ["none"]),
        ("text", ["text"]),
        (7, ["7"]),
    ],
)
def test_it_is_told_in_lines(data, lines):
    assert in_lines(data) == lines


def test_the_examples_in_docstrings_hold():
    assert doctest.testmod(transport).failed == 0


@pytest.mark.parametrize(
    "words",
    [
        ["clock", "--url", "http://ana:s3c@t@127.0.0.1:1/api/v1"],
        ["clock", "--url", "ana:s3c@t@127.0.0.1:1"],
        ["clock", "--url", "ftp://ana:s3c@t@127.0.0.1:1"],
        ["health", "--url", "http://ana:s3c@t@127.0.0.1:1"],
        ["scenario", "run", "a-day-off", "--base-url", "http://ana:s3c@t@127.0.0.1:1"],
        ["conform", "--key", "any/office", "--base-url", "ftp://ana:s3c@t@127.0.0.1:1"],
        ["conform", "--key", "any/office", "--base-url", "http://ana:s3c@t@127.0.0.1:1"],
        ["shadow", "--upstream", "http://ana:s3c@t@127.0.0.1:1"],
    ],
    ids=" ".join,
)
def test_no_message_tells_the_password_of_an_address(words):
    done = CliRunner().invoke(main, words)

    assert done.exit_code != 0
    assert "s3c" not in done.output


def test_a_client_has_an_address_without_the_password():
    client = Client("http://ana:s3c@t@127.0.0.1:30222/api/v1")

    assert client.url == "http://127.0.0.1:30222/api/v1"
    assert "s3c" not in repr(client)


@pytest.mark.parametrize("value", ["nan", "NaN", "inf", "-1"])
@pytest.mark.parametrize(
    "words",
    [["health", "--wait"], ["conform", "--list", "--pace"], ["fault", "add", "slow", "--seconds"]],
    ids=lambda words: words[0],
)
def test_seconds_are_a_number(words, value):
    done = CliRunner().invoke(main, [*words, value])

    assert done.exit_code == 2
    assert f"Invalid value for '{words[-1]}'" in done.output


@pytest.mark.parametrize(("verified", "code"), [(True, 0), (False, 1)])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_verification_is_asked_for_once(monkeypatch, options, verified, code):
    asked = []

    def ask(remote, method, path, body=None, query=None):
        asked.append((method, path, body))
        if remote.as_json:
            return Answer("application/json", json.dumps({"verified": verified}).encode())
        return Answer("text/plain", b"Verified.\n" if verified else b"Not verified.\n")

    monkeypatch.setattr(Remote, "ask", ask)

    assert CliRunner().invoke(journal, ["verify", "-", *options], input="{}").exit_code == code
    assert asked == [("POST", "verify", b"{}")]
