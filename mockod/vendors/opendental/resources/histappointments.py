"""The history of the appointment book: a copy of an appointment for each time it was made or changed. Read only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import AptStatus, HistAction
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, given
from mockod.vendors.opendental.engine.table import Column, Computed, Joined, Table, index
from mockod.vendors.opendental.resources.appointments.table import APPOINTMENT
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.date_ranges import date_range
from mockod.vendors.opendental.wire.errors import get_or_404
from mockod.vendors.opendental.wire.fields import Choice, Integer, OneLine, Text

NOT_KEPT = frozenset({"SecUserNumEntry", "SecDateTEntry"})
"""Columns of an appointment that its history lacks."""
NOT_SHOWN = frozenset({"Assistant", "IsMirrored"})


NOTE = """CASE histappointment.HistNoteNum WHEN 0 THEN histappointment.Note ELSE
  ifnull((SELECT CAST(substr(CAST(n.Note AS BLOB), 1, histappointment.NoteBytes) AS TEXT) FROM mockod_histnote n
  WHERE n.HistNoteNum = histappointment.HistNoteNum), '') END"""
"""A long note is kept beside its entry, as far as it went then; an imported entry may name none."""


def _copied() -> Iterator[Column | Joined | Computed]:
    """An appointment's columns, as old as its own: filled with its values, never with defaults."""
    for column in APPOINTMENT.columns:
        if isinstance(column, Joined):
            yield column
        elif isinstance(column, Column) and column.name not in NOT_KEPT:
            copied = replace(column, needed=False, default=None, hidden=column.name in NOT_SHOWN)
            if column.name == "Note":
                yield Computed("Note", OneLine(), NOTE)
                copied = replace(copied, hidden=True)
            yield copied if column.stamp else replace(copied, blank=True)


HISTAPPOINTMENT = Table(
    "histappointment",
    entity="HistAppointment",
    columns=(
        Column("HistApptNum", Integer()),
        Column("HistUserNum", Integer()),
        Column("HistDateTStamp", Moment(), stamp="created"),
        Column("HistApptAction", Choice(HistAction), blank=True),
        Column("ApptSource", Integer(), hidden=True),
        Computed(
            "ApptSource",
            Text(),
            "CASE histappointment.ApptSource WHEN 0 THEN 'None' ELSE 'EConnector' END",
            basis=Basis.ASSUMED,
        ),
        *_copied(),
        Column("HistNoteNum", Integer(), hidden=True),
        Column("NoteBytes", Integer(), hidden=True),
    ),
    indexes=(
        index("AptNum"),
        index("PatNum"),
        index("AptStatus"),
        index("ClinicNum"),
        index("HistApptAction"),
        index("AptDateTime"),
        index("HistApptAction", "DateTStamp"),
    ),
)

STATUSES = frozenset(
    {AptStatus.Scheduled, AptStatus.Complete, AptStatus.UnschedList, AptStatus.Broken, AptStatus.Planned}
)
"""What the filter understands (documented)."""
_KNOWN = "SELECT 1 FROM appointment WHERE AptNum = :apt UNION ALL SELECT 1 FROM histappointment WHERE AptNum = :apt"


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilters:
    """GET histappointments. The days are those of the appointments, not of their changes. 0 for a clinic means none."""

    hist_appt_action: HistAction | None = None
    apt_num: Annotated[int, Integer(least=0)] = 0
    pat_num: int = 0
    apt_status: Annotated[AptStatus | None, Choice(AptStatus, accepts=STATUSES)] = None
    clinic_num: int | None = None
    day: Annotated[date | None, Day(), Name("date")] = None
    date_start: Annotated[date | None, Day(), Name("dateStart")] = None
    date_end: Annotated[date | None, Day(), Name("dateEnd")] = None


def list_history(tx: Transaction, filters: HistoryFilters, page: Page) -> Rows:
    """In the order of the changes (source). ``date`` wins over a range; a range may be open on either side.

    An appointment that is in the book no more is found as long as its history is; one that never was is refused.
    """
    if filters.apt_num:
        get_or_404(tx.row(_KNOWN, {"apt": filters.apt_num}), "Appointment")
    start, end = date_range(filters.day, filters.date_start, filters.date_end)
    return HISTAPPOINTMENTS.select.page(
        tx,
        page,
        "histappointment.HistApptNum",
        [
            given("histappointment.HistApptAction = :action", action=filters.hist_appt_action),
            given("histappointment.AptNum = :appointment", appointment=filters.apt_num or None),
            given("histappointment.PatNum = :patient", patient=filters.pat_num or None),
            given("histappointment.AptStatus = :status", status=filters.apt_status),
            given("histappointment.ClinicNum = :clinic", clinic=filters.clinic_num),
            given("histappointment.AptDateTime >= :start", start=start and f"{start} 00:00:00", by_range=True),
            given("histappointment.AptDateTime <= :end", end=end and f"{end} 23:59:59", by_range=True),
        ],
    )


HISTAPPOINTMENTS = Resource(
    "histappointments",
    table=HISTAPPOINTMENT,
    # Slow, as a small office may have a long history of a long note, which is shown whole in each entry.
    methods=[listing(list_history, filters=HistoryFilters, since="23.1.30", basis=Basis.SOURCE, slow=True)],
)
