"""GET ProgNotes: a patient's appointments, commlogs and procedures, as the progress notes tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import AptStatus, ProcStatus, wire_name
from mockod.vendors.opendental.domain.patient import Patient
from mockod.vendors.opendental.resources.chartmodules import queries
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import NumberText, OneLine, Text
from mockod.vendors.opendental.wire.paging import cut

EARLIEST = "1880-01-01"
"""A date before it is none."""


Plain = Annotated[str, Text()]


@dataclass(frozen=True, slots=True)
class ProgNote:
    """A line of the progress notes. What a kind of object does not have is empty."""

    object_type: Plain
    primary_key: Annotated[int, NumberText()]
    date: Plain
    time: Plain
    date_time: Annotated[str, Moment()]
    th: Plain = ""
    surf: Plain = ""
    dx: Plain = ""
    description: Plain = ""
    note: Annotated[str, OneLine(), Name("note")] = ""
    stat: Plain = ""
    prov: Plain = ""
    prov_num: Plain = ""
    amount: Plain = ""
    proc_code: Plain = ""
    user: Plain = ""
    signed: Annotated[str, Text(), Basis.ASSUMED] = ""
    length: Plain = ""
    abbr: Plain = ""
    clinic: Plain = ""
    clinic_num: Annotated[int, NumberText()] = 0


def list_prog_notes(tx: Transaction, patient: Patient, page: Page) -> Sequence[ProgNote]:
    """The oldest first."""
    number = patient.pat_num
    notes = [*_appointments(tx, number), *_commlogs(tx, number), *_procedures(tx, number)]
    return cut(sorted(notes, key=lambda note: (note.date_time, note.object_type, note.primary_key)), page)


def _appointments(tx: Transaction, pat_num: int) -> Iterator[ProgNote]:
    for number, at, status, note, abbr, provider, minutes, clinic, clinic_num in queries.appointments(tx, pat_num):
        yield ProgNote(
            "Appointment",
            number,
            *_spelled(at),
            description=f"Appointment - {wire_name(AptStatus(status))}",
            note=note,
            prov=abbr,
            prov_num=str(provider),
            length=f"{minutes // 60}:{minutes % 60:02}",
            clinic=clinic,
            clinic_num=clinic_num,
        )


def _commlogs(tx: Transaction, pat_num: int) -> Iterator[ProgNote]:
    for number, at, comm_type, note, user in queries.commlogs(tx, pat_num):
        described = f"Comm - {comm_type}" if comm_type else "Comm"
        yield ProgNote("Commlog", number, *_spelled(at), description=described, note=note, user=user)


def _procedures(tx: Transaction, pat_num: int) -> Iterator[ProgNote]:
    for row in queries.procedures(tx, pat_num):
        number, at, tooth, surface, diagnosis, described, note, signature, status, *rest = row
        prov, prov_num, fee, code, abbr, clinic, clinic_num = rest
        yield ProgNote(
            "Procedure",
            number,
            *_spelled(at),
            th=tooth,
            surf=surface,
            dx=diagnosis,
            description=described,
            note=note,
            stat=wire_name(ProcStatus(status)),
            prov=prov,
            prov_num=str(prov_num),
            amount=f"{fee:.2f}",
            proc_code=code,
            signed="Signed" if signature else "",
            abbr=abbr,
            clinic=clinic,
            clinic_num=clinic_num,
        )


def _spelled(stored: str) -> tuple[str, str, str]:
    """Date, time and both at once of one moment, as the grid spells each."""
    at = datetime.fromisoformat(stored)
    return (f"{at:%m/%d/%Y}" if stored >= EARLIEST else "", clock_face(at.time()), stored)


def clock_face(at: time) -> str:
    """A time of day as the grid has it; midnight is none.

    >>> clock_face(time(13, 20))
    '1:20p'
    """
    return f"{at.hour % 12 or 12}:{at.minute:02}{'a' if at.hour < 12 else 'p'}" if at != time() else ""
