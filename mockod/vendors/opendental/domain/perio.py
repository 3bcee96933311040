"""Periodontal measures: which values a row may hold, and how four texts of a mouth become rows.

Six surfaces of a tooth are measured: mesial, middle and distal, on the cheek's side (MB, B, DB) and on the tongue's
(ML, L, DL). -1 is no measure; above 100 a value is below zero: 105 is -5. Teeth are numbered 1 to 32.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mockod.vendors.opendental.domain.clinical_enums import PerioSequence

NO_MEASURE = -1
LAST_TOOTH = 32
LAST_UPPER_TOOTH = 16
DEEPEST = 19
"""The greatest measure, in millimetres, or degree (documented)."""
NEGATIVE = range(101, 100 + DEEPEST + 1)
"""Values that stand for -1 to -19: a gum that has grown over the tooth (documented)."""
FLAGS = {"b": 1, "s": 2, "p": 4, "c": 8}
"""Bleeding, suppuration, plaque, calculus; a surface holds their sum (documented)."""
SURFACES_OF_A_TOOTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What a row of measures says of one tooth: of its whole, or of its surfaces."""

    tooth_value: int = NO_MEASURE
    m_bvalue: int = NO_MEASURE
    bvalue: int = NO_MEASURE
    d_bvalue: int = NO_MEASURE
    m_lvalue: int = NO_MEASURE
    lvalue: int = NO_MEASURE
    d_lvalue: int = NO_MEASURE


WIRE_NAMES = {
    "tooth_value": "ToothValue",
    "m_bvalue": "MBvalue",
    "bvalue": "Bvalue",
    "d_bvalue": "DBvalue",
    "m_lvalue": "MLvalue",
    "lvalue": "Lvalue",
    "d_lvalue": "DLvalue",
}
SURFACES = tuple(name for name in WIRE_NAMES if name != "tooth_value")
LINGUAL = ("m_lvalue", "lvalue", "d_lvalue")
_NOTHING = frozenset({NO_MEASURE})
_MEASURES = frozenset(range(DEEPEST + 1)) | _NOTHING
_OF_THE_TOOTH: Mapping[PerioSequence, frozenset[int]] = {
    PerioSequence.Mobility: frozenset(range(DEEPEST + 1)),
    PerioSequence.SkipTooth: frozenset({1}),
}
"""What a row may say of a whole tooth; other rows say nothing of it (documented)."""
_OF_A_SURFACE: Mapping[PerioSequence, frozenset[int]] = {
    PerioSequence.Furcation: _MEASURES,
    PerioSequence.GingMargin: _MEASURES | frozenset(NEGATIVE),
    PerioSequence.MGJ: _MEASURES,
    PerioSequence.Probing: _MEASURES,
    PerioSequence.BleedSupPlaqCalc: frozenset(range(sum(FLAGS.values()) + 1)) | _NOTHING,
}
"""What a row may say of a surface; other rows say nothing of one (documented)."""


def misfits(sequence: PerioSequence, tooth: int, values: Values) -> list[str]:
    """The attributes whose values such a row of this tooth cannot hold.

    The gum's border is not measured on the palate, so an upper tooth has no MGJ on its lingual side (documented).

    >>> misfits(PerioSequence.Probing, 3, Values(bvalue=3)), misfits(PerioSequence.Probing, 3, Values(bvalue=20))
    ([], ['bvalue'])
    """
    return [name for name in WIRE_NAMES if getattr(values, name) not in _allowed(sequence, tooth, name)]


def _allowed(sequence: PerioSequence, tooth: int, name: str) -> frozenset[int]:
    if name == "tooth_value":
        return _OF_THE_TOOTH.get(sequence, _NOTHING)
    if sequence == PerioSequence.MGJ and tooth <= LAST_UPPER_TOOTH and name in LINGUAL:
        return _NOTHING
    return _OF_A_SURFACE.get(sequence, _NOTHING)


def is_empty(values: Values) -> bool:
    """Whether a row says nothing at all."""
    return all(getattr(values, name) == NO_MEASURE for name in WIRE_NAMES)


# From texts to rows


@dataclass(frozen=True, slots=True)
class Region:
    """One side of a jaw: its teeth from the patient's right to the left, and which surfaces are seen there."""

    teeth: Sequence[int]
    mesial: str
    middle: str
    distal: str
    surfaces: tuple[tuple[int, str], ...] = field(init=False)
    """Tooth and surface, in the order in which they are measured."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "surfaces", tuple(self._in_order()))

    def _in_order(self) -> Iterator[tuple[int, str]]:
        """Up to the middle of the mouth a tooth's far side, the distal one, comes first, and behind it last."""
        for place, tooth in enumerate(self.teeth):
            names = (self.distal, self.middle, self.mesial)
            for name in names if place < len(self.teeth) // 2 else reversed(names):
                yield tooth, name


_UPPER = range(1, LAST_UPPER_TOOTH + 1)
_LOWER = range(LAST_TOOTH, LAST_UPPER_TOOTH, -1)
_FACIAL = ("m_bvalue", "bvalue", "d_bvalue")
UPPER_FACIAL = Region(_UPPER, *_FACIAL)
UPPER_LINGUAL = Region(_UPPER, *LINGUAL)
LOWER_LINGUAL = Region(_LOWER, *LINGUAL)
LOWER_FACIAL = Region(_LOWER, *_FACIAL)


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of measures to be written."""

    sequence: PerioSequence
    tooth: int
    values: Values


@dataclass(frozen=True, slots=True)
class Charted:
    """What a text says of one surface."""

    tooth: int
    surface: str
    depth: int
    flags: int = 0


def charted(region: Region, text: str) -> list[Charted]:
    """The surfaces of a text such as ``323b``: a digit measures the next surface, letters behind it are its flags.

    Other characters are skipped, and so is all that follows a full region (documented).

    >>> [(one.tooth, one.surface, one.depth, one.flags) for one in charted(UPPER_FACIAL, "3-23bp")]
    [(1, 'd_bvalue', 3, 0), (1, 'bvalue', 2, 0), (1, 'm_bvalue', 3, 5)]
    """
    found: list[Charted] = []
    for character in text:
        if character in "0123456789":
            if len(found) == len(region.surfaces):
                break
            found.append(Charted(*region.surfaces[len(found)], depth=int(character)))
        elif character in FLAGS and found:
            found[-1] = replace(found[-1], flags=found[-1].flags | FLAGS[character])
    return found


def measures(surfaces: Iterable[Charted]) -> list[Measure]:
    """The rows of an exam: of each tooth its probing depths and, where anything was seen, its flags. By tooth."""
    depths: dict[int, dict[str, int]] = {}
    flags: dict[int, dict[str, int]] = {}
    for one in surfaces:
        depths.setdefault(one.tooth, {})[one.surface] = one.depth
        if one.flags:
            flags.setdefault(one.tooth, {})[one.surface] = one.flags
    rows = [(tooth, PerioSequence.Probing, values) for tooth, values in depths.items()]
    rows += [(tooth, PerioSequence.BleedSupPlaqCalc, values) for tooth, values in flags.items()]
    rows.sort(key=lambda row: row[:2])
    return [Measure(sequence, tooth, Values(**values)) for tooth, sequence, values in rows]
