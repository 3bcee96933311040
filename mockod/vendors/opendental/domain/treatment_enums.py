"""The vendor's enumerations of treatment plans and of referrals.

The number is the database's, the name is what goes over the wire; see ``enums``.
Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum


class TreatPlanStatus(IntEnum):
    """Saved plans hold copies of procedures, Active and Inactive ones the procedures themselves."""

    Saved = 0
    Active = 1
    Inactive = 2


class TreatPlanType(IntEnum):
    """What the amounts of a plan reckon with."""

    Insurance = 0
    Discount = 1


class ReferralType(IntEnum):
    """Whether a patient was sent to somebody, or came from somebody."""

    RefTo = 0
    RefFrom = 1
    RefCustom = 2


class ReferralToStatus(IntEnum):
    """How far a patient is who was sent to somebody."""

    None_ = 0
    Declined = 1
    Scheduled = 2
    Consulted = 3
    InTreatment = 4
    Complete = 5
