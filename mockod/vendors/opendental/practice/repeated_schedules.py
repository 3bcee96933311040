"""Schedules that a practice file writes once for many days: ``every``, ``from`` and ``to``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from mockod.store.practice_dates import DAYS, resolve
from mockod.store.practice_file import Entry, Written
from mockod.vendors.opendental.practice.rows import Mistake

LONGEST_RUN = 3660
"""Days that one repeated schedule may span."""


def _falls_on(weekday: int) -> Callable[[date, date], bool]:
    return lambda day, today: day.weekday() == weekday


REPEATS: dict[str, Callable[[date, date], bool]] = {
    "day": lambda day, today: True,
    "weekday": lambda day, today: day.weekday() < 5,
    "weekday and today": lambda day, today: day.weekday() < 5 or day == today,
    **{name: _falls_on(at) for at, name in enumerate(DAYS)},
}


def repeated(entry: Entry, fields: dict[str, Written], today: date, mistake: Mistake) -> Iterator[dict[str, Written]]:
    """A schedule for each day that ``every`` names between ``from`` and ``to``; or the one it is."""
    every, first, last = (fields.pop(name, None) for name in ("every", "from", "to"))
    if every is None:
        if first or last:
            raise mistake(entry.line, "schedules: from and to belong to every")
        yield fields
        return
    if first is None or last is None or "SchedDate" in fields:
        raise mistake(entry.line, "schedules: every wants from and to, and no SchedDate")
    start, moves = _bound(first, today, mistake)
    end, also_moves = _bound(last, today, mistake)
    falls_on = REPEATS.get(every.text)
    if falls_on is None:
        raise mistake(every.line, f"schedules: every is one of {', '.join(REPEATS)}")
    if end < start:
        raise mistake(last.line, "schedules: to lies before from")
    if (end - start).days > LONGEST_RUN:
        raise mistake(entry.line, f"schedules: more than {LONGEST_RUN} days")
    for distance in range((end - start).days + 1):
        day = start + timedelta(days=distance)
        if falls_on(day, today):
            away = f"today{(day - today).days:+d}"
            yield {"SchedDate": Written(entry.line, away if moves or also_moves else str(day)), **fields}


def _bound(written: Written, today: date, mistake: Mistake) -> tuple[date, bool]:
    """The first or last day of a repeated schedule, and whether it moves with today."""
    try:
        dated = resolve(written.text, today)
    except ValueError as exc:
        raise mistake(written.line, f"schedules: {exc}") from exc
    return dated.day, dated.relative
