"""GET appointments/Slots: the provider's open time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.open_slots import open_slots
from mockod.vendors.opendental.resources.appointments import queries
from mockod.vendors.opendental.resources.appointments.facts import default_provider
from mockod.vendors.opendental.resources.appointments.filters import SlotSearch
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Integer
from mockod.vendors.opendental.wire.paging import cut

DEFAULT_DAYS = 14
LONGEST_SPAN = 1100
"""Days; a longer range is refused."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A free stretch of a provider's time in an operatory, as it is answered."""

    date_time_start: Annotated[datetime, Moment()]
    date_time_end: Annotated[datetime, Moment()]
    prov_num: Annotated[int, Integer()]
    op_num: Annotated[int, Integer()]


def find_slots(tx: Transaction, filters: SlotSearch, page: Page) -> list[Slot]:
    """Whole free stretches by day and time; see ``domain.open_slots`` for what counts as free."""
    start, end = _range(filters, tx.now.date())
    prov = filters.prov_num or default_provider(tx)
    version = tx.settings.version
    slots = open_slots(
        (start + timedelta(days=away) for away in range((end - start).days + 1)),
        queries.shifts(tx, prov, start, end),
        queries.taken(tx, prov, start, end),
        at_least=filters.length_minutes,
        op=filters.op_num,
        own_op=queries.own_operatory(tx, prov),
        only_in_op=(version.major, version.minor) == (22, 1),
    )
    return [Slot(at(s.day, s.start), at(s.day, s.end), prov, s.op) for s in cut(list(slots), page)]


def at(day: date, minute: int) -> datetime:
    """A minute of a day; 1440 is the midnight after it."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=minute)


def _range(search: SlotSearch, today: date) -> tuple[date, date]:
    """The days to search: today and the next thirteen unless asked otherwise, none of them past."""
    if search.day:
        if search.day < today:
            raise invalid("date", basis=Basis.OBSERVED)
        return search.day, search.day
    start = search.date_start or today
    if start < today:
        raise invalid("dateStart", basis=Basis.OBSERVED)
    if search.date_end is None:
        return start, later(start, DEFAULT_DAYS - 1)
    if search.date_end < start:
        name = "dateStart" if search.date_start else "dateEnd"
        raise invalid(name, basis=Basis.OBSERVED)
    if (search.date_end - start).days + 1 > LONGEST_SPAN:
        raise invalid("dateEnd")
    return start, search.date_end


def later(start: date, days: int) -> date:
    """So many days later, or the last day there is."""
    return start + timedelta(days=min(days, (date.max - start).days))
