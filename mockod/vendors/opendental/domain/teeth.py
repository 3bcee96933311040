"""Where in a mouth treatment is done: teeth, surfaces and larger parts, as they are written in the chart.

Teeth are numbered as in the United States: 1 to 32, A to T for a child's; supernumerary ones have 50 more, or an S.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mockod.vendors.opendental.domain.enums import TreatArea

PERMANENT = tuple(str(number) for number in range(1, 33))
PRIMARY = tuple("ABCDEFGHIJKLMNOPQRST")
TEETH = {*PERMANENT, *PRIMARY, *(str(number) for number in range(51, 83)), *(f"{tooth}S" for tooth in PRIMARY)}
SURFACES = frozenset("BFVMOIDL")

WANTED = {
    TreatArea.Surf: ("tooth_num", "surf"),
    TreatArea.Tooth: ("tooth_num",),
    TreatArea.Quad: ("surf",),
    TreatArea.Sextant: ("surf",),
    TreatArea.Arch: ("surf",),
    TreatArea.ToothRange: ("tooth_range",),
}
"""What a procedure must say of its place, by the area that its code treats (documented). Other areas want nothing."""


def wanted(area: TreatArea, *, also_range: bool = False) -> tuple[str, ...]:
    """What a procedure of this area says of its place; some codes want a range of teeth besides."""
    names = WANTED.get(area, ())
    return (*names, "tooth_range") if also_range and "tooth_range" not in names else names


def is_tooth(text: str) -> bool:
    return text in TEETH


def international(tooth: str) -> str:
    """A tooth by the two digits that most of the world uses: quadrant and place. Others stay as they are.

    >>> [international(tooth) for tooth in ("1", "14", "17", "32", "A", "T", "51")]
    ['18', '26', '38', '48', '55', '85', '51']
    """
    for row, quadrants in ((PERMANENT, "1234"), (PRIMARY, "5678")):
        if tooth in row:
            half = len(row) // 4
            quarter, place = divmod(row.index(tooth), half)
            # Numbers run clockwise from the upper right; places count from the middle of the mouth.
            return f"{quadrants[quarter]}{half - place if quarter % 2 == 0 else place + 1}"
    return tooth


def is_surfaces(text: str) -> bool:
    """One or more surfaces of a tooth, none of them twice.

    >>> is_surfaces("MODL"), is_surfaces("MM"), is_surfaces("X")
    (True, False, False)
    """
    return bool(text) and set(text) <= SURFACES and len(set(text)) == len(text)


def is_range(text: str) -> bool:
    """Teeth and runs of teeth, separated by commas. A run has no gap: from a tooth to a later one of the same kind.

    >>> is_range("2,3, 13-15"), is_range("15-13"), is_range("1-A"), is_range("1,")
    (True, False, False, False)
    """
    return all(_is_run(part) for part in text.split(","))


def _is_run(text: str) -> bool:
    first, *rest = (tooth.strip() for tooth in text.split("-"))
    if not rest:
        return is_tooth(first)
    row = next((row for row in (PERMANENT, PRIMARY) if first in row), ())
    return len(rest) == 1 and rest[0] in row and row.index(first) < row.index(rest[0])


_PARTS: Mapping[TreatArea, Callable[[str], bool]] = {
    TreatArea.Surf: is_surfaces,
    TreatArea.Quad: {"UL", "UR", "LR", "LL"}.__contains__,
    TreatArea.Sextant: {"1", "2", "3", "4", "5", "6"}.__contains__,
    TreatArea.Arch: {"U", "L"}.__contains__,
}
"""Whether a text is a Surf, by the area."""


def fits(area: TreatArea, name: str, text: str) -> bool:
    """Whether ``text`` may stand in the field ``name`` of a procedure of this area.

    >>> fits(TreatArea.Quad, "surf", "UL"), fits(TreatArea.Arch, "surf", "UL")
    (True, False)
    """
    if name == "surf":
        return area in _PARTS and _PARTS[area](text)
    return is_range(text) if name == "tooth_range" else is_tooth(text)
