"""Days that a list is asked for: one ``date``, or a range from ``dateStart`` to ``dateEnd``."""

from __future__ import annotations

from datetime import date

from mockod.vendors.opendental.wire.errors import invalid


def date_range(day: date | None, start: date | None, end: date | None) -> tuple[date | None, date | None]:
    """The first and the last day, both included. ``day`` wins over a range; a range may be open on either side.

    Refuses a range that ends before it begins.
    """
    first, last = day or start, day or end
    if first and last and first > last:
        raise invalid("dateStart")
    return first, last
