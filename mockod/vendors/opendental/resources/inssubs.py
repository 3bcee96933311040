"""Subscribers: who holds an insurance plan. Whom it covers stands in patplans."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from mockod.rest.messages import Basis
from mockod.rest.schema import Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import INSURANCE_SIMPLE
from mockod.vendors.opendental.engine.declared import not_while_used
from mockod.vendors.opendental.engine.filters import changed_since, equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments.insurance import follow_subscriber
from mockod.vendors.opendental.resources.claimprocs.estimates import follow_coverage
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey, Integer, OneLine

SINCE = "22.4.28"
STILL_ATTACHED = "Can't delete InsSub because PatPlans are still attached."
PLANNED = "Can't delete InsSub because PayPlans are still attached."
CLAIMED = "Can't delete InsSub because claims are still attached."
_NO_COVERAGE = not_while_used("patplan.InsSubNum", text=STILL_ATTACHED, basis=Basis.DOCUMENTED)
_NO_CLAIM = not_while_used(
    "claim.InsSubNum", "claim.InsSubNum2", "claimproc.InsSubNum", "etrans.InsSubNum", text=CLAIMED
)
_NO_PAY_PLAN = not_while_used("payplan.InsSubNum", text=PLANNED)

INSSUB = Table(
    "inssub",
    entity="InsSub",
    section="inssubs",
    columns=(
        Column("InsSubNum", Integer()),
        Column("PlanNum", ForeignKey("insplan.PlanNum"), needed=True),
        Column("Subscriber", ForeignKey("patient.PatNum"), needed=True),
        Column("DateEffective", Day()),
        Column("DateTerm", Day()),
        Column("ReleaseInfo", Flag(), default=1),
        Column("AssignBen", Flag(), default=1),
        Column("SubscriberID", OneLine()),
        Column("BenefitNotes", OneLine()),
        Column("SubscNote", OneLine()),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
    answer_order=(
        "InsSubNum PlanNum Subscriber DateEffective DateTerm SubscriberID BenefitNotes ReleaseInfo AssignBen SubscNote "
        "SecDateTEdit"
    ),
    indexes=(index("PlanNum"), index("Subscriber"), index("SecDateTEdit")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInsSub:
    """POST inssubs. Whether benefits are assigned follows the office's preference unless given (documented)."""

    plan_num: Annotated[int, ForeignKey("insplan.PlanNum", zero=False)]
    subscriber: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    subscriber_id: str
    date_effective: date = date.min
    date_term: date = date.min
    benefit_notes: str = ""
    release_info: Annotated[bool, Since("21.4")] = True
    assign_ben: Annotated[bool | None, Since("21.4")] = None
    subsc_note: Annotated[str, Since("22.4.26")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsSubChange:
    """PUT inssubs: only what is given changes."""

    plan_num: Annotated[int | None, ForeignKey("insplan.PlanNum", zero=False)] = None
    subscriber: Annotated[int | None, ForeignKey("patient.PatNum", zero=False), Since("21.4")] = None
    subscriber_id: Annotated[str | None, Since("21.4")] = None
    date_effective: Annotated[date | None, Since("21.4")] = None
    date_term: Annotated[date | None, Since("21.4")] = None
    benefit_notes: str | None = None
    release_info: Annotated[bool | None, Since("21.4")] = None
    assign_ben: Annotated[bool | None, Since("21.4")] = None
    subsc_note: Annotated[str | None, Since("22.4.26")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InsSub:
    """A row of the vendor's table."""

    ins_sub_num: int = 0
    plan_num: int
    subscriber: int
    date_effective: date
    date_term: date
    release_info: bool
    assign_ben: bool
    subscriber_id: str
    benefit_notes: str
    subsc_note: str
    sec_date_t_edit: datetime


RECORDS = Records(InsSub, INSSUB)


def create_ins_sub(tx: Transaction, body: NewInsSub) -> Row:
    """POST inssubs: makes no plan and changes no benefits (documented)."""
    assigned = preferences.switched_on(tx, "InsDefaultAssignBen")
    new = InsSub(
        plan_num=body.plan_num,
        subscriber=body.subscriber,
        date_effective=body.date_effective,
        date_term=body.date_term,
        release_info=body.release_info,
        assign_ben=assigned if body.assign_ben is None else body.assign_ben,
        subscriber_id=body.subscriber_id,
        benefit_notes=body.benefit_notes,
        subsc_note=body.subsc_note,
        sec_date_t_edit=tx.now,
    )
    return INSSUBS.select.one(tx, RECORDS.insert(tx, new))


def update_ins_sub(tx: Transaction, before: InsSub, body: InsSubChange) -> None:
    """PUT inssubs: whomever it covers stays covered, by the plan that it has now (documented)."""
    after = replace(before, **given_values(body))
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
        if after.plan_num != before.plan_num:
            follow_subscriber(tx, before.ins_sub_num)
            covered = "SELECT DISTINCT PatNum FROM patplan WHERE InsSubNum = ? ORDER BY PatNum"
            for pat_num in tx.column(covered, (before.ins_sub_num,)):
                follow_coverage(tx, pat_num)


def check_unused(tx: Transaction, number: int) -> None:
    """Refuse to delete a subscriber whose plan covers somebody (documented), or is on a claim (source).

    So it is where an insurance payment plan names the subscriber (assumed).
    """
    _NO_COVERAGE(tx, number)
    _NO_CLAIM(tx, number)
    _NO_PAY_PLAN(tx, number)


INSSUBS = Resource(
    "inssubs",
    table=INSSUB,
    permission=INSURANCE_SIMPLE,
    methods=[
        read(since=SINCE),
        listing(filters=[equals("PlanNum"), equals("Subscriber"), changed_since("SecDateTEdit")], since=SINCE),
        create(create_ins_sub, body=NewInsSub, location=""),
        update(update_ins_sub, row=RECORDS.get_or_404, body=InsSubChange, answers=False),
        delete(check=check_unused),
    ],
)
