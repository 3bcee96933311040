"""What stands in the cells of an office's tables, as the API spells it: the way back from what a practice writes."""

from __future__ import annotations

from enum import IntEnum
from math import isfinite
from typing import Any

from mockod.vendors.opendental.domain.enums import HistAction, wire_name
from mockod.vendors.opendental.practice import columns as practice
from mockod.vendors.opendental.wire.fields import Color, Day, Flag, Moment

STAMPS = frozenset(practice.STAMPS) | {"HistDateTStamp"}
"""When a row was made or last changed."""
MOMENTS = practice.MOMENTS | {"HistDateTStamp"}
CHOICES: dict[tuple[str, str], type[IntEnum]] = {
    **practice.CHOICES,
    ("histappointment", "HistApptAction"): HistAction,
}
COPIED = {"histappointment": "appointment"}
"""A table of copies -> the table whose columns it has beside its own."""
_day, _moment, _flag, _color = Day(), Moment(), Flag(), Color()


def spelled(table: str, column: str, stored: Any) -> Any:
    """A stored value as the API spells it. Raises ValueError or TypeError where the column cannot hold it.

    >>> spelled("appointment", "AptStatus", 2), spelled("patient", "Premed", 1), spelled("provider", "ProvColor", -1)
    ('Complete', 'true', '255,255,255')
    """
    at = COPIED.get(table, table), column
    kind = CHOICES.get((table, column)) or CHOICES.get(at)
    if kind:
        return wire_name(kind(stored))
    if column in practice.DATES or column in MOMENTS:
        (_day if column in practice.DATES else _moment).parse(stored)
        return stored
    if isinstance(stored, float) and not isfinite(stored):
        raise ValueError("no number that JSON has")
    read = practice.OWN_READERS.get(at) or practice.READERS.get(column)
    if read is practice.read_flag:
        if stored not in (0, 1):
            raise ValueError("neither 0 nor 1")
        return _flag.show(stored)
    if read is practice.read_color:
        return _color.show(stored)
    if read and read(stored) != stored:
        raise ValueError("not as it is kept")
    return stored
