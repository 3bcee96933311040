"""What is told of a watched table: its rows as GET answers them, without the server's time (documented)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import HistAction
from mockod.vendors.opendental.engine.select import Row, RowList, Select, binds
from mockod.vendors.opendental.resources.appointments.table import WRITTEN
from mockod.vendors.opendental.resources.histappointments import HISTAPPOINTMENTS
from mockod.vendors.opendental.resources.operatories import OPERATORIES
from mockod.vendors.opendental.resources.patfields import PATFIELDS
from mockod.vendors.opendental.resources.patients.table import PATIENT, SELECT
from mockod.vendors.opendental.resources.providers import PROVIDER, WITHOUT_TIME
from mockod.vendors.opendental.resources.schedules import SCHEDULES
from mockod.vendors.opendental.resources.toothinitials import TOOTHINITIALS
from mockod.vendors.opendental.wire.fields import NumberText

SELECTED_PATIENT = Select(
    PATIENT,
    PATIENT.answer.exclude(
        "FeeSched", "FamFinUrgNote", "EmployerNum", "Premed", "Ward", "AdmitDate", "SuperFamily"
    ).changed(clinic_num=NumberText()),
)
"""The patient whom somebody selected in the program: fewer fields than GET shows (documented)."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A table, and how its rows are told; ``only`` are those that are told at all, as SQL."""

    select: Select
    only: str = "1"
    stamp: str = "DateTStamp"
    """The column that tells when a row was last changed."""

    def changed(self, tx: Transaction, since: datetime, before: datetime) -> RowList:
        """What changed from ``since`` on and before the second of ``before``, in the order of the changes."""
        stamp, key = self._columns
        rows = tx.rows(
            f"{self.select.sql} WHERE {self.only} AND {stamp} >= :since AND {stamp} < :before ORDER BY {stamp}, {key}",
            {**binds(tx), "since": str(since), "before": str(before)},
        )
        return RowList(self.select.schema, rows)

    def first_change(self, tx: Transaction, since: datetime) -> datetime | None:
        """The first change from ``since`` on."""
        stamp, _ = self._columns
        sql = f"SELECT min({stamp}) FROM {self.select.table.name} WHERE {self.only} AND {stamp} >= ?"
        first = tx.value(sql, (str(since),))
        return datetime.fromisoformat(first) if first else None

    @property
    def _columns(self) -> tuple[str, str]:
        table = self.select.table
        return f"{table.name}.{self.stamp}", f"{table.name}.{table.key}"


WATCHED = {
    "Appointment": Watched(WRITTEN),
    "AppointmentDeleted": Watched(HISTAPPOINTMENTS.select, f"histappointment.HistApptAction = {HistAction.Deleted:d}"),
    "Operatory": Watched(OPERATORIES.select),
    "PatField": Watched(PATFIELDS.select, stamp="SecDateTEdit"),
    "Patient": Watched(SELECT),
    "Provider": Watched(Select(PROVIDER, WITHOUT_TIME)),
    "Schedule": Watched(SCHEDULES.select),
    "ToothInitial": Watched(TOOTHINITIALS.select, stamp="SecDateTEdit"),
}
"""By the name that a subscription gives."""


def selected(tx: Transaction, pat_num: int) -> Row | None:
    """The patient as the event of its selection tells it."""
    return SELECTED_PATIENT.find(tx, pat_num)
