"""GET PlannedAppts: the treatment that is planned for a patient, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import AptStatus
from mockod.vendors.opendental.domain.patient import Patient
from mockod.vendors.opendental.resources.chartmodules import queries
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import Choice, NumberText, OneLine, Text
from mockod.vendors.opendental.wire.paging import cut

Counted = Annotated[int, NumberText()]


@dataclass(frozen=True, slots=True)
class PlannedAppt:
    """A planned appointment, with the appointment that was made from it. ``date_sched`` is as stored."""

    apt_num: Counted
    prov_num: Counted
    item_order: Counted
    minutes: Annotated[int, NumberText(), Name("minutes")]
    proc_descript: Annotated[str, Text()]
    note: Annotated[str, OneLine()]
    date_sched: Annotated[str, Moment(), Name("dateSched")]
    apt_status: Annotated[AptStatus, Choice(AptStatus)]


def list_planned(tx: Transaction, patient: Patient, page: Page) -> list[PlannedAppt]:
    """All planned appointments, those that are scheduled too (source 6.7), numbered from 1.

    A stored place that is another is put right by reading it; a client sees nothing of that but the place.
    """
    rows = list(enumerate(queries.planned(tx, patient.pat_num), start=1))
    queries.place(tx, [(place, row[1]) for place, row in rows if row[0] != place])
    return [PlannedAppt(apt_num, provider, place, *rest) for place, (_, apt_num, provider, *rest) in cut(rows, page)]
