"""Laws of the telehealth API: what is sent is answered, an update touches nothing else, words and times come back."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.rest.json_codec import read_json, write_json
from mockod.rest.schema import Leniency
from mockod.vendors.telehealth.access import tokens
from mockod.vendors.telehealth.domain.ids import meeting_id, new_id
from mockod.vendors.telehealth.domain.moments import EARLIEST, LATEST, from_iso, to_iso, to_local, to_ms
from mockod.vendors.telehealth.domain.words import Attendance, GeneratedFrom, Interaction, Profile, Role, Status
from mockod.vendors.telehealth.practice import tables
from mockod.vendors.telehealth.wire.fields import Word
from support.telehealth import DRAFT, HOST, PATIENT, STAFF, START, Telehealth, new_account

MOMENTS = st.integers(EARLIEST, LATEST)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
USERS = st.lists(st.sampled_from([HOST, PATIENT, STAFF]), max_size=4)
ZONES = st.sampled_from(["-08:00", "+00:00", "+05:45", "-03:30", "+14:00"])


@cache
def shared() -> Telehealth:
    return new_account()


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    start, end = sorted(draw(st.lists(MOMENTS, min_size=2, max_size=2, unique=True)))
    internal = draw(st.booleans())
    draft = {
        **DRAFT,
        "name": draw(TEXTS),
        "description": draw(TEXTS),
        "group": draw(st.booleans()),
        "internal": internal,
        "start_time": start,
        "end_time": end,
        "attendees": draw(USERS),
    }
    if draw(st.booleans()):
        draft |= {"generated_from_type": draw(st.sampled_from(GeneratedFrom)).value, "generated_from": "rule_1"}
    if internal:
        del draft["appointment_type"]
        draft["reference_patients"] = draw(USERS)
    return draft


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "description": TEXTS,
        "actual_start_time": MOMENTS.map(lambda ms: min(ms, START)),
        "actual_end_time": MOMENTS.map(lambda ms: max(ms, START)),
        "attendees": USERS,
        "reference_patients": USERS,
    },
)


@given(drafts())
def test_what_is_sent_is_answered_and_kept(draft):
    account = shared()
    made = account.send("POST", "appointments", draft).json
    users = list(dict.fromkeys(draft["attendees"]))
    expected = {**draft, "attendees": users}
    if draft["internal"]:
        expected["reference_patients"] = list(dict.fromkeys(draft["reference_patients"]))
    told = {name: made[name] for name in expected} | {"attendees": [one["id"] for one in made["attendees"]]}
    assert told == expected
    assert account.get(made["id"]) == made


@given(drafts(), st.lists(CHANGES, min_size=1, max_size=3))
def test_an_update_sets_what_is_sent_and_nothing_else(draft, changes):
    account = shared()
    before = account.send("POST", "appointments", draft).json
    for change in changes:
        after = account.update(before["id"], **change).json
        may_differ = {*change, "last_updated_at"}
        if {"actual_start_time", "actual_end_time"} & change.keys():
            may_differ.add("status_history")
            assert after["status_history"][: len(before["status_history"])] == before["status_history"]
        assert {name for name in {**before, **after} if before.get(name) != after.get(name)} <= may_differ
        for name in change.keys() - {"attendees", "reference_patients"}:
            assert after[name] == change[name]
        before = after
    assert account.get(before["id"]) == before


@pytest.mark.parametrize("words", [Status, Attendance, GeneratedFrom, Interaction, Profile, Role])
def test_every_word_of_an_enumeration_comes_back(words):
    for word in words:
        assert Word(words).read(read_json(write_json(word.value)), Leniency()) is word
        with pytest.raises(ValueError, match="is not a valid"):
            Word(words).read(word.value.upper() + "x", Leniency())


@given(MOMENTS, st.booleans())
def test_a_moment_comes_back_from_iso(ms, nested):
    assert from_iso(to_iso(ms, nested=nested)) == ms


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)), ZONES)
def test_a_local_time_comes_back(local, zone):
    whole = local.replace(microsecond=0)
    assert to_local(to_ms(whole, zone), zone) == whole


@given(st.text(max_size=60))
def test_any_other_text_is_no_moment_or_one_with_a_zone(text):
    try:
        ms = from_iso(text)
    except ValueError:
        return
    assert EARLIEST <= ms <= LATEST


def test_no_two_rows_share_an_identifier():
    numbers = range(1, 5000)
    for profile in Profile:
        assert len({new_id("appt", number, profile) for number in numbers}) == len(numbers)
    assert len({meeting_id(number) for number in numbers}) == len(numbers)
    assert {len(meeting_id(number)) for number in numbers} == {11}


@given(st.text(max_size=200), st.sampled_from(["access", "user"]))
def test_any_other_text_is_no_token(text, use):
    assert tokens.read(use, text, datetime(2026, 3, 2)) is None


@given(st.sampled_from(sorted(tables.SPELLED)), st.one_of(st.none(), st.integers(), st.text(max_size=20), st.floats()))
def test_a_column_spells_what_it_can_hold_and_refuses_the_rest(column, stored):
    try:
        told = tables.spell(*column, stored)
    except (TypeError, ValueError):
        return
    write_json(told)
