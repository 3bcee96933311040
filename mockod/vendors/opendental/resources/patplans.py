"""Which insurance covers a patient, and in which order. A row is coverage: without one there is none."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import INSURANCE_SIMPLE, READ_ALL
from mockod.vendors.opendental.domain.enums import Relationship
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.engine.record_table import RecordTable
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources.appointments.insurance import follow_plans
from mockod.vendors.opendental.wire.errors import Row, get_or_404, invalid
from mockod.vendors.opendental.wire.fields import Choice, Day, Flag, ForeignKey, Integer, Moment, Number, Text

# TABLE
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
        Column("PatID", Text()),
        Column("InsSubNum", ForeignKey("inssub.InsSubNum"), needed=True),
        Column("OrthoAutoFeeBilledOverride", Number(), default=-1),
        Column("OrthoAutoNextClaimDate", Day()),
        Column("SecDateTEntry", Moment(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
    indexes=(index("PatNum"),),
)


LAST_ORDINAL = 9
"""An ordinal is a single digit from 1, for the primary plan (documented)."""


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


class PatPlan(Wire):
    pat_plan_num = Integer()
    pat_num = Integer()
    ordinal = Integer()
    is_pending = Flag()
    relationship = Choice(Relationship)
    pat_id = Text(data_key="PatID")
    ins_sub_num = Integer()
    ortho_auto_fee_billed_override = Number()
    ortho_auto_next_claim_date = Day()
    sec_date_t_entry = Moment()
    sec_date_t_edit = Moment()


@dataclass(frozen=True, slots=True)
class PatPlanFilter:
    pat_num: int = 0
    ins_sub_num: int = 0


class PatPlanQuery(Wire):
    makes = PatPlanFilter
    pat_num = refs.patient()
    ins_sub_num = refs.insurance_subscriber()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatPlan:
    """POST patplans."""

    pat_num: int
    ins_sub_num: int
    ordinal: int = 1
    relationship: Relationship = Relationship.Self
    pat_id: str = ""


class NewPatPlanBody(Wire):
    makes = NewPatPlan
    pat_num = refs.patient(required=True, optional=False)
    ins_sub_num = refs.insurance_subscriber(required=True, optional=False)
    ordinal = Integer(least=1)
    relationship = Choice(Relationship)
    pat_id = Text(data_key="PatID", since="21.4")


@dataclass(frozen=True, slots=True, kw_only=True)
class PatPlanChange:
    """PUT patplans: only what is given changes. A plan never changes hands (documented)."""

    ins_sub_num: int | None = None
    ordinal: int | None = None
    relationship: Relationship | None = None
    pat_id: str | None = None


class PatPlanChangeBody(Wire):
    makes = PatPlanChange
    ins_sub_num = refs.insurance_subscriber(optional=False)
    ordinal = Integer(least=1)
    relationship = Choice(Relationship)
    pat_id = Text(data_key="PatID")


PAT_PLANS = RecordTable(Coverage, "patplan", renamed={"pat_id": "PatID"})
_SHOWN = f"SELECT {columns(PatPlan, 'p')} FROM patplan p"


def list_pat_plans(tx: Transaction, wanted: PatPlanFilter, page: Page) -> list[Row]:
    return tx.rows(
        f"{_SHOWN} WHERE (:patient = 0 OR p.PatNum = :patient) AND (:sub = 0 OR p.InsSubNum = :sub) "
        "ORDER BY p.PatPlanNum LIMIT :limit OFFSET :offset",
        {"patient": wanted.pat_num, "sub": wanted.ins_sub_num, "limit": page.limit, "offset": page.offset},
    )


def pat_plan(tx: Transaction, pat_plan_num: int) -> Coverage:
    """The coverage that the path names."""
    return get_or_404(PAT_PLANS.get(tx, pat_plan_num), "PatPlan")


def add_pat_plan(tx: Transaction, asked: NewPatPlan) -> Row:
    """POST: whoever has the place asked for moves down one, and so on."""
    _check_ordinal(asked.ordinal)
    _check_unlinked(tx, asked.pat_num, asked.ins_sub_num)
    _make_room(tx, asked.pat_num, asked.ordinal)
    new = Coverage(
        pat_num=asked.pat_num,
        ordinal=asked.ordinal,
        relationship=asked.relationship,
        pat_id=asked.pat_id,
        ins_sub_num=asked.ins_sub_num,
        sec_date_t_entry=tx.now,
        sec_date_t_edit=tx.now,
    )
    number = PAT_PLANS.insert(tx, new)
    follow_plans(tx, asked.pat_num)
    return _shown(tx, number)


def change_pat_plan(tx: Transaction, before: Coverage, asked: PatPlanChange) -> Row:
    """PUT: a plan leaves its place and takes another, as if it were dropped and made anew there."""
    given = {f.name: getattr(asked, f.name) for f in fields(asked) if getattr(asked, f.name) is not None}
    after = replace(before, **given)
    if asked.ordinal is not None:
        _check_ordinal(asked.ordinal)
    if after.ins_sub_num != before.ins_sub_num:
        _check_unlinked(tx, before.pat_num, after.ins_sub_num)
    if after.ordinal != before.ordinal:
        _close_gap(tx, before)
        _make_room(tx, before.pat_num, after.ordinal, but_for=before.pat_plan_num)
    if after != before:
        PAT_PLANS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
        follow_plans(tx, before.pat_num)
    return _shown(tx, before.pat_plan_num)


def drop_pat_plan(tx: Transaction, coverage: Coverage) -> None:
    """DELETE: the patient is covered no more; plan and subscriber stay (documented)."""
    tx.run("DELETE FROM patplan WHERE PatPlanNum = ?", (coverage.pat_plan_num,))
    _close_gap(tx, coverage)
    follow_plans(tx, coverage.pat_num)


def _shown(tx: Transaction, number: int) -> Row:
    return get_or_404(tx.row(f"{_SHOWN} WHERE p.PatPlanNum = ?", (number,)), "PatPlan")


def _check_ordinal(ordinal: int) -> None:
    if ordinal > LAST_ORDINAL:
        raise invalid("Ordinal")


def _check_unlinked(tx: Transaction, pat_num: int, ins_sub_num: int) -> None:
    """A patient is linked to a subscriber once (documented)."""
    if tx.row("SELECT 1 FROM patplan WHERE PatNum = ? AND InsSubNum = ?", (pat_num, ins_sub_num)):
        raise invalid("InsSubNum", "Patient is already linked to this InsSub.")


def _others(tx: Transaction, pat_num: int, but_for: int) -> list[Coverage]:
    """The patient's other plans, in order."""
    rows = tx.rows(
        f"SELECT {PAT_PLANS.columns} FROM patplan WHERE PatNum = ? AND PatPlanNum <> ? ORDER BY Ordinal, PatPlanNum",
        (pat_num, but_for),
    )
    return [PAT_PLANS.read(row) for row in rows]


