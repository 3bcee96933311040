"""The vendor's enumerations of fees and codes: the number is the database's, the name is what goes over the wire.

Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum


class FeeSchedType(IntEnum):
    """What the amounts of a fee schedule are."""

    Normal = 0
    CoPay = 1
    OutNetwork = 2
    FixedBenefit = 3
    ManualBlueBook = 4


class CodeGroupFixed(IntEnum):
    """Which group of codes the program's own grid of frequency limitations means by one."""

    None_ = 0
    BW = 1
    PanoFMX = 2
    Exam = 3
    Perio = 4
    Prophy = 5
    SRP = 6
    FMDebride = 7
    Fluoride = 8
    Sealant = 9
