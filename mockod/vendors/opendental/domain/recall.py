"""Recalls: when a patient should come again, and how the API writes an interval."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mockod.vendors.opendental.domain.enums import AptPriority, ContactMethod
from mockod.vendors.opendental.domain.patient import NO_DATE

MOST = 255
"""The vendor packs each part of an interval into one byte."""
_PARTS = re.compile(r"(\d{1,3}[ymwd])+", re.ASCII)


@dataclass(frozen=True, slots=True)
class RecallInterval:
    """How long after one visit the next is due."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __str__(self) -> str:
        """Parts that are zero are left out.

        >>> str(RecallInterval(months=6, days=1))
        '6m1d'
        """
        parts = ((self.years, "y"), (self.months, "m"), (self.weeks, "w"), (self.days, "d"))
        return "".join(f"{count}{unit}" for count, unit in parts if count)

    def after(self, day: date) -> date:
        """The day on which the next visit is due; a month too short for it ends it. The last day there is bounds it.

        >>> RecallInterval(months=6, days=1).after(date(2026, 8, 31))
        datetime.date(2027, 3, 1)
        """
        month = day.month - 1 + self.months
        year, month = day.year + self.years + month // 12, month % 12 + 1
        if year > date.max.year:
            return date.max
        moved = date(year, month, min(day.day, monthrange(year, month)[1]))
        return moved + timedelta(days=min(self.weeks * 7 + self.days, (date.max - moved).days))


def parse_interval(text: str) -> RecallInterval:
    """Read ``1y6m20d``: years, months, weeks and days, each at most once and at most 255. Nothing is no interval.

    >>> str(parse_interval("0y6m0w1d"))
    '6m1d'

    Raises ValueError for any other text.
    """
    if text and not _PARTS.fullmatch(text):
        raise ValueError(f"{text!r} is no interval; write 6m1d")
    counts = {unit: int(count) for count, unit in re.findall(r"(\d+)([ymwd])", text)}
    if len(counts) != len(re.findall("[ymwd]", text)) or max(counts.values(), default=0) > MOST:
        raise ValueError(f"{text!r} is no interval; each of y, m, w and d once, at most {MOST}")
    return RecallInterval(counts.get("y", 0), counts.get("m", 0), counts.get("w", 0), counts.get("d", 0))


def read_interval(text: str) -> str:
    """An interval as it is kept: the same, written the one way."""
    return str(parse_interval(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """The columns of the vendor's table. Numbers of other rows are 0 for none.

    ``recall_interval`` is as the API writes it; ``disable_until_balance`` an amount, 0 for none.
    """

    recall_num: int = 0
    pat_num: int
    date_due: date = NO_DATE
    date_previous: date = NO_DATE
    recall_interval: str
    recall_status: int = 0
    note: str = ""
    is_disabled: bool = False
    date_t_stamp: datetime
    recall_type_num: int
    disable_until_balance: float = 0.0
    disable_until_date: date = NO_DATE
    priority: AptPriority = AptPriority.Normal
    time_pattern_override: str = ""


def after_treatment(recall: Recall, previous: date, now: datetime) -> Recall:
    """The recall once its treatment was done on the day ``previous``: due an interval later, never without one."""
    due = parse_interval(recall.recall_interval).after(previous) if recall.recall_interval else NO_DATE
    return replace(recall, date_previous=previous, date_due=due, date_t_stamp=now)


def contact(method: ContactMethod, *, hm_phone: str, wk_phone: str, wireless_phone: str, email: str) -> str:
    """How to reach a patient for a recall; an e-mail address stands bare. Without a wish it is the phone at home.

    >>> contact(ContactMethod.TextMessage, hm_phone="", wk_phone="", wireless_phone="(503)555-0101", email="")
    'Text:(503)555-0101'
    """
    ways = {
        ContactMethod.None_: ("Hm:", hm_phone),
        ContactMethod.HmPhone: ("Hm:", hm_phone),
        ContactMethod.WkPhone: ("Wk:", wk_phone),
        ContactMethod.WirelessPh: ("Cell:", wireless_phone),
        ContactMethod.TextMessage: ("Text:", wireless_phone),
        ContactMethod.Email: ("", email),
    }
    way, address = ways.get(method, ("", method.name))
    return f"{way}{address}" if address else ""
