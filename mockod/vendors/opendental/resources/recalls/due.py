"""GET recalls/List: who is due, as the program's own Recall List shows it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from mockod.rest.endpoint import Page
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import ContactMethod
from mockod.vendors.opendental.domain.patient import age_on, written_out
from mockod.vendors.opendental.domain.recall import contact
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.recalls import queries
from mockod.vendors.opendental.resources.recalls.asked import DueSearch
from mockod.vendors.opendental.wire.errors import Row, invalid
from mockod.vendors.opendental.wire.sql_functions import numbers

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def list_due(tx: Transaction, wanted: DueSearch, page: Page) -> list[Row]:
    """Dates that are not given lie as far from today as the office prefers; types too are a preference (documented)."""
    if wanted.date_start and wanted.date_end and wanted.date_start > wanted.date_end:
        raise invalid("DateStart")
    today = tx.now.date()
    start = wanted.date_start or _days_back(today, preferences.text(tx, "RecallDaysPast").strip())
    end = wanted.date_end or _days_on(today, preferences.text(tx, "RecallDaysFuture").strip())
    return [_line(due, today) for due in queries.due(tx, wanted, start, end, _types(tx, wanted), page)]


def _days_back(today: date, days: str) -> date:
    """So many days before; no number reaches back to the first day there is, and to recalls without a date."""
    first = (today - date.min).days
    return today - timedelta(days=min(_days(days, first), first))


def _days_on(today: date, days: str) -> date:
    last = (date.max - today).days
    return today + timedelta(days=min(_days(days, last), last))


def _days(text: str, without: int) -> int:
    return int(text) if _NUMBER.fullmatch(text) else without


def _types(tx: Transaction, wanted: DueSearch) -> list[int] | None:
    """The types to show; None for all."""
    if wanted.recall_type is not None:
        types = queries.types_named(tx, wanted.recall_type)
        if not types:
            raise invalid("RecallType")
        return types
    return list(numbers(preferences.text(tx, "RecallTypesShowingInList"))) or None


def _line(due: queries.Due, today: date) -> Row:
    preferred = f"'{due.preferred}' " if due.preferred else ""
    return (
        written_out(date.fromisoformat(due.date_due)),
        due.pat_num,
        f"{due.l_name}, {preferred}{due.f_name}",
        age_on(today, date.fromisoformat(due.birthdate)),
        due.type_name,
        due.interval,
        str(due.reminders or ""),
        written_out(date.fromisoformat(due.last_reminder[:10])),
        contact(
            ContactMethod(due.method),
            hm_phone=due.hm_phone,
            wk_phone=due.wk_phone,
            wireless_phone=due.wireless_phone,
            email=due.email,
        ),
        due.status,
        due.clinic_num,
        due.note,
    )
