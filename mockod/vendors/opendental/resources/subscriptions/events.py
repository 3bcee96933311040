"""What is told of a watched table: its rows as GET answers them, without the server's time (documented)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import HistAction
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.resources import histappointments, operatories, providers, schedules
from mockod.vendors.opendental.resources.appointments import queries as appointments
from mockod.vendors.opendental.resources.appointments.schemas import WrittenAppointment
from mockod.vendors.opendental.resources.patients.table import PATIENT, SELECT
from mockod.vendors.opendental.wire.errors import Row
from mockod.vendors.opendental.wire.fields import NumberText

SelectedPatient: Any = Select(
    PATIENT,
    PATIENT.answer.exclude(
        "FeeSched", "FamFinUrgNote", "EmployerNum", "Premed", "Ward", "AdmitDate", "SuperFamily"
    ).changed(clinic_num=NumberText()),
)
"""The patient whom somebody selected in the program: fewer fields than GET shows (documented)."""
PROVIDER = Select(providers.PROVIDER, providers.WITHOUT_TIME)


@dataclass(frozen=True, slots=True)
class Watched:
    """A table, and how its rows are told. ``table`` is what ``select`` reads from, with the alias it gives it."""

    wire: Any
    select: str
    table: str
    only: str = "1"

    def changed(self, tx: Transaction, since: datetime, before: datetime) -> list[Row]:
        """What changed from ``since`` on and before the second of ``before``, in the order of the changes."""
        alias = self.table.split(" ")[1]
        return tx.rows(
            f"{self.select} WHERE {self.only} AND {alias}.DateTStamp >= ? AND {alias}.DateTStamp < ? "
            f"ORDER BY {alias}.DateTStamp, {alias}.rowid",
            (str(since), str(before)),
        )

    def first_change(self, tx: Transaction, since: datetime) -> datetime | None:
        """The first change from ``since`` on."""
        alias = self.table.split(" ")[1]
        stamp = tx.value(
            f"SELECT min({alias}.DateTStamp) FROM {self.table} WHERE {self.only} AND {alias}.DateTStamp >= ?",
            (str(since),),
        )
        return datetime.fromisoformat(stamp) if stamp else None


WATCHED = {
    "Appointment": Watched(WrittenAppointment, appointments.SHOWN, "appointment a"),
    "AppointmentDeleted": Watched(
        histappointments.HistAppointment,
        histappointments.SHOWN,
        "histappointment a",
        f"a.HistApptAction = {HistAction.Deleted.value}",
    ),
    "Operatory": Watched(operatories.OPERATORIES.select, operatories.OPERATORIES.select.sql, "operatory operatory"),
    "Patient": Watched(SELECT, SELECT.sql, "patient patient"),
    "Provider": Watched(PROVIDER, PROVIDER.sql, "provider provider"),
    "Schedule": Watched(schedules.SCHEDULES.select, schedules.SCHEDULES.select.sql, "schedule schedule"),
}
"""By the name that a subscription gives. PatField and ToothInitial have no table here, so nothing of them changes."""


def selected(tx: Transaction, pat_num: int) -> Row | None:
    """The patient as the event of its selection tells it."""
    row = SelectedPatient.find(tx, pat_num)
    return tuple(row.values) if row else None
