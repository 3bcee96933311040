"""GET recalls/List: who is due, as the program's own Recall List shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Name, schema_of
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import ContactMethod
from mockod.vendors.opendental.domain.patient import age_on, written_out
from mockod.vendors.opendental.domain.recall import contact
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.recalls import queries
from mockod.vendors.opendental.resources.recalls.bodies import DueFilters
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Integer, OneLine, Text
from mockod.vendors.opendental.wire.sql_functions import numbers

Plain = Annotated[str, Text()]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRecall:
    """A line of the Recall List, in the spelling of the program's own window."""

    due_date: Plain
    pat_num: Annotated[int, Integer()]
    patient: Plain
    age: Plain
    recall_type: Annotated[str, Text(), Name("Type")]
    interval: Plain
    num_remind: Plain
    last_remind: Plain
    contact: Plain
    status: Plain
    clinic_num: Annotated[int, Integer()]
    note: Annotated[str, OneLine()]


DUE_RECALL = schema_of(DueRecall)
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def list_due(tx: Transaction, filters: DueFilters, page: Page) -> list[DueRecall]:
    """GET recalls/List.

    Dates that are not given lie as far from today as the office prefers; types too are a preference (documented).
    """
    if filters.date_start and filters.date_end and filters.date_start > filters.date_end:
        raise invalid("DateStart")
    today = tx.now.date()
    start = filters.date_start or _days_back(today, preferences.text(tx, "RecallDaysPast").strip())
    end = filters.date_end or _days_on(today, preferences.text(tx, "RecallDaysFuture").strip())
    return [_line(due, today) for due in queries.due(tx, filters, start, end, _types(tx, filters), page)]


def _days_back(today: date, days: str) -> date:
    """So many days before; no number reaches back to the first day there is, and to recalls without a date."""
    first = (today - date.min).days
    return today - timedelta(days=min(_days(days, first), first))


def _days_on(today: date, days: str) -> date:
    last = (date.max - today).days
    return today + timedelta(days=min(_days(days, last), last))


def _days(text: str, without: int) -> int:
    return int(text) if _NUMBER.fullmatch(text) else without


def _types(tx: Transaction, filters: DueFilters) -> list[int] | None:
    """The types to show; None for all."""
    if filters.recall_type is not None:
        types = queries.types_named(tx, filters.recall_type)
        if not types:
            raise invalid("RecallType")
        return types
    return list(numbers(preferences.text(tx, "RecallTypesShowingInList"))) or None


def _line(due: queries.Due, today: date) -> DueRecall:
    preferred = f"'{due.preferred}' " if due.preferred else ""
    return DueRecall(
        due_date=written_out(date.fromisoformat(due.date_due)),
        pat_num=due.pat_num,
        patient=f"{due.l_name}, {preferred}{due.f_name}",
        age=age_on(today, date.fromisoformat(due.birthdate)),
        recall_type=due.type_name,
        interval=due.interval,
        num_remind=str(due.reminders or ""),
        last_remind=written_out(date.fromisoformat(due.last_reminder[:10])),
        contact=contact(
            ContactMethod(due.method),
            hm_phone=due.hm_phone,
            wk_phone=due.wk_phone,
            wireless_phone=due.wireless_phone,
            email=due.email,
        ),
        status=due.status,
        clinic_num=due.clinic_num,
        note=due.note,
    )
