"""The wire's habits, one field each: how Open Dental spells numbers, booleans, dates, colours and names.

Stored values are as the vendor's database has them: 0 or 1, an enumeration's number, dates as text with
0001-01-01 for none, colours as one signed number.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import IntEnum
from typing import Any

from mockod.rest.schema import BadFormat, Leniency, Spelling, WireField
from mockod.vendors.opendental.domain.enums import by_wire_name, wire_name
from mockod.vendors.opendental.domain.pattern import is_pattern

BIGGEST = 2**63 - 1
FLAGS = ("false", "true")
TITLE_FLAGS = ("False", "True")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)
_TIME = re.compile(r"\d\d:\d\d:\d\d", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,19}(?:\.\d{1,12})?", re.ASCII)
_COLOR = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3})", re.ASCII)

Bind = Callable[[Any], str]


class Text(WireField):
    """Text. A number is taken as its digits; ``longest`` bounds what a client may send."""

    blank_is_missing = True

    def __init__(self, *, longest: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.longest = longest

    def read(self, value: Any, habits: Leniency) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or (self.longest is not None and len(value) > self.longest):
            raise ValueError("no text")
        return value


class OneLine(Text):
    """Text that people write: shown with a blank for each line break, as the vendor's serializer does."""

    def show(self, stored: str, spelling: Spelling | None = None) -> str:
        return stored.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.show)}({stored})"


class Integer(WireField):
    """A whole number of 64 bits, not below ``least``; a numeric string is understood unless the office is strict."""

    def __init__(self, *, least: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.least = least

    def read(self, value: Any, habits: Leniency) -> int:
        if isinstance(value, str) and habits.numeric_strings and _INTEGER.fullmatch(value):
            value = int(value)
        if type(value) is not int or not -BIGGEST - 1 <= value <= BIGGEST:
            raise ValueError("no whole number")
        if self.least is not None and value < self.least:
            raise ValueError("too small")
        return value


class Ref(Integer):
    """The number of a row in another table, refused with ``{row} not found.`` where there is none.

    0 means none, where ``optional``.
    """

    def __init__(self, row: str, table: str, key: str, *, optional: bool = True, **options: Any) -> None:
        super().__init__(least=0, **options)
        self.row = row
        self.table = table
        self.key = key
        self.optional = optional


class IntegerList(WireField):
    """Whole numbers, ``[1,2,3]``; repeated ones count once."""

    def read(self, value: Any, habits: Leniency) -> tuple[int, ...]:
        if not isinstance(value, list):
            raise ValueError("no list")
        one = Integer(least=1)
        return tuple(dict.fromkeys(one.read(item, habits) for item in value))


class DefinitionRef(Integer):
    """A DefNum, refused as invalid where no definition of ``category`` has it."""

    def __init__(self, category: int, *, optional: bool = False, **options: Any) -> None:
        super().__init__(least=0, **options)
        self.category = category
        self.optional = optional


class NumberText(WireField):
    """A number that goes out as text; some resources show every value so."""

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return str(stored)

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"str({stored})"


class Number(WireField):
    """A decimal number."""

    def read(self, value: Any, habits: Leniency) -> float:
        if isinstance(value, str) and not (habits.numeric_strings and _DECIMAL.fullmatch(value)):
            raise ValueError("no number")
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError("no number")
        number = float(value)
        if number != number or abs(number) > BIGGEST:
            raise ValueError("out of range")
        return number


class Flag(WireField):
    """ "true" or "false", stored as 1 or 0. JSON's own booleans are understood unless the office is strict."""

    def read(self, value: Any, habits: Leniency) -> bool:
        if isinstance(value, bool) and habits.json_booleans:
            return value
        if isinstance(value, str) and value.lower() in FLAGS:
            return value.lower() == "true"
        raise ValueError('neither "true" nor "false"')

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return FLAGS[stored]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(FLAGS)}[{stored}]"


class TitleFlag(Flag):
    """ "True" or "False": so spelled by the few methods that are built from the vendor's data tables."""

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return TITLE_FLAGS[stored]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(TITLE_FLAGS)}[{stored}]"


class Choice(WireField):
    """One of an enumeration's names, in the vendor's letter case; numbers are refused, as seen live."""

    def __init__(self, kind: type[IntEnum], *, accepts: Iterable[IntEnum] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.names = {member.value: wire_name(member) for member in kind}
        accepted = set(kind if accepts is None else accepts)
        self.members = {name: member for name, member in by_wire_name(kind).items() if member in accepted}

    def read(self, value: Any, habits: Leniency) -> IntEnum:
        if not isinstance(value, str) or value not in self.members:
            raise ValueError("no such name")
        return self.members[value]

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return self.names[stored]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.names)}[{stored}]"


class Dated(WireField, ABC):
    """Something with a format of its own, named in the refusal."""

    @abstractmethod
    def parse(self, text: str) -> Any:
        """Read a text in the format. Raises ValueError for any other."""

    def read(self, value: Any, habits: Leniency) -> Any:
        if not isinstance(value, str) or not value:
            raise ValueError("no text")
        try:
            return self.parse(value)
        except ValueError as exc:
            raise BadFormat(self.format) from exc


class Day(Dated):
    """A date, ``yyyy-MM-dd``."""

    format = "yyyy-MM-dd"

    def parse(self, text: str) -> date:
        if not _DATE.fullmatch(text):
            raise ValueError("no date")
        return date.fromisoformat(text)

    def show(self, stored: str, spelling: Spelling | None = None) -> str:
        return stored

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"spelling.date({stored})" if spelled else stored


class Moment(Dated):
    """A date and time, ``yyyy-MM-dd HH:mm:ss``, in the office's own time."""

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


class Color(WireField):
    """``R,G,B``, stored as the signed ARGB number of the vendor's database; 0 is none and goes out as 0,0,0."""

    def read(self, value: Any, habits: Leniency) -> int:
        match = _COLOR.fullmatch(value) if isinstance(value, str) else None
        parts = [int(part) for part in match.groups()] if match else [256]
        if max(parts) > 255:
            raise ValueError("no colour")
        red, green, blue = parts
        return argb(red, green, blue)

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return f"{stored >> 16 & 255},{stored >> 8 & 255},{stored & 255}"

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f'f"{{{stored} >> 16 & 255}},{{{stored} >> 8 & 255}},{{{stored} & 255}}"'


def argb(red: int, green: int, blue: int) -> int:
    """A colour as the database keeps it. Black is none: the API cannot say it otherwise."""
    rgb = red << 16 | green << 8 | blue
    return rgb - (1 << 24) if rgb else 0


class PatternText(WireField):
    """A time pattern: X and / only, not empty."""

    def read(self, value: Any, habits: Leniency) -> str:
        if not isinstance(value, str) or not is_pattern(value):
            raise ValueError("no pattern")
        return value
