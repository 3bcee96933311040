"""What an answer is held against: equal values, named fields, whole lists, and rules in the place of values."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.scenario.expectations import RULES, differences, mistakes_in, shown
from mockod.simulation.clock import monotonic

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=3),
    max_leaves=10,
)


@given(JSON)
def test_every_value_is_as_itself_is_expected(value):
    assert list(differences(value, copy.deepcopy(value))) == []


@given(JSON, JSON)
def test_anything_but_a_value_is_what_that_value_is_not(unwanted, came):
    is_so = not any(differences(unwanted, came))

    assert any(differences({"$not": unwanted}, came)) == is_so


@given(st.dictionaries(st.text("abc", max_size=2), JSON, max_size=3), JSON)
def test_a_field_more_makes_no_difference(fields, more):
    assert list(differences(fields, {**fields, "more": more})) == []


@pytest.mark.parametrize(
    ("expected", "came", "told"),
    [
        (1, 2, "1 was expected, 2 came"),
        (1, True, "1 was expected, true came"),
        (True, 1, "true was expected, 1 came"),
        ("1", 1, '"1" was expected, 1 came'),
        (None, "", 'null was expected, "" came'),
        ({"A": 1}, [], "a map was expected, [] came"),
        ({"A": 1}, {}, "A: 1 was expected, and it is not there"),
        ({"A": {"B": [1]}}, {"A": {"B": [2]}}, "A.B.0: 1 was expected, 2 came"),
        ([1], [1, 2], "1 row was expected, 2 came: [1,2]"),
        ([1, 2], [], "2 rows were expected, 0 came: []"),
        ([], {"A": 1}, 'a list was expected, {"A":1} came'),
        ({"A": {"$any": "number"}}, {"A": "7"}, 'A: any number was expected, "7" came'),
        ({"A": {"$any": "thing"}}, {"A": None}, "A: any thing was expected, null came"),
        ({"A": {"$any": "thing"}}, {}, "A: any thing was expected, nothing came"),
        ({"$like": "D1*"}, "D0120", 'a text like D1* was expected, "D0120" came'),
        ({"$contains": "a"}, "bc", "a text with 'a' in it was expected, \"bc\" came"),
        ({"$contains": [{"A": 2}]}, [{"A": 1}], '{"A":2} was expected among [{"A":1}]'),
        ({"$count": 2}, [1], "2 rows were expected, 1 came"),
        ({"$count": {"$at_least": 2}}, [1], '{"$at_least":2} rows were expected, 1 came'),
        ({"$every": {"A": 1}}, [{"A": 1}, {"A": 2}], "1.A: 1 was expected, 2 came"),
        ({"$at_least": 5}, 4, "at least 5 was expected, 4 came"),
        ({"$at_most": 5}, 6, "at most 5 was expected, 6 came"),
        ({"$above": "2026-03-02"}, "2026-03-02", 'above "2026-03-02" was expected, "2026-03-02" came'),
        ({"$below": 5}, "4", 'below 5 was expected, "4" came'),
        ({"$not": 5}, 5, "anything but 5 was expected, 5 came"),
        ({"A": {"$not": 5}}, {}, "A: anything but 5 was expected, nothing came"),
        ({"A": {"$absent": True}}, {"A": None}, "A: nothing was expected, null came"),
    ],
)
def test_each_difference_is_told_with_its_path(expected, came, told):
    assert list(differences(expected, came)) == [told]


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        ({"$any": "text"}, ""),
        ({"$any": "true or false"}, False),
        ({"$any": "list"}, []),
        ({"$any": "map"}, {}),
        ({"$like": "D1*"}, "D1110"),
        ({"$contains": "b"}, "abc"),
        ({"$contains": {"A": 1}}, [{"A": 1, "B": 2}, 3]),
        ({"$contains": []}, []),
        ({"$count": 0}, []),
        ({"$every": 1}, []),
        ({"$at_least": 5}, 5),
        ({"$above": "2026-03-02"}, "2026-03-02 09:00:00"),
        ({"A": {"$absent": True}}, {}),
        (1, 1.0),
    ],
)
def test_what_is_so_is_no_difference(expected, came):
    assert list(differences(expected, came)) == []


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"$contain": 1}, "$contain is no rule; $contains was meant?"),
        ({"$xyz": 1}, f"$xyz is no rule; choose {', '.join(RULES)}"),
        ({"$any": "thing", "A": 1}, "$any: a rule stands alone in its map"),
        ([{"A": {"$any": "word"}}], "$any: 'word' is none of text, number, true or false, list, map, thing"),
        ({"$like": 7}, "$like: a text belongs here"),
        ({"$absent": False}, "$absent: true belongs here"),
    ],
)
def test_a_mistaken_rule_is_told(expected, told):
    assert list(mistakes_in(expected)) == [told]


def test_a_long_value_is_told_in_part():
    [told] = differences("a", "b" * 1000)

    assert len(told) < 400
    assert told.endswith("… came")


def test_of_a_large_value_no_more_is_written_than_is_told():
    began = monotonic()
    rows = [{"A": "x" * 1000, "B": [1, {}, []]}] * 100_000
    for told in differences({"$contains": [1, 2]}, rows):
        assert told.endswith("x…")
    for _ in range(1000):
        next(differences([], rows))

    assert monotonic() - began < 10


@pytest.mark.parametrize(
    ("came", "told"),
    [
        (2**70, "1180591620717411303424"),
        ("\ud800", '"\ud800"'),
        ({"\ud800": [2**64, {}]}, '{"\ud800":[18446744073709551616,{}]}'),
        ([1.5, None, True, "é"], '[1.5,null,true,"é"]'),
    ],
)
def test_values_that_no_answer_of_ours_holds_are_told_too(came, told):
    assert shown(came) == told
    assert list(differences(1, came)) == [f"1 was expected, {told} came"]


def test_of_a_deep_value_the_upper_levels_are_told():
    value: list = []
    for _ in range(900):
        value = [value]

    assert shown(value) == f"{'[' * 50}…{']' * 50}"
