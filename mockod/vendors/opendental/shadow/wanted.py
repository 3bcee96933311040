"""What must be read of an office for a practice with the same book and the same slots."""

from __future__ import annotations

from datetime import date, timedelta

from mockod.rest.exchange import Listing

SET_UP = (
    "clinics definitions preferences providers operatories procedurecodes appointmenttypes recalltypes scheduleops"
).split()
"""Lists that are read whole."""
DATED = ("schedules", "appointments")
"""Lists that are read for the days of the practice."""
PEOPLE = ("patients", "recalls")
"""Read last, as they are the longest."""
DAYS_BACK = 14
"""Of the book, before today."""


def wanted(today: date, days: int) -> list[Listing]:
    """The lists of a practice that goes ``days`` ahead."""
    span = {"dateStart": (today - timedelta(DAYS_BACK)).isoformat(), "dateEnd": (today + timedelta(days)).isoformat()}
    return [
        *(Listing(path) for path in SET_UP),
        *(Listing(path, span) for path in DATED),
        *(Listing(path) for path in PEOPLE),
    ]
