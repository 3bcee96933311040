"""From the four texts of a mouth to rows of measures, against a model that counts instead of listing surfaces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.clinical_enums import PerioSequence
from mockod.vendors.opendental.domain.perio import (
    LOWER_FACIAL,
    LOWER_LINGUAL,
    NO_MEASURE,
    SURFACES,
    UPPER_FACIAL,
    UPPER_LINGUAL,
    Values,
    charted,
    measures,
    misfits,
)

REGIONS = {"upper": (UPPER_FACIAL, UPPER_LINGUAL), "lower": (LOWER_FACIAL, LOWER_LINGUAL)}
POSITIONS = 48
texts = st.text(st.sampled_from("0123456789bspc xB-\n٣"), max_size=120)


def place(jaw: str, lingual: bool, position: int) -> tuple[int, str]:
    """Tooth and surface of a position, counted from the patient's right."""
    column, third = divmod(position, 3)
    tooth = 1 + column if jaw == "upper" else 32 - column
    letter = ("d", "", "m")[third if column < 8 else 2 - third]
    side = "lvalue" if lingual else "bvalue"
    return tooth, f"{letter}_{side}" if letter else side


def expected(jaw: str, lingual: bool, text: str) -> dict[tuple[int, str], list[int]]:
    """Place -> depth and sum of flags, by walking the text once."""
    found: dict[tuple[int, str], list[int]] = {}
    last = None
    for character in text:
        if character in "0123456789":
            if len(found) == POSITIONS:
                return found
            last = place(jaw, lingual, len(found))
            found[last] = [int(character), 0]
        elif character in "bspc" and last:
            bit = 2 ** "bspc".index(character)
            found[last][1] += 0 if found[last][1] & bit else bit
    return found


@given(st.sampled_from(["upper", "lower"]), st.booleans(), texts)
def test_a_text_measures_surface_by_surface_from_the_right_to_the_left(jaw, lingual, text):
    region = REGIONS[jaw][lingual]
    found = {(one.tooth, one.surface): [one.depth, one.flags] for one in charted(region, text)}

    assert found == expected(jaw, lingual, text)


@given(texts, texts)
def test_rows_hold_what_the_texts_of_both_sides_say_and_nothing_else(facial, lingual):
    rows = measures([*charted(LOWER_FACIAL, facial), *charted(LOWER_LINGUAL, lingual)])
    model = expected("lower", False, facial) | expected("lower", True, lingual)

    assert len({(row.sequence, row.tooth) for row in rows}) == len(rows)
    for index, sequence in enumerate((PerioSequence.Probing, PerioSequence.BleedSupPlaqCalc)):
        held = {
            (row.tooth, name): getattr(row.values, name)
            for row in rows
            if row.sequence == sequence
            for name in SURFACES
            if getattr(row.values, name) != NO_MEASURE
        }
        said = {place: values[index] for place, values in model.items() if index == 0 or values[index]}
        assert held == said


@given(st.lists(texts, min_size=4, max_size=4))
def test_what_a_text_says_is_what_a_row_may_hold(written):
    regions = (*REGIONS["upper"], *REGIONS["lower"])
    surfaces = [one for region, text in zip(regions, written, strict=True) for one in charted(region, text)]

    assert [row for row in measures(surfaces) if misfits(row.sequence, row.tooth, row.values)] == []


@pytest.mark.parametrize("sequence", PerioSequence)
def test_a_row_speaks_of_the_tooth_or_of_its_surfaces_never_of_both(sequence):
    both = Values(tooth_value=1, bvalue=1)

    assert len(misfits(sequence, 20, both)) == 1
