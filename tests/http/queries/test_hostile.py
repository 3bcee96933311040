"""Queries that would write, wait, or reach for what is no business of theirs: refused, and nothing is changed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from mockod.vendors.opendental.resources.queries import connection
from support.db import database

HOSTILE: dict[int, list[str]] = yaml.safe_load((Path(__file__).parent / "hostile.yaml").read_text())
MOST_SECONDS = 15
"""For the longest of them, on a busy machine."""


EACH = [
    pytest.param(status, text, id=f"{status}-{n}") for status in HOSTILE for n, text in enumerate(HOSTILE[status], 1)
]


@pytest.fixture(autouse=True)
def a_short_time(monkeypatch):
    """What never ends is interrupted sooner than for a user."""
    monkeypatch.setattr(connection, "MOST_SECONDS", 1.0)


@pytest.mark.parametrize(("status", "statement"), EACH)
def test_a_hostile_query_is_refused_and_nothing_is_changed(demo, status, statement):
    before, files = database(demo).contents(), set(Path("/tmp").glob("evil*"))
    began = time.monotonic()

    answered = demo.put("queries/ShortQuery", {"SqlCommand": statement})

    assert (answered.status_code, time.monotonic() - began < MOST_SECONDS) == (status, True), answered.text
    assert isinstance(answered.json, str)
    assert database(demo).contents() == before
    assert set(Path("/tmp").glob("evil*")) == files


def test_there_are_eighty_of_them():
    assert sum(map(len, HOSTILE.values())) >= 80


def test_what_is_not_read_only_is_refused_in_the_pages_words(office):
    refusal = office.refusal("PUT", "queries/ShortQuery", {"SqlCommand": "DELETE FROM patient"})

    assert refusal == (401, "Query is not read-only or is not executing on temporary tables.")


@pytest.mark.parametrize("marks", [5_000, 60_000])
def test_an_expression_that_is_nested_too_deeply_is_refused(office, marks):
    deep = ("(" * (marks // 2) + "1" + ")" * (marks // 2), "-" * marks + "1", "1" + "+1" * (marks // 2))
    for nested in (*deep, "NOT " * (marks // 4) + "1"):
        assert office.put("queries/ShortQuery", {"SqlCommand": f"SELECT {nested}"}).status_code in (200, 400)


def test_a_regular_expression_that_would_try_for_ever_is_answered_at_once(office):
    began = time.monotonic()

    sql = "SELECT REPEAT('a', 5000) REGEXP '^(a+)+$b' AS x, REPEAT('a', 5000) LIKE '%a%a%a%a%a%a%a%a%b' AS y"
    answered = office.put("queries/ShortQuery", {"SqlCommand": sql})

    assert (answered.status_code, answered.json) == (200, [{"x": 0, "y": 0}])
    assert time.monotonic() - began < MOST_SECONDS
