"""Fees: what a fee schedule asks for a procedure code, for all or for a clinic's or provider's patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import fees as rules
from mockod.vendors.opendental.domain.insurance import PPO
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.records import Records, placeholders
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row, Select
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import already_exists, conflict, invalid
from mockod.vendors.opendental.wire.fields import Amount, ForeignKey, Integer, Number

SINCE = "23.3.11"

FEE = Table(
    "fee",
    entity="Fee",
    section="fees",
    columns=(
        Column("FeeNum", Integer()),
        Column("Amount", Amount(), shown_as=Number(), needed=True),
        Column("FeeSched", ForeignKey("feesched.FeeSchedNum"), needed=True),
        Column("CodeNum", ForeignKey("procedurecode.CodeNum"), needed=True),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
    indexes=(index("ProvNum"), index("ClinicNum"), index("FeeSched"), index("CodeNum", "FeeSched")),
)
WRITTEN = Select(FEE, FEE.answer.changed(amount=Amount()))
"""A fee as POST and PUT answer it: its amount is a text (documented)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFee:
    """POST fees. 0 for a clinic or provider means: of all."""

    amount: float
    fee_sched: Annotated[int, ForeignKey("feesched.FeeSchedNum", zero=False)]
    code_num: Annotated[int, ForeignKey("procedurecode.CodeNum", zero=False)]
    clinic_num: int = 0
    prov_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeChange:
    """PUT fees: the amount is all that changes (documented)."""

    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A row of the vendor's table, as far as rules look at it."""

    fee_num: int
    amount: float
    fee_sched: int
    clinic_num: int
    prov_num: int
    sec_date_t_edit: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeFacts:
    """What must be known before a fee is written."""

    is_global: bool
    """Whether its schedule has one fee for each code."""
    is_grouped: bool
    """Whether its schedule and clinic belong to a group, whose fees the program keeps alike."""
    is_there: bool = False
    """Whether the schedule has such a fee already."""


RECORDS = Records(Fee, FEE)


def create_fee(tx: Transaction, body: NewFee) -> Row:
    """POST fees. Refuses what ``check_new`` refuses."""
    check_new(body, _facts(tx, body))
    return WRITTEN.one(tx, tx.insert(FEE.name, new_row(FEE, tx, values_of(body))))


def update_fee(tx: Transaction, before: Fee, body: FeeChange) -> Row:
    """PUT fees."""
    check_ungrouped(is_grouped=_is_grouped(tx, before.fee_sched, before.clinic_num))
    check_amount(body.amount, is_own=bool(before.clinic_num or before.prov_num))
    if body.amount != before.amount:
        RECORDS.update(tx, before, replace(before, amount=body.amount, sec_date_t_edit=tx.now))
    return WRITTEN.one(tx, before.fee_num)


def delete_fee(tx: Transaction, fee: Fee) -> None:
    """DELETE fees. Procedures keep the fee they were entered with."""
    check_ungrouped(is_grouped=_is_grouped(tx, fee.fee_sched, fee.clinic_num))
    tx.delete(FEE.name, "FeeNum = ?", (fee.fee_num,))


def check_new(body: NewFee, facts: FeeFacts) -> None:
    """Raises ApiError for a clinic's or provider's own fee in a global schedule (documented), and for a second fee."""
    for name, number in (("ClinicNum", body.clinic_num), ("ProvNum", body.prov_num)):
        if number and facts.is_global:
            raise invalid(name, "FeeSched is global.")
    check_ungrouped(is_grouped=facts.is_grouped)
    check_amount(body.amount, is_own=bool(body.clinic_num or body.prov_num))
    if facts.is_there:
        raise already_exists("Fee")


def check_ungrouped(*, is_grouped: bool) -> None:
    """Raises ApiError for a fee that a group of clinics shares: it is the program's alone to write (documented)."""
    if is_grouped:
        raise conflict("Fee belongs to a FeeSchedGroup.")


def check_amount(amount: float, *, is_own: bool) -> None:
    """Raises ApiError for less than nothing; -1 says that a clinic or provider asks for none (source)."""
    if amount < 0 and not (is_own and amount == rules.BLANK):
        raise invalid("Amount")


