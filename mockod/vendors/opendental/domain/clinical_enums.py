"""The vendor's enumerations of what is known of a patient: allergies, problems, teeth, prescriptions, fields, popups.

The number is the database's, the name is what goes over the wire; see ``enums``.
Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum


class SnomedAllergy(IntEnum):
    """What kind of allergy or intolerance a definition stands for."""

    None_ = 0
    AllergyToSubstance = 1
    DrugAllergy = 2
    DrugIntolerance = 3
    FoodAllergy = 4
    FoodIntolerance = 5
    AdverseReactions = 6
    AdverseReactionsToDrug = 7
    AdverseReactionsToFood = 8
    AdverseReactionsToSubstance = 9


class ProblemStatus(IntEnum):
    Active = 0
    Resolved = 1
    Inactive = 2


class ToothInitialType(IntEnum):
    """What a tooth is like before any treatment, or what is drawn beside it."""

    Missing = 0
    Hidden = 1
    Primary = 2
    ShiftM = 3
    ShiftO = 4
    ShiftB = 5
    Rotate = 6
    TipM = 7
    TipB = 8
    Drawing = 9
    Text = 10


class PerioSequence(IntEnum):
    """What a row of periodontal measures holds. CAL, the attachment level, is their sum and never stored."""

    Mobility = 0
    Furcation = 1
    GingMargin = 2
    MGJ = 3
    Probing = 4
    SkipTooth = 5
    BleedSupPlaqCalc = 6


class PerioSequenceBefore24(IntEnum):
    """The same as offices before 24.1 call it."""

    Mobility = 0
    Furcation = 1
    GingMargin = 2
    MGJ = 3
    Probing = 4
    SkipTooth = 5
    Bleeding = 6


class RxSendStatus(IntEnum):
    """How far a prescription is on its way to the pharmacy."""

    Unsent = 0
    InElectQueue = 1
    SentElect = 2
    Printed = 3
    Faxed = 4
    CalledIn = 5
    GaveScript = 6
    Pending = 7


class YesNo(IntEnum):
    """An answer that somebody may not have given yet."""

    Unknown = 0
    Yes = 1
    No = 2


class PatFieldType(IntEnum):
    """What may stand in a field that an office adds to its patients. InCaseOfEmergency is not in use any more."""

    Text = 0
    PickList = 1
    Date = 2
    Checkbox = 3
    Currency = 4
    InCaseOfEmergency = 5
    CareCreditStatus = 6
    CareCreditPreApprovalAmt = 7
    CareCreditAvailableCredit = 8


class PopupLevel(IntEnum):
    """Whose charts a popup opens with. Automation is set by the program's own rules."""

    Patient = 0
    Family = 1
    SuperFamily = 2
    Automation = 3
