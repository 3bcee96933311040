"""Lab cases: work that a laboratory does for a patient's visit, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, wire_name
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, Number, OneLine

WRITTEN_SINCE = "24.4.19"

LABCASE = Table(
    "labcase",
    entity="LabCase",
    section="labcases",
    columns=(
        Column("LabCaseNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("LaboratoryNum", ForeignKey("laboratory.LaboratoryNum"), needed=True),
        Column("AptNum", ForeignKey("appointment.AptNum")),
        Column("PlannedAptNum", ForeignKey("appointment.AptNum")),
        Column("DateTimeDue", Moment()),
        Column("DateTimeCreated", Moment()),
        Column("DateTimeSent", Moment()),
        Column("DateTimeRecd", Moment()),
        Column("DateTimeChecked", Moment()),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("Instructions", OneLine()),
        Column("LabFee", Number()),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("InvoiceNum", OneLine()),
    ),
    indexes=(index("PatNum"), index("LaboratoryNum"), index("AptNum"), index("PlannedAptNum"), index("ProvNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLabCase:
    """POST labcases. What was not done yet has no date."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    laboratory_num: Annotated[int, ForeignKey("laboratory.LaboratoryNum", zero=False)]
    prov_num: Annotated[int, ForeignKey("provider.ProvNum", zero=False)]
    apt_num: int = 0
    planned_apt_num: int = 0
    date_time_due: datetime = datetime.min
    date_time_created: datetime = datetime.min
    date_time_sent: datetime = datetime.min
    date_time_recd: datetime = datetime.min
    date_time_checked: datetime = datetime.min
    instructions: str = ""
    lab_fee: float = 0.0
    invoice_num: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabCaseChange:
    """PUT labcases: only what is given changes. A case never changes its patient (documented)."""

    laboratory_num: Annotated[int | None, ForeignKey("laboratory.LaboratoryNum", zero=False)] = None
    apt_num: int | None = None
    planned_apt_num: int | None = None
    date_time_due: datetime | None = None
    date_time_created: datetime | None = None
    date_time_sent: datetime | None = None
    date_time_recd: datetime | None = None
    date_time_checked: datetime | None = None
    prov_num: Annotated[int | None, ForeignKey("provider.ProvNum", zero=False)] = None
    instructions: str | None = None
    lab_fee: float | None = None
    invoice_num: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabCase:
    """A row of the vendor's table."""

    lab_case_num: int = 0
    pat_num: int
    laboratory_num: int
    apt_num: int
    planned_apt_num: int
    date_time_due: datetime
    date_time_created: datetime
    date_time_sent: datetime
    date_time_recd: datetime
    date_time_checked: datetime
    prov_num: int
    instructions: str
    lab_fee: float
    date_t_stamp: datetime
    invoice_num: str


RECORDS = Records(LabCase, LABCASE)


def create_lab_case(tx: Transaction, body: NewLabCase) -> Row:
    """POST labcases."""
    _check_visits(tx, body.pat_num, body.apt_num, body.planned_apt_num)
    return LABCASES.select.one(tx, tx.insert(LABCASE.name, new_row(LABCASE, tx, values_of(body))))


def update_lab_case(tx: Transaction, before: LabCase, body: LabCaseChange) -> Row:
    """PUT labcases. The appointments that it has already may be sent again, whatever became of them."""
    after = replace(before, **given_values(body))
    _check_visits(
        tx,
        before.pat_num,
        after.apt_num if after.apt_num != before.apt_num else 0,
        after.planned_apt_num if after.planned_apt_num != before.planned_apt_num else 0,
    )
    if after != before:
        RECORDS.update(tx, before, replace(after, date_t_stamp=tx.now))
    return LABCASES.select.one(tx, before.lab_case_num)


def _check_visits(tx: Transaction, pat_num: int, apt_num: int, planned_apt_num: int) -> None:
    check_visit(appointment_table.RECORDS.get(tx, apt_num), pat_num, AptStatus.Scheduled, "AptNum")
    check_visit(appointment_table.RECORDS.get(tx, planned_apt_num), pat_num, AptStatus.Planned, "PlannedAptNum")


def check_visit(apt: Appointment | None, pat_num: int, status: AptStatus, field: str) -> None:
    """A case goes with a visit that is booked or planned (documented), of its own patient (assumed).

    Raises ApiError naming ``field`` for any other.
    """
    if apt is not None and apt.pat_num != pat_num:
        raise invalid(field)
    if apt is not None and apt.apt_status != status:
        raise invalid(field, f"Appointment must have an AptStatus of {wire_name(status)}.")


LABCASES = Resource(
    "labcases",
    table=LABCASE,
    methods=[
        read(since="24.2.28"),
        listing(
            filters=[
                equals("PatNum"),
                equals("LaboratoryNum"),
                equals("AptNum"),
                equals("PlannedAptNum"),
                equals("ProvNum"),
            ],
            since="24.2.28",
        ),
        create(create_lab_case, body=NewLabCase, since=WRITTEN_SINCE),
        update(update_lab_case, row=RECORDS.get_or_404, body=LabCaseChange, since=WRITTEN_SINCE),
        delete(since=WRITTEN_SINCE),
    ],
)
