"""The rules by themselves: words, lengths of time, zones, patches, filters and periods."""

from __future__ import annotations

import copy
import doctest
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.superoffice.domain import time_zones
from mockod.vendors.superoffice.domain.durations import LONGEST, read_duration, show_duration
from mockod.vendors.superoffice.domain.filters import read_filter
from mockod.vendors.superoffice.domain.patches import FailedTest, apply_operations, merge, same
from mockod.vendors.superoffice.domain.periods import PERIODS, span
from mockod.vendors.superoffice.domain.time_zones import ZONES, ZoneView, read_zone
from mockod.vendors.superoffice.domain.words import WEEKDAYS
from mockod.vendors.superoffice.resources.appointments.restrictions import UNARY
from support.paths import PACKAGE
from support.superoffice import ENUMERATIONS

UTC_ZONE = ZONES[0]
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(1975, 1, 1), datetime(2037, 1, 1)).map(lambda one: one.replace(microsecond=0))
NEW_YORK_CHANGES = (datetime(2026, 3, 8, 7), datetime(2026, 11, 1, 6))
"""When New York's clocks change in 2026, in UTC."""
around_changes = st.sampled_from(NEW_YORK_CHANGES).flatmap(
    lambda change: st.integers(-7200, 7200).map(lambda seconds: change + timedelta(seconds=seconds))
)


@pytest.mark.parametrize(
    "module",
    [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in sorted((PACKAGE / "vendors" / "superoffice").rglob("*.py"))
        if ">>>" in path.read_text(encoding="utf-8")
    ],
)
def test_what_docstrings_show_is_so(module: str):
    result = doctest.testmod(import_module(module))
    assert (result.failed, result.attempted > 0) == (0, True)


@pytest.mark.parametrize("words", ENUMERATIONS, ids=lambda words: words.name)
def test_a_word_its_number_and_any_letter_case_mean_the_same(words):
    for word, number in words.numbers.items():
        assert words.word(number) == word
        assert {words.read(sent) for sent in (word, word.upper(), f" {word.lower()} ", number)} == {number}
    for nonsense in ("Nonsense", "", 99, -1, True, None, 1.0, [1]):
        with pytest.raises(ValueError, match=words.name):
            words.read(nonsense)


@given(st.integers(0, 127))
def test_a_mask_comes_back_from_its_words(number):
    assert WEEKDAYS.read(WEEKDAYS.words(number)) == WEEKDAYS.read(number) == number


@given(st.integers(0, LONGEST))
def test_a_length_of_time_comes_back_in_both_spellings(seconds):
    assert read_duration(show_duration(seconds)) == seconds
    assert read_duration(f"PT{seconds // 60}M{seconds % 60}S") == seconds
    assert read_duration(f"P{seconds // 86400}DT{seconds % 86400}S") == seconds


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "15", "25:00:00", "00:60:00", "1:2:3:4", "voluptatum", "-00:15:00", "400.00:00:00"]
)
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(ValueError, match=r"length of time|longer"):
        read_duration(text)


# ----- zones -----


@given(zones, around_changes | moments)
def test_an_instant_with_its_offset_is_that_instant_in_every_zone(shown, instant):
    view = ZoneView(UTC_ZONE, shown, with_offset=True)
    told = view.show(instant)
    assert datetime.fromisoformat(told).astimezone(UTC).replace(tzinfo=None) == instant
    for other in ZONES:
        assert ZoneView(UTC_ZONE, other).read(told) == instant


@given(zones, zones, around_changes | moments)
def test_a_time_without_an_offset_is_the_zones_own(base, shown, instant):
    """As the standard library has it; the hour that a clock shows twice is its first."""
    view = ZoneView(base, shown)
    wall = instant.replace(tzinfo=UTC).astimezone(ZoneInfo(shown.iana)).replace(tzinfo=None, fold=0)
    expected = wall.replace(tzinfo=ZoneInfo(shown.iana)).astimezone(ZoneInfo(base.iana)).replace(tzinfo=None)
    assert view.read(wall.isoformat()) == expected
    assert view.to_base(wall) == expected


