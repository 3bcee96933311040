"""GET PatientInfo: what the Chart Module tells of a patient, a line for each label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.patient import Patient, age_on, written_out
from mockod.vendors.opendental.resources.appointments.queries import plans
from mockod.vendors.opendental.resources.chartmodules import queries
from mockod.vendors.opendental.resources.definitions import name_of
from mockod.vendors.opendental.wire.fields import OneLine, Text
from mockod.vendors.opendental.wire.paging import cut

NOT_KEPT = "None"
"""What is told of problems, medications, allergies and restrictions, as for a patient without any."""


@dataclass(frozen=True, slots=True)
class PatientInfo:
    """One line."""

    field: Annotated[str, Text()]
    content: Annotated[str, OneLine()]


def list_patient_info(tx: Transaction, patient: Patient, page: Page) -> Sequence[PatientInfo]:
    """In the page's order. What the simulated practice keeps no record of is empty, or none."""
    primary, secondary = (queries.carrier(tx, plan) for plan in plans(tx, patient.pat_num))
    urgent, medical, service = queries.health(tx, patient.pat_num)
    abbreviations = [queries.provider(tx, number) for number in (patient.pri_prov, patient.sec_prov)]
    premedicate: list[tuple[str, str]] = [("Premedicate", "")] if patient.premed else []
    lines = [
        ("Age", age_on(tx.now.date(), patient.birthdate)),
        ("ABC0", ""),
        ("Billing Type", name_of(tx, patient.billing_type)),
        ("Referred From", ""),
        ("Date First Visit", written_out(patient.date_first_visit)),
        ("Prov. (Pri, Sec)", ", ".join(name for name in abbreviations if name)),
        ("Pri Ins", primary),
        ("Sec Ins", secondary),
        ("Payor Types", ""),
        *premedicate,
        ("Problems", NOT_KEPT),
        ("Med Urgent", urgent),
        ("Medical Summary", medical),
        ("Service Notes", service),
        ("Medications", NOT_KEPT),
        ("Allergies", NOT_KEPT),
        ("Pat Restrictions", NOT_KEPT),
    ]
    return [PatientInfo(*line) for line in cut(lines, page)]
