"""Adjustments: what is added to an account or taken off it beside procedures and payments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claims import total
from mockod.vendors.opendental.domain.definitions import ADDS, DISCOUNT_PLAN, TAKES
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.resources.definitions import value_of
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import conflict, invalid
from mockod.vendors.opendental.wire.fields import DefinitionKey, ForeignKey, Integer, Number, OneLine

ADJUSTMENT = Table(
    "adjustment",
    entity="Adjustment",
    section="adjustments",
    columns=(
        Column("AdjNum", Integer()),
        Column("AdjDate", Day(), needed=True),
        Column("AdjAmt", Number()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("AdjType", DefinitionKey(DefCat.AdjTypes, zero=False), needed=True),
        Joined("adjType", "ItemName", "AdjType"),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("AdjNote", OneLine()),
        Column("ProcDate", Day()),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum")),
        Column("DateEntry", Day(), stamp="created"),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
    indexes=(index("AdjType"), index("ProcNum"), index("PatNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAdjustment:
    """POST adjustments. None means: not given."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    adj_type: int
    adj_amt: float
    adj_date: date
    prov_num: int | None = None
    proc_num: int = 0
    clinic_num: int | None = None
    proc_date: date | None = None
    adj_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentChange:
    """PUT adjustments: only what is given changes."""

    adj_date: date | None = None
    adj_amt: float | None = None
    adj_type: int | None = None
    prov_num: int | None = None
    adj_note: str | None = None
    proc_num: int | None = None
    clinic_num: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A row of the vendor's table, as far as it is written from here."""

    adj_num: int = 0
    adj_date: date
    adj_amt: float
    pat_num: int
    adj_type: int
    prov_num: int
    adj_note: str
    proc_date: date
    proc_num: int
    date_entry: date
    clinic_num: int
    sec_date_t_edit: datetime


RECORDS = Records(Adjustment, ADJUSTMENT)


def create_adjustment(tx: Transaction, body: NewAdjustment) -> Row:
    """POST adjustments. Provider and clinic are the patient's, unless given."""
    today = tx.now.date()
    check_amount(body.adj_amt, value_of(tx, body.adj_type))
    _check_date(body.adj_date, today)
    attached = _date_of_procedure(tx, body.proc_num, body.pat_num)
    pri_prov, clinic_num = tx.rows("SELECT PriProv, ClinicNum FROM patient WHERE PatNum = ?", (body.pat_num,))[0]
    new = Adjustment(
        adj_date=body.adj_date,
        adj_amt=total([body.adj_amt]),
        pat_num=body.pat_num,
        adj_type=body.adj_type,
        prov_num=pri_prov if body.prov_num is None else body.prov_num,
        adj_note=body.adj_note,
        proc_date=body.proc_date or attached or today,
        proc_num=body.proc_num,
        date_entry=today,
        clinic_num=clinic_num if body.clinic_num is None else body.clinic_num,
        sec_date_t_edit=tx.now,
    )
    return ADJUSTMENTS.select.one(tx, RECORDS.insert(tx, new))


def update_adjustment(tx: Transaction, before: Adjustment, body: AdjustmentChange) -> Row:
    """PUT adjustments. Another procedure brings its date along; 0 attaches to none (assumed)."""
    after = replace(before, **given_values(body))
    after = replace(after, adj_amt=total([after.adj_amt]))
    if body.adj_date is not None:
        _check_date(body.adj_date, tx.now.date())
    if (after.adj_type, after.adj_amt) != (before.adj_type, before.adj_amt):
        _check_type(tx, before, after)
    if after.prov_num != before.prov_num and tx.value(
        "SELECT IsHidden FROM provider WHERE ProvNum = ?", (after.prov_num,)
    ):
        raise invalid("ProvNum", "Provider is hidden.")
    if after.proc_num != before.proc_num:
        attached = _date_of_procedure(tx, after.proc_num, before.pat_num)
        after = replace(after, proc_date=attached or before.proc_date)
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
    return ADJUSTMENTS.select.one(tx, before.adj_num)


def check_amount(amount: float, value: str, *, of_discount_plan: bool = False) -> None:
    """The amount has the sign of its type; a client gives no type of discount plans (documented)."""
    if value not in (ADDS, TAKES) and not (of_discount_plan and value == DISCOUNT_PLAN):
        raise invalid("AdjType")
    if value == ADDS and amount < 0:
        raise conflict("AdjAmt must be positive for this AdjType.")
    if value != ADDS and amount > 0:
        raise conflict("AdjAmt must be negative for this AdjType.", Basis.OBSERVED)


def _check_type(tx: Transaction, before: Adjustment, after: Adjustment) -> None:
    """What a discount plan made keeps its type (documented; words assumed)."""
    was_of_plan = value_of(tx, before.adj_type) == DISCOUNT_PLAN
    if was_of_plan and after.adj_type != before.adj_type:
        raise invalid("AdjType", "The Adjustment belongs to a discount plan.")
    check_amount(after.adj_amt, value_of(tx, after.adj_type), of_discount_plan=was_of_plan)


def _check_date(adj_date: date, today: date) -> None:
    if adj_date > today:
        raise invalid("AdjDate", "Date cannot be in the future.")


def _date_of_procedure(tx: Transaction, proc_num: int, pat_num: int) -> date | None:
    """The procedure's date; None without one. Refuses a procedure of another patient (documented)."""
    if not proc_num:
        return None
    owner, day = tx.rows("SELECT PatNum, ProcDate FROM procedurelog WHERE ProcNum = ?", (proc_num,))[0]
    if owner != pat_num:
        raise invalid("ProcNum")
    return date.fromisoformat(day)


ADJUSTMENTS = Resource(
    "adjustments",
    table=ADJUSTMENT,
    methods=[
        listing(
            filters=[
                equals("PatNum", required=True),
                equals("AdjType", since="22.2.33"),
                equals("ProcNum", since="22.4.28"),
            ],
            order="AdjDate",
            since="22.2.21",
        ),
        create(create_adjustment, body=NewAdjustment, since="22.2.22", location=""),
        update(update_adjustment, row=RECORDS.get_or_404, body=AdjustmentChange, since="22.2.23"),
    ],
)