def _facts(tx: Transaction, body: NewFee) -> FeeFacts:
    same = "SELECT 1 FROM fee WHERE FeeSched = ? AND CodeNum = ? AND ClinicNum = ? AND ProvNum = ?"
    place = (body.fee_sched, body.code_num, body.clinic_num, body.prov_num)
    return FeeFacts(
        is_global=bool(tx.value("SELECT IsGlobal FROM feesched WHERE FeeSchedNum = ?", (body.fee_sched,))),
        is_grouped=_is_grouped(tx, body.fee_sched, body.clinic_num),
        is_there=tx.row(same, place) is not None,
    )


def _is_grouped(tx: Transaction, fee_sched: int, clinic_num: int) -> bool:
    """Whether a group of clinics shares this schedule, and the clinic is one of them."""
    listed = "instr(',' || replace(ClinicNums, ' ', '') || ',', ',' || ? || ',') > 0"
    sql = f"SELECT 1 FROM feeschedgroup WHERE FeeSchedNum = ? AND {listed}"
    return bool(clinic_num) and tx.row(sql, (fee_sched, clinic_num)) is not None


_SCHEDULES = """
SELECT coalesce(i.FeeSched, 0), coalesce(i.PlanType, ''), p.FeeSched,
  coalesce((SELECT FeeSched FROM provider WHERE ProvNum = :provider), 0)
FROM patient p LEFT JOIN insplan i ON i.PlanNum = (
  SELECT d.PlanNum FROM patplan c JOIN inssub s ON s.InsSubNum = c.InsSubNum JOIN insplan d ON d.PlanNum = s.PlanNum
  WHERE c.PatNum = p.PatNum AND d.IsMedical = 0 ORDER BY c.Ordinal, c.PatPlanNum LIMIT 1)
WHERE p.PatNum = :patient
"""
_FEES = """
SELECT f.FeeSched, f.ClinicNum, f.ProvNum, f.Amount FROM fee f JOIN feesched s ON s.FeeSchedNum = f.FeeSched
WHERE f.CodeNum = ? AND f.FeeSched IN ({}) AND f.ClinicNum IN (0, ?) AND f.ProvNum IN (0, ?)
  AND (s.IsGlobal = 0 OR (f.ClinicNum = 0 AND f.ProvNum = 0))
"""


def proc_fee(tx: Transaction, procedure: Procedure) -> float:
    """What a new procedure costs that nobody gave a fee: the patient's insurance counts (documented)."""
    plan, plan_type, patient, provider = tx.rows(
        _SCHEDULES, {"patient": procedure.pat_num, "provider": procedure.prov_num}
    )[0]
    schedules = rules.Schedules(plan=plan, is_ppo=plan_type == PPO, patient=patient, provider=provider)
    fees = _fees_of(tx, procedure.code_num, (plan, patient, provider), procedure.clinic_num, procedure.prov_num)
    return rules.proc_fee(fees, schedules, procedure.clinic_num, procedure.prov_num)


def usual_fee(tx: Transaction, code_num: int, prov_num: int, clinic_num: int) -> float:
    """What a provider usually asks for a code, whoever pays."""
    schedule = int(tx.value("SELECT FeeSched FROM provider WHERE ProvNum = ?", (prov_num,), 0))
    return rules.amount(_fees_of(tx, code_num, (schedule,), clinic_num, prov_num), schedule, clinic_num, prov_num)


def _fees_of(
    tx: Transaction, code_num: int, schedules: Sequence[int], clinic_num: int, prov_num: int
) -> list[rules.Fee]:
    """What these schedules ask for a code, of a clinic's and a provider's patients."""
    rows = tx.rows(_FEES.format(placeholders(schedules)), (code_num, *schedules, clinic_num, prov_num))
    return [rules.Fee(*row) for row in rows]


FEES = Resource(
    "fees",
    table=FEE,
    methods=[
        read(since=SINCE),
        listing(
            filters=[
                equals("FeeSched"),
                equals("CodeNum"),
                equals("ClinicNum", zero_is_none=True),
                equals("ProvNum", zero_is_none=True),
            ],
            since=SINCE,
        ),
        create(create_fee, body=NewFee, answer=WRITTEN.schema, since=SINCE, status=200, location=""),
        update(update_fee, row=RECORDS.get_or_404, body=FeeChange, answer=WRITTEN.schema, since=SINCE),
        delete(delete_fee, row=RECORDS.get_or_404, since=SINCE),
    ],
)
