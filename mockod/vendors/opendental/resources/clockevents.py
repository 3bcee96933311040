"""Clockevents: when employees came and went, and how their hours are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.staff_enums import ClockStatus
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, given
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment, Span
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, Text

NOT_ENTERED = "-01:00:00"
"""A span that nobody has entered, so that the automatic one counts."""

CLOCKEVENT = Table(
    "clockevent",
    entity="ClockEvent",
    section="clockevents",
    columns=(
        Column("ClockEventNum", Integer()),
        Column("EmployeeNum", ForeignKey("employee.EmployeeNum"), needed=True),
        Column("TimeEntered1", Moment(), needed=True),
        Column("TimeDisplayed1", Moment(), needed=True),
        Column("ClockStatus", Choice(ClockStatus)),
        Column("Note", Text()),
        Column("TimeEntered2", Moment()),
        Column("TimeDisplayed2", Moment()),
        Column("OTimeHours", Span(), default=NOT_ENTERED),
        Column("OTimeAuto", Span()),
        Column("Adjust", Span()),
        Column("AdjustAuto", Span()),
        Column("AdjustIsOverridden", Flag()),
        Column("Rate2Hours", Span(), default=NOT_ENTERED),
        Column("Rate2Auto", Span()),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("Rate3Hours", Span(), default=NOT_ENTERED),
        Column("Rate3Auto", Span()),
        Column("IsWorkingHome", Flag()),
    ),
    indexes=(
        index("EmployeeNum"),
        index("ClockStatus"),
        index("ClinicNum"),
        index("TimeDisplayed1"),
    ),
)


@dataclass(frozen=True, slots=True)
class ClockEventFilters:
    """GET clockevents. Employee 0 is no filter; the dates are those that the time card shows."""

    employee_num: int = 0
    clock_status: ClockStatus | None = None
    clinic_num: int | None = None
    day: Annotated[date | None, Day(), Name("date")] = None
    date_start: Annotated[date | None, Day(), Name("dateStart")] = None
    date_end: Annotated[date | None, Day(), Name("dateEnd")] = None


def list_clock_events(tx: Transaction, filters: ClockEventFilters, page: Page) -> Rows:
    """GET clockevents, by number. A span ends before the midnight with which ``dateEnd`` begins (documented)."""
    shown = "clockevent.TimeDisplayed1"
    return CLOCKEVENTS.select.page(
        tx,
        page,
        "clockevent.ClockEventNum",
        [
            given("clockevent.EmployeeNum = :employee", employee=filters.employee_num or None),
            given("clockevent.ClockStatus = :status", status=filters.clock_status),
            given("clockevent.ClinicNum = :clinic", clinic=filters.clinic_num),
            given(f"{shown} BETWEEN :day AND :day || ' 24'", day=filters.day, by_range=True),
            given(f"{shown} >= :start", start=filters.date_start, by_range=True),
            given(f"{shown} < :end", end=filters.date_end, by_range=True),
        ],
    )


CLOCKEVENTS = Resource(
    "clockevents",
    table=CLOCKEVENT,
    methods=[
        read(since="24.1.11"),
        listing(list_clock_events, filters=ClockEventFilters, since="24.1.11"),
    ],
)
