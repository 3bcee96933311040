"""The types of Open Dental's values: numbers, booleans, colours, names; each in its four spellings.

A type reads what a client sends, shows what is stored, reads what a practice file says, and spells a stored value for
a diff. Stored values are as the vendor's database has them: 0 or 1, an enumeration's number, colours as one signed
number. ``date_fields`` has the types of dates and times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from enum import IntEnum
from math import isfinite
from typing import Any

from mockod.rest.schema import FieldType, Leniency, Spelling
from mockod.vendors.opendental.domain.enums import DefCat, by_wire_name, wire_name
from mockod.vendors.opendental.domain.pattern import is_pattern
from mockod.vendors.opendental.domain.recall import read_interval
from mockod.vendors.opendental.wire.entities import ENTITIES

BIGGEST = 2**63 - 1
TEXT_BYTES = 65_535
"""What a column of the vendor's holds, in UTF-8: MySQL's type ``text`` (source)."""
FLAGS = ("false", "true")
TITLE_FLAGS = ("False", "True")
_INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,19}(?:\.\d{1,12})?", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,10})?", re.ASCII)

_WRITTEN_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
_WRITTEN_DECIMAL = re.compile(r"-?\d{1,19}(?:\.\d{1,20})?", re.ASCII)
_WRITTEN_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|24:00(?::00)?", re.ASCII)

Bind = Callable[[Any], str]


class ColumnType(FieldType):
    """A type that a column of the database can have."""

    sql_type = "TEXT"
    empty: Any = ""
    """What a row has that nobody gave a value, as it is stored."""

    def from_text(self, text: str) -> Any:
        """What a practice file says, as it is stored. Raises ValueError saying what it should be."""
        return text

    def spell(self, stored: Any) -> Any:
        """A stored value as the API spells it. Raises ValueError or TypeError where the column cannot hold it."""
        return stored


def is_within(text: str, most_bytes: int) -> bool:
    """Whether a text takes no more bytes in UTF-8."""
    return len(text) * 4 <= most_bytes or len(text.encode()) <= most_bytes


class Text(ColumnType):
    """Text. A number is taken as its digits.

    ``longest`` is what the vendor's column holds where it is a ``varchar``: so many characters. Else it is a ``text``.
    """

    blank_is_missing = True

    def __init__(self, *, longest: int | None = None) -> None:
        self.longest = longest

    def holds(self, text: str) -> bool:
        """Whether the column holds a text."""
        return len(text) <= self.longest if self.longest is not None else is_within(text, TEXT_BYTES)

    def read(self, value: Any, leniency: Leniency) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise ValueError("no text")
        if leniency.is_to_be_stored and not self.holds(value):
            raise ValueError("too long")
        return value

    def from_text(self, text: str) -> str:
        if self.holds(text):
            return text
        if self.longest is not None:
            raise ValueError(f"this text has {self.longest} characters at most; here are {len(text)}")
        raise ValueError(f"a text has {TEXT_BYTES} bytes at most; this one has {len(text.encode())}")


class OneLine(Text):
    """Text that people write: shown with a blank for each line break, as the vendor's serializer does."""

    def show(self, stored: str, spelling: Spelling | None = None) -> str:
        return stored.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.show)}({stored})"


class Integer(ColumnType):
    """A whole number of 64 bits, from ``least`` to ``most``; a numeric string is one unless the office is strict."""

    sql_type = "INTEGER"
    empty = 0

    def __init__(self, *, least: int | None = None, most: int | None = None) -> None:
        self.least = least
        self.most = most

    def read(self, value: Any, leniency: Leniency) -> int:
        if isinstance(value, str) and leniency.numeric_strings and _INTEGER.fullmatch(value):
            value = int(value)
        if type(value) is not int or not -BIGGEST - 1 <= value <= BIGGEST:
            raise ValueError("no whole number")
        if self.least is not None and value < self.least:
            raise ValueError("too small")
        if self.most is not None and value > self.most:
            raise ValueError("too big")
        return value

    def from_text(self, text: str) -> int:
        return read_whole(text)


