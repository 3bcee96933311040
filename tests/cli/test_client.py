"""The command line without a server: JSON as a person reads it, and what is asked how often."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from mockod.cli.client import Answer, Remote, in_lines
from mockod.cli.main import main
from mockod.cli.remote_commands import journal


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
