"""The history of the appointment book: a copy of an appointment for each time it was made or changed. Read only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.domain.enums import AptStatus, HistAction
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.resources.appointments.schemas import ReadAppointment
from mockod.vendors.opendental.wire.errors import Row, get_or_404, invalid
from mockod.vendors.opendental.wire.fields import Choice, Day, Integer, Moment, Text


class HistoryEntry(Wire):
    """What history adds to an appointment: when and how it changed, and who did it."""

    hist_appt_num = Integer()
    hist_user_num = Integer()
    hist_date_t_stamp = Moment()
    hist_appt_action = Choice(HistAction)
    appt_source = Text(column="CASE a.ApptSource WHEN 0 THEN 'None' ELSE 'EConnector' END", basis=Basis.ASSUMED)


class HistAppointment(ReadAppointment, HistoryEntry):
    """The entry, and then the appointment as it was afterwards; its fields are as old as an appointment's own."""

    leaves_out = ("server_date_time", "assistant", "sec_user_num_entry", "sec_date_t_entry", "is_mirrored")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """GET histappointments. The days are those of the appointments, not of their changes."""

    hist_appt_action: HistAction | None = None
    apt_num: int = 0
    pat_num: int = 0
    apt_status: AptStatus | None = None
    clinic_num: int | None = None
    day: date | None = None
    date_start: date | None = None
    date_end: date | None = None


STATUSES = frozenset(
    {AptStatus.Scheduled, AptStatus.Complete, AptStatus.UnschedList, AptStatus.Broken, AptStatus.Planned}
)
"""What the filter understands (documented)."""


class HistoryQuery(Wire):
    makes = HistoryFilter
    hist_appt_action = Choice(HistAction)
    apt_num = Integer(least=0)
    pat_num = refs.patient()
    apt_status = Choice(AptStatus, accepts=STATUSES)
    clinic_num = refs.clinic()
    day = Day(data_key="date")
    date_start = Day(data_key="dateStart")
    date_end = Day(data_key="dateEnd")


SHOWN = f"""
SELECT {columns(HistAppointment, "a")}
FROM histappointment a
LEFT JOIN definition confirmed ON confirmed.DefNum = a.Confirmed
LEFT JOIN definition unsched ON unsched.DefNum = a.UnschedStatus
LEFT JOIN provider ON provider.ProvNum = a.ProvNum
"""
_KNOWN = "SELECT 1 FROM appointment WHERE AptNum = :apt UNION ALL SELECT 1 FROM histappointment WHERE AptNum = :apt"


def list_history(tx: Transaction, wanted: HistoryFilter, page: Page) -> list[Row]:
    """In the order of the changes (source). ``date`` wins over a range; a range may be open on either side.

    An appointment that is in the book no more is found as long as its history is; one that never was is refused.
    """
    start, end = wanted.day or wanted.date_start, wanted.day or wanted.date_end
    if wanted.apt_num:
        get_or_404(tx.row(_KNOWN, {"apt": wanted.apt_num}), "Appointment")
    if start and end and start > end:
        raise invalid("dateStart")
    tests: dict[str, Any] = {
        "a.HistApptAction = ?": wanted.hist_appt_action,
        "a.AptNum = ?": wanted.apt_num or None,
        "a.PatNum = ?": wanted.pat_num or None,
        "a.AptStatus = ?": wanted.apt_status,
        "a.ClinicNum = ?": wanted.clinic_num,
        "a.AptDateTime >= ?": f"{start} 00:00:00" if start else None,
        "a.AptDateTime <= ?": f"{end} 23:59:59" if end else None,
    }
    given = {test: value for test, value in tests.items() if value is not None}
    where = f"WHERE {' AND '.join(given)}" if given else ""
    return tx.rows(
        f"{SHOWN} {where} ORDER BY a.HistApptNum LIMIT ? OFFSET ?", [*given.values(), page.limit, page.offset]
    )


ENDPOINTS = (
    Endpoint(
        "GET",
        "histappointments",
        list_history,
        query=HistoryQuery,
        result=HistAppointment,
        many=True,
        since="23.1.30",
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
)
