"""Answers have a bound, and however long they are they are written in pieces, to the same bytes."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from mockod.rest.json_codec import PIECE, joined, write_json, write_long
from mockod.vendors.opendental.pipeline import dispatch


def fill(office, count: int) -> None:
    for number in range(count):
        assert office.post("commlogs", {"PatNum": 1, "Note": f"{number} {'x' * 1_000}"}).status_code == 201


def test_an_answer_at_the_bound_is_given_and_a_longer_one_refused(office, monkeypatch):
    fill(office, 3)
    size = len(office.get("commlogs").data)

    monkeypatch.setattr(dispatch, "MOST_BYTES", size)
    assert len(office.get("commlogs").json) == 3

    monkeypatch.setattr(dispatch, "MOST_BYTES", size - 1)
    refused = office.get("commlogs")
    assert (refused.status_code, refused.json) == (400, "The answer is too large.")
    assert refused.headers["X-Mockod-Note"].endswith("ask for fewer rows with Limit.")
    assert len(office.get("commlogs?Limit=2").json) == 2


@pytest.mark.parametrize("rows", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 1])
def test_a_list_of_any_length_is_one_json_list_and_counted_in_the_journal(office, rows):
    fill(office, rows)

    answer = office.get("commlogs")

    assert len(answer.json) == rows
    assert answer.data == json.dumps(answer.json, separators=(",", ":")).encode()
    [entry] = office.http.get("/_mockod/requests?method=GET", headers=office.headers).json
    assert entry["rows"] == rows


@pytest.mark.parametrize("length", [0, 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_written_in_pieces_is_what_is_written_at_once(length):
    value = [{"number": number, "text": "ü,]["} for number in range(length)]
    assert write_long(value) == write_json(value)
    assert write_long({"a": value}) == write_json({"a": value})
    assert joined([]) == b"[]"


def test_a_long_list_is_never_there_twice():
    size = 200 * 100_000
    tracemalloc.start()
    try:
        assert len(joined(b'["%b"]' % (b"x" * 100_000) for _ in range(200))) > size
        assert tracemalloc.get_traced_memory()[1] < 1.5 * size
    finally:
        tracemalloc.stop()
