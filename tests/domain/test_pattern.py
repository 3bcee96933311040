"""Time patterns: five minutes a character, X the provider's time, / the assistant's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain import pattern

patterns = st.text("X/", min_size=1, max_size=120)


@pytest.mark.parametrize("text", ["/XX/", "X", "/", "XXXXXX", "////////////", "/X/X/"])
def test_x_and_slash_make_a_pattern(text):
    assert pattern.is_pattern(text)


@pytest.mark.parametrize("text", ["", "/xx/", "/XO/", " /XX/", "/XX/\n", "\u2215X"])
def test_anything_else_is_none(text):
    assert not pattern.is_pattern(text)


def test_both_marks_take_the_operatory():
    assert pattern.minutes("//XXXX//") == 40


def test_nine_hours_are_the_most():
    assert pattern.cut("X" * 109) == "X" * 108


@pytest.mark.parametrize(
    ("patterns", "together"),
    [
        (["X", "XX"], "XXX"),
        (["/X/", "/X/", "/XX/", "/XX/"], "/XXXXXX/"),
        (["//XXX/", "/X/"], "//XXXX/"),
        (["///", "/X/"], "///X/"),
        (["/X/X/", "X"], "/X/XX/"),
        (["", "/x/"], "/X/"),
        ([], ""),
        (["X" * 30, "X" * 30], "X" * 39),
    ],
)
def test_patterns_of_procedures_fuse_as_the_vendor_fuses_them(patterns, together):
    """Scheduling rules 1.7, with its examples."""
    assert pattern.fused(patterns) == together


@given(st.lists(patterns, max_size=4))
def test_fusing_loses_no_provider_time_but_by_the_cut(given_patterns):
    fused = pattern.fused(given_patterns)

    assert len(fused) <= pattern.LONGEST_FUSED
    if len(fused) < pattern.LONGEST_FUSED:
        assert fused.count("X") == sum(p.count("X") for p in given_patterns)


@given(patterns, st.sampled_from([5, 10, 15]))
def test_what_was_made_of_larger_marks_becomes_them_again(text, increment):
    assert pattern.from_five_minutes(pattern.to_five_minutes(text, increment), increment) == text


@pytest.mark.parametrize(("increment", "five"), [(5, "/X/"), (10, "//XX//"), (15, "///XXX///")])
def test_marks_of_the_book_become_marks_of_five_minutes(increment, five):
    """Scheduling rules 1.5."""
    assert pattern.to_five_minutes("/X/", increment) == five


def test_no_pattern_becomes_one_slash():
    assert pattern.to_five_minutes("", 10) == "/"


@pytest.mark.parametrize(("minutes", "expected"), [(30, "//////"), (0, "/"), (4, "/")])
def test_without_procedures_the_length_is_the_preference_in_slashes(minutes, expected):
    """Scheduling rules 1.9."""
    assert pattern.for_no_procedures(minutes) == expected


def test_a_book_of_ten_minutes_looks_at_every_second_mark():
    """Scheduling rules 4.6."""
    assert pattern.provider_marks("/X/X", 540, 10) == frozenset()
    assert pattern.provider_marks("X/X/", 540, 10) == {54, 55}
