"""What is done in the generated office: its codes with fees, and the kinds of visits that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

MINUTES_PER_MARK = 5
TEETH = tuple(str(tooth) for tooth in (2, 3, 4, 5, 12, 13, 14, 15, 18, 19, 20, 21, 28, 29, 30, 31))


@dataclass(frozen=True, slots=True)
class Code:
    """A procedure code, what it costs, and how long it takes in marks of ten minutes."""

    code: str
    abbreviation: str
    description: str
    time: str
    category: int
    area: str
    fee: int
    is_hygiene: bool = False


EXAMS, CLEANINGS, FILLINGS, CROWNS, ROOTS, SURGERY = 75, 76, 77, 78, 79, 81
"""Definitions of the category ProcCodeCats."""
CODES = (
    Code("D0120", "PerEx", "Check-up exam", "/X/", EXAMS, "Mouth", 58),
    Code("D0140", "LimEx", "Exam of one problem", "/X/", EXAMS, "Mouth", 84),
    Code("D0150", "CompEx", "Full exam, first visit", "/XX/", EXAMS, "Mouth", 102),
    Code("D0220", "PA", "Xray of one tooth", "/", EXAMS, "Tooth", 33),
    Code("D0274", "4BW", "Bitewing xrays, four", "/", EXAMS, "Mouth", 74),
    Code("D1110", "Pro", "Cleaning, adult", "/XXX/", CLEANINGS, "Mouth", 108, is_hygiene=True),
    Code("D1120", "ChPro", "Cleaning, child", "/XX/", CLEANINGS, "Mouth", 79, is_hygiene=True),
    Code("D1206", "FlVarn", "Fluoride varnish", "/", CLEANINGS, "Mouth", 44, is_hygiene=True),
    Code("D2391", "C1(P)", "White filling, back, one surface", "/XX/", FILLINGS, "Surf", 192),
    Code("D2392", "C2(P)", "White filling, back, two surfaces", "/XXX/", FILLINGS, "Surf", 246),
    Code("D2740", "Crn", "Crown, ceramic", "//XXXXX/", CROWNS, "Tooth", 1240),
    Code("D2950", "BU", "Core build-up", "/XX/", CROWNS, "Tooth", 288),
    Code("D3330", "RCT", "Root canal, molar", "/XXXXXXX/", ROOTS, "Tooth", 1175),
    Code("D7140", "Ext", "Tooth removed", "/XXX/", SURGERY, "Tooth", 188),
)
FEES = {code.code: code.fee for code in CODES}
Item = str | dict[str, str]
"""A procedure of a visit: a code, or a code with ``tooth`` and ``surf``."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one visit is for."""

    procedures: tuple[Item, ...]
    minutes: int

    @property
    def pattern(self) -> str:
        """Marks of five minutes: the assistant's at either end, the provider's between."""
        return f"/{'X' * (self.minutes // MINUTES_PER_MARK - 2)}/"

    @property
    def fee(self) -> int:
        """What all of it costs together."""
        return sum(FEES[item if isinstance(item, str) else item["code"]] for item in self.procedures)


FIRST_VISIT = Work(("D0150", "D0274", "D1110"), 60)
CLEANING, CLEANING_WITH_XRAYS = Work(("D0120", "D1110"), 50), Work(("D0120", "D1110", "D0274"), 60)
FIRST_VISIT_OF_A_CHILD, CLEANING_OF_A_CHILD = Work(("D0150", "D1120"), 40), Work(("D0120", "D1120", "D1206"), 40)


def cleaning(*, is_child: bool, is_first: bool, random: Random) -> Work:
    """What a hygienist does at a visit."""
    if is_child:
        return FIRST_VISIT_OF_A_CHILD if is_first else CLEANING_OF_A_CHILD
    if is_first:
        return FIRST_VISIT
    return CLEANING_WITH_XRAYS if random.random() < 0.4 else CLEANING


def repair(*, is_child: bool, random: Random) -> Work:
    """What a dentist does at a visit: mostly fillings; a child gets nothing else."""
    tooth, kind = random.choice(TEETH), random.random()
    if is_child or kind < 0.4:
        return Work(({"code": "D2391", "tooth": tooth, "surf": "O"},), 40)
    if kind < 0.7:
        return Work(({"code": "D2392", "tooth": tooth, "surf": random.choice(("MO", "DO"))},), 50)
    if kind < 0.85:
        return Work(({"code": "D2740", "tooth": tooth}, {"code": "D2950", "tooth": tooth}), 90)
    if kind < 0.92:
        return Work(({"code": "D3330", "tooth": tooth}, {"code": "D0220", "tooth": tooth}), 80)
    return Work(("D0140", {"code": "D7140", "tooth": tooth}), 50)
