"""What the generated office is set up with, before anybody comes: its lists, codes, fees, staff and hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from mockod.vendors.opendental.practice.generate import names
from mockod.vendors.opendental.practice.generate.book import AHEAD, SESSIONS, WORKDAYS_OF_A_YEAR, Provider
from mockod.vendors.opendental.practice.generate.treatment import CODES

FEE_SCHEDULE = 53
UNCONFIRMED, CONFIRMED = 19, 21
BILLING_TYPE = 40
PAYMENT_TYPES = {70: "Check", 71: "Cash", 72: "Credit Card"}
UNSCHEDULED = 97
CLEANING_RECALL, CHILD_RECALL = 1, 2
Rows = list[Mapping[str, Any]]

DEFINITIONS: tuple[tuple[int, str, str, str], ...] = (
    (UNCONFIRMED, "ApptConfirmed", "Unconfirmed", "Unconfrm"),
    (CONFIRMED, "ApptConfirmed", "Appointment Confirmed", "Confirmed"),
    (22, "ApptConfirmed", "E-mailed", "E-mailed"),
    (23, "ApptConfirmed", "Arrived", "Arrived"),
    (BILLING_TYPE, "BillingTypes", "Standard Account", ""),
    (60, "CommLogTypes", "ApptRelated", "APPT"),
    *((number, "PaymentTypes", name, "") for number, name in PAYMENT_TYPES.items()),
    (75, "ProcCodeCats", "Exams and Xrays", ""),
    (76, "ProcCodeCats", "Cleanings", ""),
    (77, "ProcCodeCats", "Fillings", ""),
    (78, "ProcCodeCats", "Crowns", ""),
    (79, "ProcCodeCats", "Root Canals", ""),
    (81, "ProcCodeCats", "Oral Surgery", ""),
    (UNSCHEDULED, "RecallUnschedStatus", "Left Msg on Ans. Mach", "LeftMsg"),
    (101, "TxPriorities", "1", ""),
    (263, "ProviderSpecialties", "General", ""),
    (264, "ProviderSpecialties", "Hygienist", ""),
    (291, "OperatoryTypes", "Treatment Room", ""),
    (292, "OperatoryTypes", "Hygiene Room", ""),
)
PREFERENCES = {
    "PracticeTitle": "Sampleton Family Dental",
    "PracticePhone": "5035550100",
    "PracticeDefaultProv": "1",
    "PracticeDefaultBillType": str(BILLING_TYPE),
    "EasyNoClinics": "1",
    "AppointmentTimeIncrement": "10",
}
RECALL_TYPES: Rows = [
    {
        "RecallTypeNum": CLEANING_RECALL,
        "Description": "Prophy",
        "DefaultInterval": "6m1d",
        "TimePattern": "/XXXX/",
        "Procedures": "D0120,D1110",
    },
    {
        "RecallTypeNum": CHILD_RECALL,
        "Description": "Child Prophy",
        "DefaultInterval": "6m1d",
        "TimePattern": "/XXX/",
        "Procedures": "D0120,D1120,D1206",
    },
]


def setup_sections(providers: Sequence[Provider], years: int, random: Random) -> dict[str, Rows]:
    """The sections of the practice file that say what the office is."""
    return {
        "definitions": [
            {"DefNum": number, "Category": category, "ItemOrder": order, "ItemName": name, "ItemValue": value}
            for order, (number, category, name, value) in enumerate(DEFINITIONS)
        ],
        "preferences": [{"PrefName": name, "ValueString": value} for name, value in PREFERENCES.items()],
        "feescheds": [{"FeeSchedNum": FEE_SCHEDULE, "Description": "Standard"}],
        "providers": [_provider(provider, random) for provider in providers],
        "operatories": [_operatory(provider) for provider in providers],
        "schedules": [row for provider in providers for row in _hours(provider, years)],
        "procedurecodes": [
            {
                "CodeNum": number,
                "ProcCode": code.code,
                "AbbrDesc": code.abbreviation,
                "Descript": code.description,
                "ProcTime": code.time,
                "ProcCat": code.category,
                "TreatArea": code.area,
                "IsHygiene": "true" if code.is_hygiene else "false",
            }
            for number, code in enumerate(CODES, 1)
        ],
        "fees": [
            {"FeeSched": FEE_SCHEDULE, "CodeNum": number, "Amount": code.fee} for number, code in enumerate(CODES, 1)
        ],
        "recalltypes": RECALL_TYPES,
        "employers": [{"EmployerNum": number, "EmpName": name} for number, name in enumerate(names.EMPLOYERS, 1)],
        "carriers": [{"CarrierNum": number, "CarrierName": name} for number, name in enumerate(names.CARRIERS, 1)],
        "insplans": [
            {
                "PlanNum": number,
                "CarrierNum": number % len(names.CARRIERS) + 1,
                "EmployerNum": number,
                "GroupName": name,
                "GroupNum": f"{''.join(word[0] for word in name.split())}-{number}00",
            }
            for number, name in enumerate(names.EMPLOYERS, 1)
        ],
    }


def _provider(provider: Provider, random: Random) -> dict[str, Any]:
    first_names = names.FEMALE if random.random() < 0.5 else names.MALE
    return {
        "ProvNum": provider.number,
        "Abbr": f"{'HYG' if provider.is_hygienist else 'DOC'}{provider.number}",
        "ItemOrder": provider.number - 1,
        "LName": random.choice(names.FAMILY),
        "FName": random.choice(first_names),
        "Suffix": "RDH" if provider.is_hygienist else random.choice(("DDS", "DMD")),
        "FeeSched": FEE_SCHEDULE,
        "Specialty": 264 if provider.is_hygienist else 263,
        "IsSecondary": "true" if provider.is_hygienist else "false",
        "NationalProvID": f"{provider.number:010}",
    }


def _operatory(provider: Provider) -> dict[str, Any]:
    number = provider.number
    kind = {"ProvHygienist": number, "IsHygiene": "true", "OperatoryType": 292}
    return {
        "OperatoryNum": number,
        "OpName": f"{'Hygiene' if provider.is_hygienist else 'Room'} {number}",
        "Abbrev": f"OP-{number}",
        "ItemOrder": number - 1,
        **(kind if provider.is_hygienist else {"ProvDentist": number, "OperatoryType": 291}),
    }


def _hours(provider: Provider, years: int) -> Rows:
    """Monday to Friday, from the first day of the book to after its last."""
    first, last = -(years * WORKDAYS_OF_A_YEAR * 7 // 5) - 7, AHEAD * 7 // 5 + 60
    return [
        {
            "every": "weekday",
            "from": f"today{first:+d}",
            "to": f"today{last:+d}",
            "ProvNum": provider.number,
            "StartTime": clock_time(start),
            "StopTime": clock_time(stop),
            "operatories": [str(provider.number)],
        }
        for start, stop in SESSIONS
    ]


def clock_time(minutes: int) -> str:
    """
    >>> clock_time(545)
    '09:05'
    """
    return f"{minutes // 60:02}:{minutes % 60:02}"
