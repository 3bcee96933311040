"""The vendor's enumerations of accounts: the number is the database's, the name is what goes over the wire.

Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum


class PaymentSource(IntEnum):
    """What entered a payment: the office's own staff is None."""

    None_ = 0
    XServer = 1
    XWeb = 2
    PayConnect = 3
    XServerPayConnect = 4
    XWebPortalLogin = 5
    PaySimple = 6
    PaySimpleACH = 7
    PayConnectPortal = 8
    PayConnectPortalLogin = 9
    CareCredit = 10
    EdgeExpressRCM = 11
    EdgeExpressCNP = 12
    API = 13


class ProcessStatus(IntEnum):
    """Who has looked at a payment."""

    OfficeProcessed = 0
    OnlineProcessed = 1
    OnlinePending = 2


class PayPlanDebitType(IntEnum):
    """What of a charge of a payment plan a split pays."""

    Unknown = 0
    Principal = 1
    Interest = 2


class PayPlanChargeType(IntEnum):
    Debit = 0
    Credit = 1


class PayPlanLinkType(IntEnum):
    """What ``payplancharge.FKey`` and ``payplanlink.FKey`` name."""

    None_ = 0
    Adjustment = 1
    Procedure = 2
    OrthoCase = 3


class PaymentSchedule(IntEnum):
    """How often the older kinds of payment plan are charged."""

    Monthly = 0
    MonthlyDayOfWeek = 1
    Weekly = 2
    BiWeekly = 3
    Quarterly = 4


class PayPlanFrequency(IntEnum):
    """How often a dynamic payment plan is charged."""

    Weekly = 0
    EveryOtherWeek = 1
    OrdinalWeekday = 2
    Monthly = 3
    Quarterly = 4


class DynamicPayPlanTPOption(IntEnum):
    """What a dynamic payment plan does with procedures that are not done yet."""

    None_ = 0
    AwaitComplete = 1
    TreatAsComplete = 2


class StatementMode(IntEnum):
    """How a statement reaches the patient."""

    Mail = 0
    InPerson = 1
    Email = 2
    Electronic = 3


class StatementType(IntEnum):
    NotSet = 0
    LimitedStatement = 1
