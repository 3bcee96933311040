"""Referrals of patients: by whom each was sent to the office, and to whom it sent them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.treatment_enums import ReferralToStatus, ReferralType
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.engine.table import Column, Computed, Table, index
from mockod.vendors.opendental.resources.appointments.decisions import check_living
from mockod.vendors.opendental.resources.appointments.queries import booked_patient
from mockod.vendors.opendental.resources.referrals import named_referral
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import invalid, required
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, OneLine, Text

MORE_SINCE = "23.3.26"
NAME = """coalesce(trim(trim(r.FName || ' ' || r.MName) || ' ' || r.LName)
  || CASE WHEN r.Title <> '' THEN ', ' || r.Title ELSE '' END, '')"""
"""First, middle and last name, a comma, the title (documented)."""

REFATTACH = Table(
    "refattach",
    entity="RefAttach",
    section="refattaches",
    columns=(
        Column("RefAttachNum", Integer()),
        Column("ReferralNum", ForeignKey("referral.ReferralNum"), needed=True),
        Computed("referralName", OneLine(), NAME),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("ItemOrder", Integer()),
        Column("RefDate", Day()),
        Column("RefType", Choice(ReferralType), wire="ReferralType", default=int(ReferralType.RefFrom)),
        Column("RefToStatus", Choice(ReferralToStatus)),
        Column("Note", OneLine()),
        Column("IsTransitionOfCare", Flag()),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum")),
        Column("DateProcComplete", Day()),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("DateTStamp", Moment(), stamp="changed"),
    ),
    joins="LEFT JOIN referral r ON r.ReferralNum = refattach.ReferralNum",
    indexes=(index("PatNum"), index("ProcNum")),
)


@dataclass(frozen=True, slots=True)
class AttachFilters:
    """GET refattaches. Patient 0 is no filter."""

    pat_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRefAttach:
    """POST refattaches. The referral is named by its number or by its LName."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    referral_num: int = 0
    referral_name: Annotated[str, Text(), Name("referralName")] = ""
    ref_date: date | None = None
    ref_type: ReferralType = ReferralType.RefFrom
    ref_to_status: ReferralToStatus = ReferralToStatus.None_
    note: str = ""
    is_transition_of_care: Annotated[bool, Since(MORE_SINCE)] = False
    proc_num: Annotated[int, Since(MORE_SINCE)] = 0
    date_proc_complete: Annotated[date, Since(MORE_SINCE)] = date.min
    prov_num: Annotated[int, Since(MORE_SINCE)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RefAttachChange:
    """PUT refattaches: only what is given changes."""

    referral_num: Annotated[int | None, ForeignKey("referral.ReferralNum", zero=False)] = None
    ref_date: date | None = None
    ref_type: ReferralType | None = None
    ref_to_status: ReferralToStatus | None = None
    note: str | None = None
    is_transition_of_care: bool | None = None
    proc_num: int | None = None
    date_proc_complete: date | None = None
    prov_num: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefAttach:
    """A row of the vendor's table."""

    ref_attach_num: int = 0
    referral_num: int
    pat_num: int
    item_order: int
    ref_date: date
    ref_type: ReferralType
    ref_to_status: ReferralToStatus
    note: str
    is_transition_of_care: bool
    proc_num: int
    date_proc_complete: date
    prov_num: int
    date_t_stamp: datetime


RECORDS = Records(RefAttach, REFATTACH)


def list_attaches(tx: Transaction, filters: AttachFilters, page: Page) -> Rows:
    """GET refattaches, by number. A deleted patient is refused (documented)."""
    if filters.pat_num:
        check_living(booked_patient(tx, filters.pat_num).status)
    patient = given("refattach.PatNum = :patient", patient=filters.pat_num or None)
    return REFATTACHES.select.page(tx, page, "refattach.RefAttachNum", [patient])


def create_attach(tx: Transaction, body: NewRefAttach) -> Row:
    """POST refattaches. A name that no referral has makes one, which is no person (documented); a number wins."""
    if not body.referral_num and not body.referral_name.strip():
        raise required("ReferralNum or referralName")
    check_living(booked_patient(tx, body.pat_num).status)
    check_provider(body.ref_type, body.prov_num)
    _check_procedure(tx, body.pat_num, body.proc_num)
    last = tx.value("SELECT max(ItemOrder) FROM refattach WHERE PatNum = ?", (body.pat_num,))
    new = RefAttach(
        referral_num=body.referral_num or named_referral(tx, body.referral_name),
        pat_num=body.pat_num,
        item_order=0 if last is None else last + 1,
        ref_date=body.ref_date or tx.now.date(),
        ref_type=body.ref_type,
        ref_to_status=body.ref_to_status,
        note=body.note,
        is_transition_of_care=body.is_transition_of_care,
        proc_num=body.proc_num,
        date_proc_complete=body.date_proc_complete,
        prov_num=body.prov_num,
        date_t_stamp=tx.now,
    )
    return REFATTACHES.select.one(tx, RECORDS.insert(tx, new))


def update_attach(tx: Transaction, before: RefAttach, body: RefAttachChange) -> Row:
    """PUT refattaches."""
    after = changed_attach(before, body)
    if after.proc_num != before.proc_num:
        _check_procedure(tx, before.pat_num, after.proc_num)
    if after != before:
        RECORDS.update(tx, before, replace(after, date_t_stamp=tx.now))
    return REFATTACHES.select.one(tx, before.ref_attach_num)


def changed_attach(before: RefAttach, body: RefAttachChange) -> RefAttach:
    """What a PUT makes of it; one that sends the patient nowhere any more has no provider (assumed)."""
    after = replace(before, **given_values(body))
    check_provider(after.ref_type, body.prov_num or 0)
    return after if after.ref_type == ReferralType.RefTo else replace(after, prov_num=0)


def check_provider(ref_type: ReferralType, prov_num: int) -> None:
    """A provider refers to somebody, never from somebody (documented)."""
    if prov_num and ref_type != ReferralType.RefTo:
        raise invalid("ProvNum", "ReferralType must be RefTo.")


def _check_procedure(tx: Transaction, pat_num: int, proc_num: int) -> None:
    """A referral is for the patient's own treatment (assumed)."""
    if proc_num and tx.value("SELECT PatNum FROM procedurelog WHERE ProcNum = ?", (proc_num,)) != pat_num:
        raise invalid("ProcNum")


REFATTACHES = Resource(
    "refattaches",
    table=REFATTACH,
    methods=[
        listing(list_attaches, filters=AttachFilters, since="22.4.27"),
        create(create_attach, body=NewRefAttach, since="21.2", location=""),
        update(update_attach, row=RECORDS.get_or_404, body=RefAttachChange, since=MORE_SINCE),
        delete(since=MORE_SINCE),
    ],
)
