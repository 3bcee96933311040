"""Placeholders: what was kept, and dates that are counted from the office's today."""

from __future__ import annotations

from datetime import datetime

import pytest

from mockod.scenario.placeholders import Missing, fill, look_up, mistakes_in

KEPT = {"apt": 7, "row": {"Name": "Ana", "tags": ["a", "b"]}}


def filled(value):
    return fill(value, KEPT, lambda: datetime(2026, 3, 4, 8, 30))


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("{apt}", 7),
        ("appointments/{apt}/Break", "appointments/7/Break"),
        ("{row}", KEPT["row"]),
        ("{row.Name}", "Ana"),
        ("{row.tags.-1}!", "b!"),
        ("{now}", "2026-03-04 08:30:00"),
        ("{today}", "2026-03-04"),
        ("{tomorrow 9:00}", "2026-03-05 09:00:00"),
        ("{next monday} or {in 2 weeks}", "2026-03-09 or 2026-03-18"),
        ("{{apt}}", "{apt}"),
        ("a {{b}} {apt}", "a {b} 7"),
        ({"{apt}": ["{apt}", None, True, 1.5]}, {"7": [7, None, True, 1.5]}),
    ],
)
def test_a_placeholder_is_what_it_stands_for(value, meant):
    assert filled(value) == meant


def test_nobody_is_asked_for_the_time_where_no_date_is_wanted():
    assert fill("{apt} of {{today}}", KEPT, None) == "7 of {today}"


def test_the_time_is_asked_once_for_all_of_a_value():
    asked = iter([datetime(2026, 3, 4)])
    assert fill(["{today}", "{now} or {tomorrow}"], KEPT, lambda: next(asked))[0] == "2026-03-04"


@pytest.mark.parametrize("value", ["{text}" * 300, ["{rows}"] * 300, {"a": [{"{text}": "{rows.0}"}] * 300}])
def test_a_step_becomes_no_larger_than_16_mb(value):
    kept = {"text": "x" * 900_000, "rows": [{"a": "x" * 900_000}]}
    with pytest.raises(ValueError, match="a step becomes larger than 16 MB"):
        fill(value, kept, None)


@pytest.mark.parametrize("path", ["row.City", "row.Name.first", "row.tags.2", "row.tags.x"])
def test_a_path_that_leads_to_nothing_says_how_far_it_goes(path):
    with pytest.raises(Missing, match="there is no "):
        filled(f"{{{path}}}")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("{rows.Name}", "nothing is kept as 'rows' before this step; row was meant?"),
        ("{}", "nothing is kept as '' before this step"),
        ("{nxt monday}", "'nxt monday' is no date; write 2026-03-02, today+3, workday-1 or next monday, then 09:00"),
        ("{next moonday}", "'moonday' is no day of the week"),
        ("{tomorrow 25:00}", "25:00 is no time of day"),
        ("a } b", "'a } b' has a single brace; double one that means itself"),
        ({"a": ["{zip}"]}, "nothing is kept as 'zip' before this step"),
    ],
)
def test_a_mistaken_placeholder_is_told_before_anything_is_played(value, told):
    assert list(mistakes_in(value, KEPT)) == [told]


def test_a_path_goes_into_lists_and_maps():
    assert look_up([{"A": [1, 2]}], "0.A.-1") == 2
    assert look_up([1], "") == [1]
