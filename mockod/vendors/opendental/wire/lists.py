"""Lists in answers, and columns that hold several members of an enumeration."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from mockod.rest.schema import Leniency, Spelling
from mockod.vendors.opendental.domain.enums import by_wire_name, wire_name
from mockod.vendors.opendental.wire.fields import Bind, CheckedText, Choice, IntegerList, read_whole


class NumberList(IntegerList):
    """Whole numbers, ``[1,5,7]``; in SQL they are one text, ``1,5,7``."""

    def show(self, stored: str, spelling: Spelling | None = None) -> list[int]:
        return [int(number) for number in stored.split(",") if number]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.show)}({stored})"


class Combination(Choice):
    """Members of an enumeration of single bits, stored as their sum: ``Weekly, Monday``.

    The member 0 stands for none of them. Bits without a name are shown as the number, as .NET does.
    """

    def read(self, value: Any, leniency: Leniency) -> int:  # type: ignore[override]
        if not isinstance(value, str):
            raise ValueError("no text")
        return self.from_text(value)

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        """
        >>> from mockod.vendors.opendental.domain.staff_enums import TaskReminder
        >>> Combination(TaskReminder).show(18), Combination(TaskReminder).show(0)
        ('Weekly, Monday', 'NoReminder')
        """
        if stored in self.names:
            return self.names[stored]
        bits = [member for member in self.kind if member & stored]
        return ", ".join(map(wire_name, bits)) if sum(bits) == stored else str(stored)

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.show)}({stored})"

    def from_text(self, text: str) -> int:
        return sum({super(Combination, self).from_text(part.strip()) for part in text.split(",")})

    def spell(self, stored: int) -> str:
        return self.show(stored)


class ChoiceList(CheckedText):
    """Members of an enumeration, with commas: numbers where they are stored, names where they are shown."""

    def __init__(self, kind: type[IntEnum], *, longest: int | None = None) -> None:
        super().__init__(longest=longest)
        self.kind = kind

    def show(self, stored: str, spelling: Spelling | None = None) -> str:
        """
        >>> from mockod.vendors.opendental.domain.staff_enums import QuickPasteType
        >>> ChoiceList(QuickPasteType).show("10,14"), ChoiceList(QuickPasteType).from_text("ServiceNotes, 14")
        ('ServiceNotes,PatAddressNote', '10,14')
        """
        return ",".join(wire_name(self.kind(int(number))) for number in stored.split(",") if number)

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.show)}({stored})"

    def from_text(self, text: str) -> str:
        """Names or numbers, as they are stored. Raises ValueError for one that the enumeration lacks."""
        names = by_wire_name(self.kind)
        words = [word.strip() for word in text.split(",") if word.strip()]
        return ",".join(str(int(names[w] if w in names else self.kind(read_whole(w)))) for w in words)

    def spell(self, stored: str) -> str:
        if self.from_text(stored) != stored:
            raise ValueError("not as it is kept")
        return self.show(stored)
