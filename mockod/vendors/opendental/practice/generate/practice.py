"""The generated practice, section by section, as a practice file has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from random import Random
from typing import Any

from mockod.vendors.opendental.practice.generate.book import WORKDAYS_OF_A_YEAR, Book, Progress, Provider, Visit
from mockod.vendors.opendental.practice.generate.names import EMPLOYERS
from mockod.vendors.opendental.practice.generate.people import Person, people
from mockod.vendors.opendental.practice.generate.setup_rows import (
    BILLING_TYPE,
    CHILD_RECALL,
    CLEANING_RECALL,
    CONFIRMED,
    PAYMENT_TYPES,
    UNCONFIRMED,
    UNSCHEDULED,
    Rows,
    clock_time,
    setup_sections,
)

VISITS_OF_A_YEAR = 2.5
"""Of one patient, about."""
VISITS_OF_A_DAY = 8.5
"""That one provider has time for, about."""
UNTIL_RECALL = 126
"""Working days from a cleaning to the next one due."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to have generated."""

    patients: int
    years: int
    seed: int
    providers: int | None = None
    """As many as the patients need, where it is not said. Fewer have a full book and see people more seldom."""

    def staff(self) -> list[Provider]:
        """Dentists first; three in five are hygienists, none where one works alone."""
        needed = ceil(self.patients * VISITS_OF_A_YEAR / (VISITS_OF_A_DAY * WORKDAYS_OF_A_YEAR))
        count = self.providers or max(needed, 2)
        dentists = count - count * 3 // 5 if count > 2 else max(count - 1, 1)
        return [Provider(number, is_hygienist=number > dentists) for number in range(1, count + 1)]


def generate(wish: Wish, progress: Progress) -> dict[str, Rows]:
    """The sections of a practice; the same wish makes the same, on any day."""
    random = Random(wish.seed)
    staff = wish.staff()
    everybody = people(wish.patients, random)
    sections = setup_sections(staff, wish.years, random)
    rows = _Rows(staff, random)
    for visit in Book(everybody, staff, wish.years, random).visits(progress):
        rows.add(visit)
    sections["patients"] = [rows.patient(person) for person in everybody]
    sections |= _insurance(everybody, random)
    return sections | {
        "appointments": rows.appointments,
        "recalls": rows.recalls(everybody),
        "payments": rows.payments,
        "paysplits": rows.splits,
    }


