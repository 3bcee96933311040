"""JSON as a person reads it on the command line."""

from __future__ import annotations

import pytest

from mockod.remote import in_lines


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
