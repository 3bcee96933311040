"""The vendor's enumerations of insurance: the number is the database's, the name is what goes over the wire.

Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum


class NoSendElectType(IntEnum):
    """Whether claims go to a carrier electronically."""

    SendElect = 0
    NoSendElect = 1
    NoSendSecondaryElect = 2


class CobRule(IntEnum):
    """How a plan counts what another plan pays."""

    Basic = 0
    Standard = 1
    CarveOut = 2
    SecondaryMedicaid = 3


class ExclusionRule(IntEnum):
    """Which fee counts for what a plan excludes."""

    PracticeDefault = 0
    DoNothing = 1
    UseUcrFee = 2


class YesNoDefault(IntEnum):
    """A switch of a plan that may leave the choice to the practice."""

    Default = 0
    Yes = 1
    No = 2


class InsBenefitType(IntEnum):
    ActiveCoverage = 0
    CoInsurance = 1
    Deductible = 2
    CoPayment = 3
    Exclusions = 4
    Limitations = 5
    WaitingPeriod = 6


class BenefitTimePeriod(IntEnum):
    None_ = 0
    ServiceYear = 1
    CalendarYear = 2
    Lifetime = 3
    Years = 4
    NumberInLast12Months = 5


class BenefitQuantity(IntEnum):
    None_ = 0
    NumberOfServices = 1
    AgeLimit = 2
    Visits = 3
    Years = 4
    Months = 5


class BenefitCoverageLevel(IntEnum):
    """Whose the amounts of a benefit are: each patient's, or the family's together."""

    None_ = 0
    Individual = 1
    Family = 2


class EbenefitCategory(IntEnum):
    """What a coverage category is in electronic answers of carriers."""

    None_ = 0
    General = 1
    Diagnostic = 2
    Periodontics = 3
    Restorative = 4
    Endodontics = 5
    MaxillofacialProsth = 6
    Crowns = 7
    Accident = 8
    Orthodontics = 9
    Prosthodontics = 10
    OralSurgery = 11
    RoutinePreventive = 12
    DiagnosticXRay = 13
    Adjunctive = 14


class VerifyTypes(IntEnum):
    """What was verified, and so which row its FKey names: a plan's benefits, or a patient's coverage."""

    None_ = 0
    InsuranceBenefit = 1
    PatientEnrollment = 2