def _make_room(tx: Transaction, pat_num: int, ordinal: int, *, but_for: int = 0) -> None:
    """Free a place: the plan there moves to the next, the one there to the one after that, up to a free place."""
    last_taken = ordinal
    for other in _others(tx, pat_num, but_for):
        if ordinal <= other.ordinal <= last_taken:
            last_taken += 1
            _check_ordinal(last_taken)
            _move(tx, other, last_taken)


def _close_gap(tx: Transaction, gone: Coverage) -> None:
    """Let the plans after one that leaves its place move up, unless another shares that place."""
    others = _others(tx, gone.pat_num, gone.pat_plan_num)
    if any(other.ordinal == gone.ordinal for other in others):
        return
    for other in others:
        if other.ordinal > gone.ordinal:
            _move(tx, other, other.ordinal - 1)


def _move(tx: Transaction, coverage: Coverage, ordinal: int) -> None:
    PAT_PLANS.update(tx, coverage, replace(coverage, ordinal=ordinal, sec_date_t_edit=tx.now))


ENDPOINTS = (
    Endpoint(
        "GET",
        "patplans",
        list_pat_plans,
        query=PatPlanQuery,
        result=PatPlan,
        many=True,
        since="22.4.27",
        permission=READ_ALL,
    ),
    Endpoint(
        "POST", "patplans", add_pat_plan, body=NewPatPlanBody, result=PatPlan, status=201, permission=INSURANCE_SIMPLE
    ),
    Endpoint(
        "PUT",
        "patplans/{PatPlanNum}",
        change_pat_plan,
        row=pat_plan,
        body=PatPlanChangeBody,
        result=PatPlan,
        since="21.4",
        permission=INSURANCE_SIMPLE,
    ),
    Endpoint("DELETE", "patplans/{PatPlanNum}", drop_pat_plan, row=pat_plan, permission=INSURANCE_SIMPLE),
)
