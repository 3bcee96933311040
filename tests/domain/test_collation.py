"""Text as the vendor's database compares it: MySQL's default collation."""

from __future__ import annotations

import pytest

from mockod.vendors.opendental.domain.collation import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "MULLER"),
        ("López", "lopez  "),
        ("Mu\u0308ller", "Müller"),
        ("Straße", "STRASE"),
        ("İzmir", "izmir"),
        ("Ξέλξω", "ξελξω"),
        ("Ёлка", "елка"),
        ("Việt", "VIET"),
    ],
)
def test_neither_case_nor_accents_nor_blanks_at_the_end_count(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (" Lee", "Lee"),
        ("Mc Kay", "McKay"),
        ("Lee\t", "Lee"),
        ("Ærø", "Aero"),
        ("Søren", "Soren"),
        ("Strasse", "Straße"),
        ("が", "か"),
        ("각", "가"),
        ("क़", "क"),
    ],
)
def test_other_letters_blanks_elsewhere_and_other_scripts_marks_count(one, other):
    assert fold(one) != fold(other)


def test_names_sort_as_if_they_had_no_accents():
    names = ["Munro", "Zoll", "Müller", "mulder", "Äsop", "Ash"]

    assert sorted(names, key=fold) == ["Ash", "Äsop", "mulder", "Müller", "Munro", "Zoll"]