class _Rows:
    """Visits as rows, and what follows from them."""

    def __init__(self, staff: list[Provider], random: Random) -> None:
        self._dentists = [provider.number for provider in staff if not provider.is_hygienist]
        self._hygienists = [provider.number for provider in staff if provider.is_hygienist]
        self._random = random
        self._first: dict[int, int] = {}
        """Patient -> day of the first visit."""
        self._cleaned: dict[int, int] = {}
        """Patient -> day of the last cleaning."""
        self.appointments: Rows = []
        self.payments: Rows = []
        self.splits: Rows = []

    def add(self, visit: Visit) -> None:
        self.appointments.append(self._appointment(visit))
        if visit.status == "Complete":
            self._first.setdefault(visit.person.number, visit.day)
            if visit.is_hygiene:
                self._cleaned[visit.person.number] = visit.day
            self._pay(visit)

    def _appointment(self, visit: Visit) -> dict[str, Any]:
        by_hygienist = visit.provider in self._hygienists
        row: dict[str, Any] = {
            "AptNum": len(self.appointments) + 1,
            "PatNum": visit.person.number,
            "AptStatus": visit.status,
            "AptDateTime": f"{workday(visit.day)} {clock_time(visit.start)}",
            "Pattern": visit.work.pattern,
            "ProvNum": self._dentist_of(visit.person) if by_hygienist else visit.provider,
        }
        if by_hygienist:
            row |= {"ProvHyg": visit.provider, "IsHygiene": "true"}
        if visit.status == "UnschedList":
            row["UnschedStatus"] = UNSCHEDULED
        else:
            row["Op"] = visit.provider
            is_confirmed = visit.status == "Complete" or (visit.day < 5 and self._random.random() < 0.7)
            row["Confirmed"] = CONFIRMED if is_confirmed else UNCONFIRMED
        if visit.is_first:
            row["IsNewPatient"] = "true"
        return row | {"procedures": list(visit.work.procedures)}

    def _dentist_of(self, person: Person) -> int:
        return self._dentists[person.guarantor % len(self._dentists)]

    def _pay(self, visit: Visit) -> None:
        """Most pay on the day, some half of it, a few not yet."""
        kind = self._random.random()
        amount = visit.work.fee if kind < 0.75 else visit.work.fee / 2 if kind < 0.95 else 0
        if not amount:
            return
        number, day = len(self.payments) + 1, workday(visit.day)
        self.payments.append(
            {
                "PayNum": number,
                "PayType": self._random.choice(tuple(PAYMENT_TYPES)),
                "PayDate": day,
                "DateEntry": day,
                "PayAmt": f"{amount:g}",
                "PatNum": visit.person.guarantor,
            }
        )
        self.splits.append(
            {
                "SplitNum": number,
                "PayNum": number,
                "PatNum": visit.person.number,
                "ProvNum": visit.provider,
                "SplitAmt": f"{amount:g}",
                "DatePay": day,
                "DateEntry": day,
            }
        )

    def patient(self, person: Person) -> dict[str, Any]:
        row: dict[str, Any] = {
            "PatNum": person.number,
            "LName": person.last_name,
            "FName": person.first_name,
            "Gender": person.gender,
            "Position": "Child" if person.is_child else "Married" if person.is_married else "Single",
            "Birthdate": f"today-{person.age}",
            "Address": person.address,
            "City": person.town,
            "State": "OR",
            "Zip": "00000",
            "WirelessPhone": person.phone,
            "Guarantor": person.guarantor,
            "PriProv": self._dentist_of(person),
            "BillingType": BILLING_TYPE,
        }
        if self._hygienists:
            row["SecProv"] = self._hygienists[person.guarantor % len(self._hygienists)]
        if person.relationship != "Child":
            row["Email"] = f"{person.first_name}.{person.last_name}.{person.number}@example.com".lower()
        if person.number in self._first:
            row["DateFirstVisit"] = workday(self._first[person.number])
        return row

    def recalls(self, everybody: list[Person]) -> Rows:
        """When each who was cleaned is due for the next one."""
        return [
            {
                "PatNum": person.number,
                "RecallTypeNum": CHILD_RECALL if person.is_child else CLEANING_RECALL,
                "RecallInterval": "6m1d",
                "DatePrevious": workday(self._cleaned[person.number]),
                "DateDue": workday(self._cleaned[person.number] + UNTIL_RECALL),
            }
            for person in everybody
            if person.number in self._cleaned
        ]


def _insurance(everybody: list[Person], random: Random) -> dict[str, Rows]:
    """The guarantor of an insured family subscribes, and the whole family has the plan."""
    subscribers: dict[int, int] = {}
    subs: list[Mapping[str, Any]] = []
    plans: list[Mapping[str, Any]] = []
    for person in everybody:
        if not person.is_insured:
            continue
        if person.is_guarantor:
            number = subscribers[person.number] = len(subs) + 1
            subs.append(
                {
                    "InsSubNum": number,
                    "PlanNum": random.randint(1, len(EMPLOYERS)),
                    "Subscriber": person.number,
                    "SubscriberID": f"M{person.number:06}",
                }
            )
        plans.append(
            {
                "PatNum": person.number,
                "Ordinal": 1,
                "InsSubNum": subscribers[person.guarantor],
                "Relationship": person.relationship,
            }
        )
    return {"inssubs": subs, "patplans": plans}


def workday(day: int) -> str:
    """
    >>> workday(-3), workday(0), workday(5)
    ('workday-3', 'workday', 'workday+5')
    """
    return f"workday{day:+d}" if day else "workday"
