"""Procedures of saved treatment plans: copies that stay as they were when the plan was saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mockod.rest.endpoint import Inputs
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine import declared
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import delete, listing, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import conflict
from mockod.vendors.opendental.wire.fields import DefinitionKey, ForeignKey, Integer, Number, OneLine

PROCTP = Table(
    "proctp",
    entity="ProcTP",
    section="proctps",
    columns=(
        Column("ProcTPNum", Integer()),
        Column("TreatPlanNum", ForeignKey("treatplan.TreatPlanNum"), needed=True),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("ProcNumOrig", ForeignKey("procedurelog.ProcNum")),
        Column("ItemOrder", Integer()),
        Column("Priority", DefinitionKey(DefCat.TxPriorities)),
        Joined("priority", "ItemName", "Priority"),
        Column("ToothNumTP", OneLine()),
        Column("Surf", OneLine()),
        Column("ProcCode", OneLine()),
        Column("Descript", OneLine()),
        Column("FeeAmt", Number()),
        Column("PriInsAmt", Number()),
        Column("SecInsAmt", Number()),
        Column("PatAmt", Number()),
        Column("Discount", Number()),
        Column("Prognosis", OneLine()),
        Column("Dx", OneLine()),
        Column("ProcAbbr", OneLine()),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("FeeAllowed", Number()),
        Column("TaxAmt", Number()),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("DateTP", Day()),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("CatPercUCR", Number()),
    ),
    indexes=(index("TreatPlanNum"), index("ProcNumOrig")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcTP:
    """A copy as it is made from here."""

    proc_tp_num: int = 0
    treat_plan_num: int
    pat_num: int
    proc_num_orig: int
    item_order: int
    priority: int
    tooth_num_tp: str
    surf: str
    proc_code: str
    descript: str
    fee_amt: float
    pri_ins_amt: float = 0.0
    sec_ins_amt: float = 0.0
    pat_amt: float
    discount: float
    prognosis: str
    dx: str
    proc_abbr: str
    sec_date_entry: date
    sec_date_t_edit: datetime
    prov_num: int
    date_tp: date
    clinic_num: int
    cat_perc_ucr: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcTPChange:
    """PUT proctps: only what is given changes. Amounts are kept as they are entered, and not added up."""

    priority: int | None = None
    tooth_num_tp: str | None = None
    surf: str | None = None
    proc_code: str | None = None
    descript: str | None = None
    fee_amt: float | None = None
    pri_ins_amt: float | None = None
    sec_ins_amt: float | None = None
    pat_amt: float | None = None
    discount: float | None = None
    prognosis: str | None = None
    dx: str | None = None
    proc_abbr: str | None = None
    fee_allowed: float | None = None


RECORDS = Records(ProcTP, PROCTP)
_find = declared.fetch(PROCTP)


def find_copy(tx: Transaction, number: int) -> int:
    """The number of a copy that there is; refuses with 404 where there is none."""
    return _find(tx, (number,))


def update_copy(tx: Transaction, number: int, body: ProcTPChange) -> Row:
    """PUT proctps."""
    check_unsigned(tx, number)
    declared.update(PROCTP, None, tx, Inputs(row=number, body=values_of(body)))
    return PROCTPS.select.one(tx, number)


def check_unsigned(tx: Transaction, number: int) -> None:
    """A copy on a plan that somebody signed stands (documented)."""
    sql = """SELECT 1 FROM proctp JOIN treatplan t ON t.TreatPlanNum = proctp.TreatPlanNum
      WHERE proctp.ProcTPNum = ? AND (t.Signature <> '' OR t.SignaturePractice <> '')"""
    if tx.row(sql, (number,)):
        raise conflict("TreatPlan is signed.")


PROCTPS = Resource(
    "proctps",
    table=PROCTP,
    methods=[
        listing(filters=[equals("TreatPlanNum", required=True)], order="ItemOrder", since="22.4.17"),
        update(update_copy, row=find_copy, body=ProcTPChange, since="24.4.26"),
        delete(check=check_unsigned, since="23.3.10"),
    ],
)