class ForeignKey(Integer):
    """The number of a row in another table: ``ForeignKey("provider.ProvNum")``.

    Refused with ``Provider not found.`` where there is none. 0 means none, unless ``zero`` says that it is refused too.
    """

    def __init__(self, column: str, *, zero: bool = True) -> None:
        super().__init__(least=0)
        self.table, self.key = column.split(".")
        self.zero = zero

    @property
    def required(self) -> ForeignKey:
        """The same where a row must be named: 0 will not do."""
        return ForeignKey(f"{self.table}.{self.key}", zero=False)

    @property
    def entity(self) -> str:
        """The word for the row: ``PatNum`` names a Patient, ``ClinicNum`` a Clinic."""
        return ENTITIES.get(self.key, self.key.removesuffix("Num"))


class IntegerList(ColumnType):
    """Whole numbers, ``[1,2,3]``; repeated ones count once."""

    def read(self, value: Any, leniency: Leniency) -> tuple[int, ...]:
        if not isinstance(value, list):
            raise ValueError("no list")
        one = Integer(least=1)
        return tuple(dict.fromkeys(one.read(item, leniency) for item in value))


class DefinitionKey(Integer):
    """A DefNum, refused as invalid where no definition of ``category`` has it; 0 means none where ``zero``."""

    def __init__(self, category: DefCat, *, zero: bool = True) -> None:
        super().__init__(least=0)
        self.category = category
        self.zero = zero


class NumberText(ColumnType):
    """A number that goes out as text; some resources show every value so."""

    sql_type = "INTEGER"
    empty = 0

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return str(stored)

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"str({stored})"


class Number(ColumnType):
    """A decimal number."""

    sql_type = "REAL"
    empty = 0.0

    def read(self, value: Any, leniency: Leniency) -> float:
        if isinstance(value, str) and not (leniency.numeric_strings and _DECIMAL.fullmatch(value)):
            raise ValueError("no number")
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError("no number")
        number = float(value)
        if number != number or abs(number) > BIGGEST:
            raise ValueError("out of range")
        return number

    def from_text(self, text: str) -> float:
        if not _WRITTEN_DECIMAL.fullmatch(text):
            raise ValueError(f"{text!r} is no number")
        return float(text)

    def spell(self, stored: float) -> float:
        if not isfinite(stored):
            raise ValueError("no number that JSON has")
        return stored


class Amount(Number):
    """An amount of money: text with two decimals. A JSON number is understood too."""

    def read(self, value: Any, leniency: Leniency) -> float:
        if isinstance(value, str):
            if not _AMOUNT.fullmatch(value):
                raise ValueError("no amount")
            value = float(value)  # in any office, as the pages send it so
        return round(super().read(value, leniency), 2) + 0.0  # which makes a zero of -0.0

    def show(self, stored: float, spelling: Spelling | None = None) -> str:
        return f"{stored:.2f}"

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f'f"{{{stored}:.2f}}"'


class DecimalText(Number):
    """A decimal number that goes out as text, without zeros that say nothing: ``-20``, ``0.5``."""

    def show(self, stored: float, spelling: Spelling | None = None) -> str:
        return f"{stored:.15g}"

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f'f"{{{stored}:.15g}}"'


class Flag(ColumnType):
    """ "true" or "false", stored as 1 or 0. JSON's own booleans are understood unless the office is strict."""

    sql_type = "INTEGER"
    empty = 0

    def read(self, value: Any, leniency: Leniency) -> bool:
        if isinstance(value, bool) and leniency.json_booleans:
            return value
        if isinstance(value, str) and value.lower() in FLAGS:
            return value.lower() == "true"
        raise ValueError('neither "true" nor "false"')

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return FLAGS[stored]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(FLAGS)}[{stored}]"

    def from_text(self, text: str) -> int:
        if text.lower() not in FLAGS:
            raise ValueError(f"{text!r} is neither true nor false")
        return FLAGS.index(text.lower())

    def spell(self, stored: int) -> str:
        if stored not in (0, 1):
            raise ValueError("neither 0 nor 1")
        return FLAGS[stored]


