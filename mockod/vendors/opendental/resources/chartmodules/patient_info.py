"""GET PatientInfo: what the Chart Module tells of a patient, a line for each label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.patient import Patient, age_on, written_out
from mockod.vendors.opendental.resources.appointments.queries import plans
from mockod.vendors.opendental.resources.chartmodules import queries
from mockod.vendors.opendental.resources.definitions import name_of
from mockod.vendors.opendental.wire.fields import OneLine, Text
from mockod.vendors.opendental.wire.paging import cut

NONE = "None"
"""What is told of problems, medications, allergies and restrictions where a patient has none."""


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
        ("Referred From", queries.referred_from(tx, patient.pat_num)),
        ("Date First Visit", written_out(patient.date_first_visit)),
        ("Prov. (Pri, Sec)", ", ".join(name for name in abbreviations if name)),
        ("Pri Ins", primary),
        ("Sec Ins", secondary),
        ("Payor Types", ""),
        *premedicate,
        *each("Problem", "Problems", queries.problems(tx, patient.pat_num)),
        ("Med Urgent", urgent),
        ("Medical Summary", medical),
        ("Service Notes", service),
        *each("Medication", "Medications", queries.medications(tx, patient.pat_num)),
        *each("Allergy", "Allergies", queries.allergies(tx, patient.pat_num)),
        ("Pat Restrictions", NONE),
    ]
    return [PatientInfo(*line) for line in cut(lines, page)]


def each(one: str, many: str, rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """A line for each of a patient's problems, its name in the label; a single line where there is none (documented).

    >>> each("Allergy", "Allergies", [("Latex", "Rash")]), each("Allergy", "Allergies", [])
    ([('Allergy - Latex', 'Rash')], [('Allergies', 'None')])
    """
    return [(f"{one} - {name}", note) for name, note in rows] or [(many, NONE)]
