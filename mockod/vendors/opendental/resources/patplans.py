"""Which insurance covers a patient, and in which order. A row is coverage: without one there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Annotated

from mockod.rest.schema import Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import INSURANCE_SIMPLE
from mockod.vendors.opendental.domain.enums import Relationship
from mockod.vendors.opendental.domain.insurance_enums import VerifyTypes
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources import insverifies
from mockod.vendors.opendental.resources.appointments.insurance import follow_plans
from mockod.vendors.opendental.resources.claimprocs.estimates import follow_coverage
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, Number, Text

LAST_ORDINAL = 9
"""An ordinal is a single digit from 1, for the primary plan (documented)."""

PATPLAN = Table(
    "patplan",
    entity="PatPlan",
    section="patplans",
    columns=(
        Column("PatPlanNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("Ordinal", Integer(), default=1),
        Column("IsPending", Flag()),
        Column("Relationship", Choice(Relationship)),
        Column("PatID", Text(longest=100)),
        Column("InsSubNum", ForeignKey("inssub.InsSubNum"), needed=True),
        Column("OrthoAutoFeeBilledOverride", Number(), default=-1),
        Column("OrthoAutoNextClaimDate", Day()),
        Column("SecDateTEntry", Moment(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
    indexes=(index("PatNum"), index("InsSubNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A row of the vendor's table."""

    pat_plan_num: int = 0
    pat_num: int
    ordinal: int
    is_pending: bool = False
    relationship: Relationship
    pat_id: str
    ins_sub_num: int
    ortho_auto_fee_billed_override: float = -1.0
    ortho_auto_next_claim_date: date = date.min
    sec_date_t_entry: datetime
    sec_date_t_edit: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatPlan:
    """POST patplans."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    ins_sub_num: Annotated[int, ForeignKey("inssub.InsSubNum", zero=False)]
    ordinal: Annotated[int, Integer(least=1)] = 1
    relationship: Relationship = Relationship.Self
    pat_id: Annotated[str, Since("21.4")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatPlanChange:
    """PUT patplans: only what is given changes. A plan never changes hands (documented)."""

    ins_sub_num: Annotated[int | None, ForeignKey("inssub.InsSubNum", zero=False)] = None
    ordinal: Annotated[int | None, Integer(least=1)] = None
    relationship: Relationship | None = None
    pat_id: str | None = None


RECORDS = Records(Coverage, PATPLAN)


def create_pat_plan(tx: Transaction, body: NewPatPlan) -> Row:
    """POST: whoever has the place asked for moves down one, and so on."""
    check_ordinal(body.ordinal)
    _check_unlinked(tx, body.pat_num, body.ins_sub_num)
    others = _others(tx, body.pat_num)
    new = Coverage(
        pat_num=body.pat_num,
        ordinal=body.ordinal,
        relationship=body.relationship,
        pat_id=body.pat_id,
        ins_sub_num=body.ins_sub_num,
        sec_date_t_entry=tx.now,
        sec_date_t_edit=tx.now,
    )
    _save(tx, others, make_room(others, body.ordinal))
    number = RECORDS.insert(tx, new)
    insverifies.add_unverified(tx, VerifyTypes.PatientEnrollment, number)
    follow_plans(tx, body.pat_num)
    follow_coverage(tx, body.pat_num)
    return PATPLANS.select.one(tx, number)


def update_pat_plan(tx: Transaction, before: Coverage, body: PatPlanChange) -> Row:
    """PUT: a plan leaves its place and takes another, as if it were dropped and made anew there."""
    given = {f.name: getattr(body, f.name) for f in fields(body) if getattr(body, f.name) is not None}
    after = replace(before, **given)
    if body.ordinal is not None:
        check_ordinal(body.ordinal)  # a place that a practice file gave may lie beyond the last, and stands
    if after.ins_sub_num != before.ins_sub_num:
        _check_unlinked(tx, before.pat_num, after.ins_sub_num)
    if after != before:
        others = _others(tx, before.pat_num, before.pat_plan_num)
        if after.ordinal != before.ordinal:
            closed = close_gap(others, before.ordinal)
            _save(tx, others, closed, make_room(closed, after.ordinal))
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
        follow_plans(tx, before.pat_num)
        follow_coverage(tx, before.pat_num)
    return PATPLANS.select.one(tx, before.pat_plan_num)


def delete_pat_plan(tx: Transaction, coverage: Coverage) -> None:
    """DELETE: the patient is covered no more; plan and subscriber stay (documented).

    The patient's own benefits and their verification end with it (source).
    """
    others = _others(tx, coverage.pat_num, coverage.pat_plan_num)
    tx.delete("patplan", "PatPlanNum = ?", (coverage.pat_plan_num,))
    tx.delete("benefit", "PatPlanNum = ?", (coverage.pat_plan_num,))
    insverifies.delete_verifications(tx, VerifyTypes.PatientEnrollment, coverage.pat_plan_num)
    _save(tx, others, close_gap(others, coverage.ordinal))
    follow_plans(tx, coverage.pat_num)
    follow_coverage(tx, coverage.pat_num)


def make_room(others: Sequence[Coverage], ordinal: int) -> list[Coverage]:
    """Plans in order, with a place freed: the plan there moves to the next, that one on, up to a free place.

    Raises ApiError naming Ordinal where the last place would be left.
    """
    moved, last_taken = [], ordinal
    for other in others:
        if ordinal <= other.ordinal <= last_taken:
            last_taken += 1
            check_ordinal(last_taken)
            other = replace(other, ordinal=last_taken)
        moved.append(other)
    return moved


def close_gap(others: Sequence[Coverage], ordinal: int) -> list[Coverage]:
    """Plans in order, after one left this place: those behind move up, unless another shares that place."""
    if any(other.ordinal == ordinal for other in others):
        return list(others)
    return [replace(o, ordinal=o.ordinal - 1) if o.ordinal > ordinal else o for o in others]


def check_ordinal(ordinal: int) -> None:
    """Raises ApiError naming Ordinal where there is no such place."""
    if ordinal > LAST_ORDINAL:
        raise invalid("Ordinal")


def _check_unlinked(tx: Transaction, pat_num: int, ins_sub_num: int) -> None:
    """A patient is linked to a subscriber once (documented)."""
    if tx.row("SELECT 1 FROM patplan WHERE PatNum = ? AND InsSubNum = ?", (pat_num, ins_sub_num)):
        raise invalid("InsSubNum", "Patient is already linked to this InsSub.")


def _others(tx: Transaction, pat_num: int, but_for: int = 0) -> list[Coverage]:
    """The patient's other plans, in order."""
    return RECORDS.find(tx, "PatNum = ? AND PatPlanNum <> ? ORDER BY Ordinal, PatPlanNum", (pat_num, but_for))


def _save(tx: Transaction, before: Sequence[Coverage], *steps: Sequence[Coverage]) -> None:
    """Write the plans that moved in any of these steps: one that moves up and down again is edited, too."""
    for was, *moves in zip(before, *steps, strict=True):
        if any(moved != was for moved in moves):
            RECORDS.update(tx, was, replace(moves[-1], sec_date_t_edit=tx.now))


PATPLANS = Resource(
    "patplans",
    table=PATPLAN,
    permission=INSURANCE_SIMPLE,
    methods=[
        listing(filters=[equals("PatNum"), equals("InsSubNum")], since="22.4.27"),
        create(create_pat_plan, body=NewPatPlan, location=""),
        update(update_pat_plan, row=RECORDS.get_or_404, body=PatPlanChange, since="21.4"),
        delete(delete_pat_plan, row=RECORDS.get_or_404),
    ],
)
