"""The journal's bounds: whatever is written, the latest is kept, in order, and no more than there is room for."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mockod.simulation.journal import OVERHEAD, Entry, Journals, clip, content
from support.journal_entries import made_of

SMALL = OVERHEAD + len("/patients") + len("[]")
"""Bytes that such an entry is reckoned to take."""


class Writing(RuleBasedStateMachine):
    """Any requests of any offices against a list that is cut by the same words."""

    MOST, MOST_BYTES, MOST_OFFICES = 4, 9 * SMALL, 3

    def __init__(self):
        super().__init__()
        self.journals = Journals(most=self.MOST, most_bytes=self.MOST_BYTES, most_offices=self.MOST_OFFICES)
        self.kept: list[Entry] = []
        self.written = 0

    @rule(office=st.sampled_from("abcde"), body=st.integers(0, 3 * SMALL), answer=st.integers(0, SMALL))
    def write(self, office, body, answer):
        entry = self.journals.add(made_of(office, body=b"x" * body, answer=b"y" * answer))
        self.written += 1
        assert entry.number == self.written
        self.kept.append(entry)
        self.forget_beyond(office)

    @rule(office=st.sampled_from("abcde"))
    def clear_one(self, office):
        gone = [entry for entry in self.kept if entry.office == office]
        assert self.journals.clear(office) == len(gone)
        self.kept = [entry for entry in self.kept if entry.office != office]

    @rule()
    def clear_all(self):
        assert self.journals.clear() == len(self.kept)
        self.kept = []

    def forget_beyond(self, office):
        own = [entry for entry in self.kept if entry.office == office]
        if len(own) > self.MOST:
            self.kept.remove(own[0])
        latest = {entry.office: entry.number for entry in self.kept}
        if len(latest) > self.MOST_OFFICES:
            idle = min(latest, key=latest.__getitem__)
            self.kept = [entry for entry in self.kept if entry.office != idle]
        while sum(entry.size for entry in self.kept) > self.MOST_BYTES:
            del self.kept[0]

    @invariant()
    def all_are_kept_in_order(self):
        assert self.journals.entries() == self.kept

    @invariant()
    def each_offices_are_kept_in_order(self):
        for office in "abcde":
            assert self.journals.entries(office) == [entry for entry in self.kept if entry.office == office]

    @invariant()
    def the_bounds_hold(self):
        assert self.journals.size == sum(entry.size for entry in self.kept) <= self.MOST_BYTES


TestWriting = Writing.TestCase


def numbers(journals, office=None):
    return [entry.number for entry in journals.entries(office)]


def test_an_office_keeps_its_last_thousand():
    journals = Journals()
    for _ in range(1003):
        journals.add(made_of("a"))
    journals.add(made_of("b"))

    assert numbers(journals, "a") == list(range(4, 1004))
    assert numbers(journals, "b") == [1004]


def test_a_busy_office_does_not_push_out_a_quiet_ones():
    journals = Journals(most=2)
    for office in "abbbb":
        journals.add(made_of(office))

    assert numbers(journals) == [1, 4, 5]


def test_beyond_the_bytes_the_oldest_of_all_goes_first():
    journals = Journals(most_bytes=3 * SMALL)
    for office in "abca":
        journals.add(made_of(office))

    assert numbers(journals) == [2, 3, 4]


def test_one_that_is_larger_than_all_the_room_is_not_kept():
    journals = Journals(most_bytes=SMALL)
    journals.add(made_of("a"))
    journals.add(made_of("a", body=b"x"))

    assert numbers(journals) == []
    assert journals.size == 0


def test_beyond_the_offices_the_one_that_asked_longest_ago_goes():
    journals = Journals(most_offices=2)
    for office in "abac":
        journals.add(made_of(office))

    assert numbers(journals) == [1, 3, 4]


def test_names_that_were_ignored_take_room_too():
    assert made_of(ignored=("abc", "de"), number=1).size == SMALL + 5


def test_clearing_one_office_leaves_the_others_and_numbers_go_on():
    journals = Journals()
    for office in "aba":
        journals.add(made_of(office))

    assert journals.clear("a") == 2
    assert journals.clear("a") == 0
    assert numbers(journals) == [2]
    assert journals.add(made_of("a")).number == 4


def test_what_has_been_read_does_not_change_under_the_reader():
    journals = Journals()
    journals.add(made_of("a"))
    read = journals.entries("a")
    journals.add(made_of("a"))
    journals.clear()

    assert [entry.number for entry in read] == [1]


def test_many_writers_and_a_reader_see_numbers_in_order():
    journals = Journals(most=50, most_bytes=120 * SMALL)
    writers = [
        threading.Thread(target=lambda office=office: [journals.add(made_of(office)) for _ in range(300)])
        for office in "abcabc"
    ]
    for writer in writers:
        writer.start()
    seen = [numbers(journals) for _ in range(50)]
    for writer in writers:
        writer.join()

    assert all(one == sorted(set(one)) for one in seen)
    assert numbers(journals)[-1] == 1800
    assert [len(numbers(journals, office)) <= 50 for office in "abc"] == [True] * 3
    assert journals.size == len(numbers(journals)) * SMALL <= 120 * SMALL


@pytest.mark.parametrize(
    ("facts", "clipped"),
    [
        ({}, ()),
        ({"body": b"abc", "body_size": 3, "answer": b"[]", "answer_size": 2}, ()),
        ({"body": b"abc", "body_size": 4}, ("body",)),
        ({"body": b"abc", "body_size": 4, "answer": b"", "answer_size": 1}, ("body", "answer")),
    ],
)
def test_it_tells_what_was_not_kept_whole(facts, clipped):
    assert made_of(**facts, number=1).clipped == clipped


@given(st.binary(max_size=50), st.integers(0, 60))
def test_a_clipped_text_is_its_beginning(text, most):
    assert clip(text, most) == text[:most]


@pytest.mark.parametrize(
    ("kept", "meant"),
    [
        (b"", None),
        (b'{"Op": 1}', {"Op": 1}),
        (b'"Op is required."', "Op is required."),
        (b"null", None),
        (b'{"Op": ', '{"Op": '),
        (b"NaN", "NaN"),
        (b"\xff\xfe", "��"),
        (b"[" * 5000, "[" * 5000),
    ],
)
def test_json_is_told_as_such_and_all_else_as_text(kept, meant):
    assert content(kept) == meant