class TitleFlag(Flag):
    """ "True" or "False": so spelled by the few methods that are built from the vendor's data tables."""

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return TITLE_FLAGS[stored]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(TITLE_FLAGS)}[{stored}]"


class Choice(ColumnType):
    """One of an enumeration's names, in the vendor's letter case; numbers are refused, as seen live."""

    sql_type = "INTEGER"
    empty = 0

    def __init__(self, kind: type[IntEnum], *, accepts: Iterable[IntEnum] | None = None) -> None:
        self.kind = kind
        self.names = {member.value: wire_name(member) for member in kind}
        accepted = set(kind if accepts is None else accepts)
        self.members = {name: member for name, member in by_wire_name(kind).items() if member in accepted}

    def read(self, value: Any, leniency: Leniency) -> IntEnum:
        if not isinstance(value, str) or value not in self.members:
            raise ValueError("no such name")
        return self.members[value]

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return self.names[stored]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.names)}[{stored}]"

    def from_text(self, text: str) -> int:
        """A practice file may write the number, too."""
        names = by_wire_name(self.kind)
        if text in names:
            return int(names[text])
        if _WRITTEN_WHOLE.fullmatch(text) and int(text) in self.names:
            return int(text)
        raise ValueError(f"{text!r} is none of {', '.join(names)}")

    def spell(self, stored: int) -> str:
        return wire_name(self.kind(stored))


class CheckedText(Text):
    """A text of a form of its own, which practice files are held to; a blank one is none."""

    def spell(self, stored: str) -> str:
        if self.from_text(stored) != stored:
            raise ValueError("not as it is kept")
        return stored


class PatternText(CheckedText):
    """A time pattern: X and / only. A client cannot send an empty one, unless ``blank`` says that it takes it back.

    ``absent`` says that an empty one is not given at all.
    """

    blank_is_missing = False

    def __init__(self, *, blank: bool = False, absent: bool = False, longest: int | None = None) -> None:
        """``longest`` is told where a longer one is refused; elsewhere it is cut."""
        super().__init__(longest=longest)
        self.blank = blank
        self.blank_is_absent = absent

    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str) or not (is_pattern(value) or (self.blank and not value)):
            raise ValueError("no pattern")
        if self.longest is not None and not self.holds(value):
            raise ValueError("too long")
        return value

    def from_text(self, text: str) -> str:
        if text and not is_pattern(text):
            raise ValueError(f"{text!r} is no pattern; X is the provider's time, / the assistant's")
        return text


class TimeText(CheckedText):
    """A time of day, ``HH:mm:ss``, that is kept and shown as text; practice files may leave out the seconds."""

    def from_text(self, text: str) -> str:
        if not _WRITTEN_TIME.fullmatch(text):
            raise ValueError(f"{text!r} is no time of day; write 09:00")
        return text if len(text) == 8 else f"{text}:00"


class IntervalText(CheckedText):
    """Years, months, weeks and days: ``1y6m20d``. Read in any order, kept and shown in this one."""

    blank_is_missing = False

    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str):
            raise ValueError("no text")
        return read_interval(value)

    def from_text(self, text: str) -> str:
        return read_interval(text)


def read_whole(text: str) -> int:
    """A whole number as a practice file writes it. Raises ValueError in words."""
    if not _WRITTEN_WHOLE.fullmatch(text) or not -BIGGEST - 1 <= int(text) <= BIGGEST:
        raise ValueError(f"{text!r} is no whole number")
    return int(text)