@given(zones, around_changes | moments)
def test_what_is_shown_is_read_again_where_no_clock_shows_it_twice(shown, instant):
    view = ZoneView(UTC_ZONE, shown)
    told = view.show(instant)
    first, second = (datetime.fromisoformat(told).replace(tzinfo=shown.info, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        assert view.read(told) == instant


def test_summer_and_winter_differ_and_ends_of_the_calendar_do_not_move():
    new_york = ZoneView(UTC_ZONE, read_zone("US-NY"), with_offset=True)
    assert new_york.show(datetime(2026, 1, 5, 14)) == "2026-01-05T09:00:00-05:00"
    assert new_york.show(datetime(2026, 7, 6, 13)) == "2026-07-06T09:00:00-04:00"
    assert ZoneView(UTC_ZONE, read_zone("BD"), with_offset=True).show(datetime(2026, 1, 5, 14)).endswith("+06:00")
    for end in (time_zones.LEAST, time_zones.GREATEST):
        for zone in ZONES:
            plain = ZoneView(UTC_ZONE, zone)
            assert plain.read(plain.show(end)) == end


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "2026-13-01", "2026-02-30T09:00", "2026-05-04T25:00", "2026-05-04T09:00+25:00", "04.05.2026"],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        ZoneView(UTC_ZONE, UTC_ZONE).read(text)


# ----- patches -----

scalars = st.none() | st.booleans() | st.integers(-5, 5) | st.text("ab", max_size=3)
names = st.sampled_from(["Title", "Links", "Custom", "Number"])
documents = st.fixed_dictionaries(
    {
        "Title": scalars,
        "Number": scalars,
        "Links": st.lists(st.dictionaries(st.sampled_from(["Id", "Name"]), scalars, max_size=2), max_size=3),
        "Custom": st.dictionaries(st.sampled_from(["x", "y"]), scalars, max_size=2),
    }
)


@given(documents, names, scalars, st.sampled_from(["add", "replace"]))
def test_an_operation_touches_nothing_but_what_it_names(document, name, value, word):
    before = copy.deepcopy(document)
    after = apply_operations(document, [{"op": word, "path": f"/{name.lower()}", "value": value}])
    assert document == before
    assert after == {**before, name: value}


@given(documents, documents)
def test_replacing_every_property_makes_the_other_document(document, other):
    operations = [{"op": "replace", "path": name, "value": value} for name, value in other.items()]
    tests = [{"op": "test", "path": name, "value": value} for name, value in other.items()]
    assert apply_operations(document, [*operations, *tests]) == other
    assert merge(document, {name: value for name, value in other.items() if name != "Custom"}) == {
        **other,
        "Custom": document["Custom"],
    }


@given(documents, names, scalars)
def test_a_test_fails_if_and_only_if_the_value_is_another(document, name, value):
    operation = [{"op": "test", "path": name, "value": value}]
    if same(name, document[name], value):
        assert apply_operations(document, operation) == document
    else:
        with pytest.raises(FailedTest):
            apply_operations(document, operation)


@given(documents, scalars)
def test_adding_to_the_end_and_removing_it_again_changes_nothing(document, value):
    added = {"op": "add", "path": "Links/-", "value": value}
    removed = {"op": "remove", "path": f"Links/{len(document['Links'])}"}
    assert apply_operations(document, [added])["Links"] == [*document["Links"], value]
    assert apply_operations(document, [added, removed]) == document


@given(documents, st.dictionaries(st.sampled_from(["TITLE", "number", "unknown"]), scalars))
def test_a_merge_patch_touches_nothing_but_what_it_names(document, patch):
    merged = merge(document, patch)
    named = {name.lower() for name in patch}
    assert list(merged) == list(document)
    assert all(merged[name] == document[name] for name in document if name.lower() not in named)


def test_a_merge_patch_appends_an_object_to_a_list():
    assert merge({"Links": [1]}, {"links": {"Id": 2}}) == {"Links": [1, {"Id": 2}]}
    assert merge({"Custom": {"x": "1", "y": "2"}}, {"Custom": {"X": "3"}}) == {"Custom": {"x": "3", "y": "2"}}


# ----- filters and periods -----


def test_a_filter_is_read_into_conditions():
    text = (
        "text begins 'O''Neill and' and associateId associateIsOneOf (1, 2)"
        " and date lastWeek and substringof('a b', text)"
    )
    assert [(one.column, one.operator, one.values) for one in read_filter(text, UNARY)] == [
        ("text", "begins", ("O'Neill and",)),
        ("associateId", "associateisoneof", ("1", "2")),
        ("date", "lastweek", ()),
        ("text", "contains", ("a b",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text",
        "text begins",
        "text begins 'a",
        "text begins ('a'",
        "text begins ('a' 'b')",
        "text begins 'a' or text begins 'b'",
        "text begins 'a' and",
        "and",
        "'a' begins text",
        "startswith(text)",
        "startswith('a', text)",
        "substringof(text, 'a')",
        "(text begins 'a')",
        "text , 'a'",
        "a=1 " + "and a=1 " * 60,
        f"a oneOf ({','.join('1' * 600)})",
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        read_filter(text, UNARY)


@given(st.text("ab'(), =", max_size=30))
def test_no_filter_is_more_than_refused(text):
    """Whatever else is raised fails this."""
    with suppress(ValueError):
        read_filter(text, UNARY)


@given(st.sampled_from(sorted(PERIODS)), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_periods_follow_one_another_without_a_gap(word, today):
    first, after = span(word, today)
    assert first < after
    if word.startswith("this"):
        assert first.date() <= today < after.date()
        assert span(f"next{word[4:]}", today)[0] == after
        assert span(f"last{word[4:]}", today)[1] == first
    assert span("beforeToday", today)[1] == span("today", today)[0]
    assert span("afterToday", today)[0] == span("tomorrow", today)[0] == span("today", today)[1]
