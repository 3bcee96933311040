"""Preferences: the office's own switches. Read here by the rules, and over the API by anyone.

What an office does not set has the vendor's default. Source: scheduling rules 12.3.
"""

from __future__ import annotations

import re

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Computed, Table
from mockod.vendors.opendental.wire.fields import Integer, Text

VALUE = """CASE preference.PrefName WHEN 'ProgramVersion' THEN :version WHEN 'DataBaseVersion' THEN :version
  ELSE preference.ValueString END"""
"""ProgramVersion and DataBaseVersion have the version that the office pretends to run, whatever is stored."""

PREFERENCE = Table(
    "preference",
    entity="Preference",
    section="preferences",
    columns=(
        Column("PrefNum", Integer()),
        Column("PrefName", Text(longest=255), needed=True, unique=True),
        Column("ValueString", Text(), hidden=True),
        Computed("ValueString", Text(), VALUE),
    ),
)

NUMBER = re.compile("-?[0-9]{1,18}")
MOST_NUMBER = 10**18 - 1
DEFAULTS = {
    "AllowedFeeSchedsAutomate": "0",
    "AppointmentSearchBehavior": "0",
    "AppointmentTimeArrivedTrigger": "0",
    "AppointmentTimeDismissedTrigger": "0",
    "AppointmentTimeIncrement": "10",
    "AppointmentTimeIsLocked": "0",
    "AppointmentTimeSeatedTrigger": "0",
    "AppointmentWithoutProcsDefaultLength": "30",
    "ApptAllowEmptyComplete": "1",
    "ApptAllowFutureComplete": "0",
    "ApptAutoRefreshRange": "4",
    "ApptEConfirmStatusAccepted": "0",
    "ApptEConfirmStatusDeclined": "0",
    "ApptEConfirmStatusSendFailed": "0",
    "ApptEConfirmStatusSent": "0",
    "ApptPreventChangesToCompleted": "0",
    "ApptSchedEnforceSpecialty": "0",
    "ApptSecondaryProviderConsiderOpOnly": "0",
    "ApptsAllowOverlap": "1",
    "ApptsRequireProc": "1",
    "BrokenApptAdjustment": "0",
    "BrokenApptCommLog": "0",
    "BrokenApptProcedure": "0",
    "BrokenApptRequiredOnMove": "0",
    "ClaimPaymentBatchOnly": "0",
    "ClaimTrackingStatusExcludesNone": "0",
    "DefaultClaimForm": "1",
    "EasyNoClinics": "1",
    "FinanceChargeAdjustmentType": "0",
    "InsBillingProv": "0",
    "InsDefaultAssignBen": "1",
    "InsDefaultCobRule": "0",
    "InsDefaultShowUCRonClaims": "0",
    "InsHistBWCodes": "D0272,D0274",
    "InsHistDebridementCodes": "D4355",
    "InsHistExamCodes": "D0120,D0150",
    "InsHistPanoCodes": "D0210,D0330",
    "InsHistPerioLLCodes": "D4341,D4342",
    "InsHistPerioLRCodes": "D4341,D4342",
    "InsHistPerioMaintCodes": "D4910",
    "InsHistPerioULCodes": "D4341,D4342",
    "InsHistPerioURCodes": "D4341,D4342",
    "InsHistProphyCodes": "D1110,D1120",
    "PasswordsStrongIncludeSpecial": "0",
    "PatientSelectUseFNameForPreferred": "0",
    "PracticeDefaultBillType": "0",
    "PracticeDefaultProv": "0",
    "ProcProvChangesClaimProcWithClaim": "0",
    "RecallDaysFuture": "7",
    "RecallDaysPast": "365",
    "RecallTypesShowingInList": "",
    "ScheduleProvUnassigned": "1",
    "UnscheduledListNoRecalls": "1",
    "UseInternationalToothNumbers": "0",
    "WebSchedExistingPatConfirmStatus": "0",
    "WebSchedExistingPatDoubleBooking": "1",
    "WebSchedExistingPatIgnoreBlockoutTypes": "",
    "WebSchedNewPatApptDoubleBooking": "1",
    "WebSchedNewPatApptIgnoreBlockoutTypes": "",
    "WebSchedNewPatConfirmStatus": "0",
    "WebSchedProviderRule": "0",
    "WebSchedRecallDoubleBooking": "1",
}


def text(tx: Transaction, name: str) -> str:
    """A preference's value, or the vendor's default for it."""
    return str(tx.value("SELECT ValueString FROM preference WHERE PrefName = ?", (name,), DEFAULTS.get(name, "")))


def everything(tx: Transaction) -> dict[str, str]:
    """All preferences of the office by name, the vendor's defaults where it sets none."""
    return {**DEFAULTS, **dict(tx.rows("SELECT PrefName, ValueString FROM preference ORDER BY PrefName"))}


def is_number(name: str) -> bool:
    """Whether the vendor's default says that this preference is a number or a switch."""
    return is_whole(DEFAULTS.get(name, ""))


def change(tx: Transaction, name: str, value: str | None) -> None:
    """Set a preference; None brings the vendor's default back."""
    tx.insert_rows(
        "preference",
        "(PrefName, ValueString) VALUES (:name, :value) ON CONFLICT (PrefName) DO UPDATE SET ValueString = :value",
        {"name": name, "value": DEFAULTS.get(name, "") if value is None else value},
    )


def number(tx: Transaction, name: str) -> int:
    """A preference that is a number or a switch; what cannot be read counts as 0."""
    value = text(tx, name).strip()
    return int(value) if is_whole(value) else 0


def is_whole(text: str) -> bool:
    """Whether a text is a whole number that a column can hold."""
    return bool(NUMBER.fullmatch(text))


def switched_on(tx: Transaction, name: str) -> bool:
    """Whether a preference that is a switch is on; any number but 0 counts as on."""
    return number(tx, name) != 0


def has_clinics(tx: Transaction) -> bool:
    """Whether the office uses clinics; the preference says the opposite."""
    return not switched_on(tx, "EasyNoClinics")


def increment(tx: Transaction) -> int:
    """Minutes that one character of a time pattern stands for: 5, 10 or 15."""
    minutes = number(tx, "AppointmentTimeIncrement")
    return minutes if minutes in (5, 10, 15) else 10


PREFERENCES = Resource(
    "preferences",
    table=PREFERENCE,
    methods=[listing(filters=[equals("PrefName")])],
)
