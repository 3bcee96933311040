"""What an office has and when it is open: providers, operatories, schedules, blockouts, preferences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mockod.seeding.builder import Builder, Row
from mockod.seeding.patients import When, Who

PROVIDER, BLOCKOUT = "Provider", "Blockout"
"""Types of schedules."""
CLOSED = "NS"
"""Value of a type of blockout over which nothing is scheduled."""


def no_slots(on: str, *, provider: int | str | None = None) -> Builder:
    """No provider works on a day, or on those of a range, ``tomorrow..in 2 weeks``: no time is offered.

    >>> no_slots("tomorrow").as_fragment()
    {'remove': {'schedules': [{'SchedDate': 'tomorrow', 'SchedType': 'Provider'}]}}
    """
    columns = {"SchedDate": on, "SchedType": PROVIDER, "ProvNum": provider}
    return Builder(removals=(Row("schedules", tuple(columns.items())),))


def a_day_off(provider: int | str, on: str) -> Builder:
    """A provider does not work on a day, or on those of a range."""
    return no_slots(on, provider=provider)


def a_schedule(
    provider: Who,
    on: When | None = None,
    *,
    start: str = "08:00",
    stop: str = "17:00",
    operatories: Iterable[Who] = (1,),
    **columns: Any,
) -> Builder:
    """A provider works on a day; or, with ``every=``, ``from_=`` and ``to=``, on many, as practice files have it."""
    if "from_" in columns:
        columns["from"] = columns.pop("from_")
    return _schedule(on, start, stop, operatories, {"SchedType": PROVIDER, "ProvNum": provider, **columns})


def a_blockout(
    on: When,
    start: str,
    stop: str,
    *,
    operatories: Iterable[Who] = (1,),
    type: int | str = "Closed",
    **columns: Any,
) -> Builder:
    """Time that is blocked, of a type by its number or name; one of a name that is not there is made, and closed."""
    blockout = _schedule(on, start, stop, operatories, {"SchedType": BLOCKOUT, "BlockoutType": type, **columns})
    if isinstance(type, str):
        named = {"Category": "BlockoutTypes", "ItemName": type, "ItemValue": CLOSED}
        return blockout.adding("definitions", shared=type, unless_there=True, **named)
    return blockout


def _schedule(on: When | None, start: str, stop: str, operatories: Iterable[Who], columns: dict[str, Any]) -> Builder:
    hours = {"SchedDate": on, "StartTime": _time(start), "StopTime": _time(stop), "operatories": [*operatories] or None}
    return Builder(rows=(Row("schedules", tuple({**hours, **columns}.items())),))


def _time(text: str) -> str:
    """
    >>> _time("9:00"), _time("12:30")
    ('09:00', '12:30')
    """
    return text if text[1:2] != ":" else f"0{text}"


def a_preference(name: str, value: str | int | bool | None) -> Builder:
    """A switch of the office; None brings the vendor's default back."""
    return Builder(preferences=((name, int(value) if isinstance(value, bool) else value),))


def a_provider(abbreviation: str, **columns: Any) -> Builder:
    """A dentist or hygienist (``IsSecondary=True``), by the abbreviation; ``columns`` are the vendor's."""
    return Builder(label=abbreviation, rows=(Row("providers", tuple({"Abbr": abbreviation, **columns}.items())),))


def an_operatory(name: str, **columns: Any) -> Builder:
    """A room with a chair; ``columns`` are the vendor's."""
    return Builder(label=name, rows=(Row("operatories", tuple({"OpName": name, "Abbrev": name, **columns}.items())),))


def a_procedure_code(code: str, **columns: Any) -> Builder:
    """A code of the office's list; where it has the code already, the ``columns`` change."""
    return Builder(label=code, rows=(Row("procedurecodes", tuple({"ProcCode": code, **columns}.items())),))
