"""GET PlannedAppts: the treatment that is planned for a patient, and what has become of it."""

from __future__ import annotations

from mockod.rest.endpoint import Page
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.patient import Patient
from mockod.vendors.opendental.resources.chartmodules import queries
from mockod.vendors.opendental.wire.errors import Row
from mockod.vendors.opendental.wire.paging import cut


def list_planned(tx: Transaction, patient: Patient, page: Page) -> list[Row]:
    """All planned appointments, those that are scheduled too (source 6.7), numbered from 1.

    A stored place that is another is put right by reading it; a client sees nothing of that but the place.
    """
    rows = list(enumerate(queries.planned(tx, patient.pat_num), start=1))
    queries.place(tx, [(place, row[1]) for place, row in rows if row[0] != place])
    return [(apt_num, provider, place, *rest) for place, (_, apt_num, provider, *rest) in cut(rows, page)]
