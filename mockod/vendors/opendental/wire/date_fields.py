"""The types of dates and times, each with a format of its own. They are stored as text, with 0001-01-01 for none."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from datetime import date, datetime, time
from typing import Any

from mockod.rest.schema import BadFormat, FieldType, Leniency, Spelling
from mockod.vendors.opendental.wire.fields import Bind, CheckedText, ColumnType

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d:\d\d", re.ASCII)
_SPAN = re.compile(r"-?\d{2,3}:[0-5]\d:[0-5]\d", re.ASCII)


class Dated(ColumnType, ABC):
    """Something with a format of its own, named in the refusal."""

    @abstractmethod
    def parse(self, text: str) -> Any:
        """Read a text in the format. Raises ValueError for any other."""

    def read(self, value: Any, leniency: Leniency) -> Any:
        if not isinstance(value, str) or not value:
            raise ValueError("no text")
        try:
            return self.parse(value)
        except ValueError as exc:
            raise BadFormat(self.format) from exc

    def spell(self, stored: str) -> str:
        self.parse(stored)
        return stored


class Day(Dated):
    """A date, ``yyyy-MM-dd``."""

    empty = "0001-01-01"

    format = "yyyy-MM-dd"

    def parse(self, text: str) -> date:
        if not _DATE.fullmatch(text):
            raise ValueError("no date")
        return date.fromisoformat(text)

    def show(self, stored: str, spelling: Spelling | None = None) -> str:
        return stored

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"spelling.date({stored})" if spelled else stored


class ClearableDay(Day):
    """A date that a client may take away again: an empty text is none (documented)."""

    def read(self, value: Any, leniency: Leniency) -> Any:
        return date.min if value == "" else super().read(value, leniency)


class Moment(Dated):
    """A date and time, ``yyyy-MM-dd HH:mm:ss``, in the office's own time."""

    empty = "0001-01-01 00:00:00"

    format = "yyyy-MM-dd HH:mm:ss"

    def parse(self, text: str) -> datetime:
        if not _MOMENT.fullmatch(text):
            raise ValueError("no date and time")
        return datetime.fromisoformat(text)

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"spelling.moment({stored})" if spelled else stored


class MomentOrDay(Moment):
    """A date and time, or a date alone, meaning its midnight: the vendor's own example sends one."""

    def parse(self, text: str) -> datetime:
        return super().parse(f"{text} 00:00:00" if _DATE.fullmatch(text) else text)


class TimeOfDay(Dated):
    """A time of day, ``HH:mm:ss``."""

    format = "HH:mm:ss"

    def parse(self, text: str) -> time:
        if not _TIME.fullmatch(text):
            raise ValueError("no time of day")
        return time.fromisoformat(text)


class TimeOrMoment(TimeOfDay):
    """A time of day, or a whole date and time: the create form sends those."""

    def parse(self, text: str) -> time | datetime:  # type: ignore[override]
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else super().parse(text)


class Span(CheckedText):
    """A span of time, ``HH:mm:ss``, that may be negative: ``-01:00:00`` stands for one that nobody has entered."""

    empty = "00:00:00"

    def from_text(self, text: str) -> str:
        if not _SPAN.fullmatch(text):
            raise ValueError(f"{text!r} is no span of time; write 08:30:00")
        return text


class DayOfMoment(Day):
    """The date of a column that holds a time as well, which the answer leaves out."""

    def show(self, stored: str, spelling: Spelling | None = None) -> str:
        return stored[:10]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return super().expression(f"{stored}[:10]", bind, spelled)


class AmericanMoment(FieldType):
    """A date and time as the vendor's program prints it, ``M/d/yyyy h:mm:ss tt``; none is 1/1/0001 12:00:00 AM."""

    def show(self, stored: str, spelling: Spelling | None = None) -> str:
        """
        >>> AmericanMoment().show("2023-07-06 13:48:55"), AmericanMoment().show("0001-01-01 00:00:00")
        ('7/6/2023 1:48:55 PM', '1/1/0001 12:00:00 AM')
        """
        at = datetime.fromisoformat(stored)
        half = "AM" if at.hour < 12 else "PM"
        return f"{at.month}/{at.day}/{at.year:04} {at.hour % 12 or 12}:{at.minute:02}:{at.second:02} {half}"

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.show)}({stored})"
