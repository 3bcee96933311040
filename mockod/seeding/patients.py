"""A patient and all that is theirs: family, appointments, treatment, insurance, recalls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from mockod.seeding.builder import OWNER, Builder, Row, Shared

When = str | date | datetime
"""A date, or a date and time, as practice files write it (``next monday 9:00``) or as Python does."""
Who = int | str | Builder
"""A row by its number, by what people call it, or by its builder."""
MINUTES_OF_A_MARK = 5
"""What one character of an appointment's pattern stands for."""


@dataclass(frozen=True, kw_only=True)
class Patient(Builder):
    """A patient. Each method answers another one, with what it says besides."""

    def born(self, on: When) -> Self:
        return self.having(Birthdate=on)

    def with_phone(self, number: str) -> Self:
        """A mobile phone."""
        return self.having(WirelessPhone=number)

    def with_email(self, address: str) -> Self:
        return self.having(Email=address)

    def of_family(self, head: Who) -> Self:
        """Of the family whose guarantor this is: a patient's number, or a builder."""
        return self.having(Guarantor=head)

    # ----- appointments -----

    def booked(
        self,
        at: When,
        *,
        provider: Who = 1,
        operatory: Who = 1,
        minutes: int | None = None,
        procedures: Iterable[str] = (),
        **columns: Any,
    ) -> Self:
        """An appointment on the book. ``procedures`` are codes; ``columns`` are the vendor's.

        Raises ValueError for minutes that no pattern has.
        """
        if minutes is not None and (minutes < MINUTES_OF_A_MARK or minutes % MINUTES_OF_A_MARK):
            raise ValueError(f"minutes: {minutes} is no multiple of {MINUTES_OF_A_MARK}")
        pattern = "X" * (minutes // MINUTES_OF_A_MARK) if minutes else None
        given: dict[str, Any] = {"AptDateTime": at, "ProvNum": provider, "Op": operatory, "Pattern": pattern}
        return self.adding("appointments", PatNum=OWNER, **{**given, "procedures": [*procedures] or None, **columns})

    def visited(self, at: When, **more: Any) -> Self:
        """An appointment that was kept; what it takes is as for ``booked``, and its procedures are done."""
        return self.booked(at, **{"AptStatus": "Complete", **more})

    def no_show(self, at: When, *, code: str | None = None, **more: Any) -> Self:
        """An appointment that the patient missed. ``code`` is charged for it, as D9986, where the office does so."""
        return self._broken(at, code, more)

    def cancelled(self, at: When, *, code: str | None = None, **more: Any) -> Self:
        """An appointment that was broken in time. ``code`` is charged for it, as D9987, where the office does so."""
        return self._broken(at, code, more)

    def _broken(self, at: When, code: str | None, more: dict[str, Any]) -> Self:
        broken = self.booked(at, **{"AptStatus": "Broken", **more})
        day = _day_of(at) if isinstance(at, str) else date(at.year, at.month, at.day)
        return broken.completed(code, on=day) if code else broken

    def unscheduled(self, since: When, **more: Any) -> Self:
        """An appointment on the unscheduled list, which was to be at ``since``."""
        return self.booked(since, **{"AptStatus": "UnschedList", "operatory": 0, **more})

    # ----- treatment -----

    def completed(self, code: str, on: When, *, provider: Who = 1, fee: float | None = None, **columns: Any) -> Self:
        """A procedure that was done; ``fee`` is what it cost."""
        return self._procedure(code, on, "C", provider, fee, columns)

    def planned(
        self, code: str, *, on: When = "today", provider: Who = 1, fee: float | None = None, **columns: Any
    ) -> Self:
        """A procedure that is planned, since ``on``."""
        return self._procedure(code, on, "TP", provider, fee, columns)

    def _procedure(
        self, code: str, on: When, status: str, provider: Who, fee: float | None, columns: dict[str, Any]
    ) -> Self:
        given: dict[str, Any] = {"CodeNum": code, "ProcStatus": status, "ProvNum": provider, "ProcFee": fee}
        dates = {"ProcDate": on, "DateTP": on, "DateEntryC": on if status == "C" else None}
        return self.adding("procedurelogs", PatNum=OWNER, **{**given, **dates, **columns})

    def due_for_recall(self, type: str | int = "Prophy", *, on: When = "today", interval: str = "6m1d") -> Self:
        """Due ``on`` a day for a kind of recall, by its number or name; one of a name that is not there is made."""
        made = self
        if isinstance(type, str):
            made = self._sharing("recalltypes", type, Description=type, DefaultInterval=interval)
        return made.adding("recalls", PatNum=OWNER, RecallTypeNum=type, DateDue=on, RecallInterval=interval)

    def allergic_to(self, what: str | int, reaction: str | None = None) -> Self:
        """An allergy, by the number or name of its definition; one of a name that is not there is made."""
        made = self._sharing("allergydefs", what, Description=what) if isinstance(what, str) else self
        return made.adding("allergies", PatNum=OWNER, AllergyDefNum=what, Reaction=reaction)

    # ----- money -----

    def with_insurance(
        self,
        carrier: str = "Sample Dental Insurance",
        *,
        group: str | None = None,
        subscriber: Who | None = None,
        relationship: str = "Self",
        subscriber_id: str | None = None,
    ) -> Self:
        """Covered by a plan of a carrier, which is made where none is called so. Without ``subscriber`` the patient is.

        A second call makes the secondary plan.
        """
        ordinal = 1 + sum(row.section == "patplans" for row in self.rows)
        plan, of_plan = f": plan {ordinal}", f": subscriber {ordinal}"
        made = self._sharing("carriers", carrier, CarrierName=carrier)
        made = made.adding("insplans", shared=plan, CarrierNum=carrier, GroupName=group)
        made = made.adding(
            "inssubs",
            shared=of_plan,
            PlanNum=Shared(plan),
            Subscriber=OWNER if subscriber is None else subscriber,
            SubscriberID=subscriber_id,
        )
        return made.adding(
            "patplans", PatNum=OWNER, Ordinal=ordinal, InsSubNum=Shared(of_plan), Relationship=relationship
        )

    def with_balance(self, amount: float, *, on: When = "today", provider: Who = 1) -> Self:
        """Owes so much since ``on``, by an adjustment; below 0 the office owes it."""
        kind = f"Balance {'brought forward' if amount >= 0 else 'in favour'}"
        sign = "+" if amount >= 0 else "-"
        made = self._sharing("definitions", kind, Category="AdjTypes", ItemName=kind, ItemValue=sign)
        return made.adding(
            "adjustments", PatNum=OWNER, AdjType=kind, AdjDate=on, ProcDate=on, AdjAmt=amount, ProvNum=provider
        )

    def _sharing(self, section: str, label: str, **columns: Any) -> Self:
        """A row that is made only where there is none that is called so."""
        return self.adding(section, shared=label, unless_there=True, **columns)


def _day_of(at: str) -> str:
    """A date without its time of day.

    >>> _day_of("last monday 10:00"), _day_of("2026-03-02"), _day_of("in 3 days 9:30")
    ('last monday', '2026-03-02', 'in 3 days')
    """
    day, _, time = at.rpartition(" ")
    return day if ":" in time else at


def a_patient(name: str, **columns: Any) -> Patient:
    """A patient by first and last name; ``columns`` are the vendor's. Raises ValueError for a name of one word.

    >>> a_patient("Ana María Rivera").as_fragment()
    {'patients': [{'as': 'Ana María Rivera', 'LName': 'Rivera', 'FName': 'Ana María'}]}
    """
    first, _, last = name.strip().rpartition(" ")
    if not first or not name.strip()[0].isalpha():
        raise ValueError(f"{name!r} is no first and last name")
    row = Row("patients", tuple({"LName": last, "FName": first.strip(), **columns}.items()))
    return Patient(label=name.strip(), rows=(row,))
