"""The methods of the Account Module. The arithmetic is in ``domain/accounts.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from mockod.rest.endpoint import Inputs, Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name, schema_of
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.domain.accounts import aged, balance
from mockod.vendors.opendental.domain.claims import total
from mockod.vendors.opendental.domain.enums import PatStatus
from mockod.vendors.opendental.domain.patient import Patient
from mockod.vendors.opendental.engine.methods import Method, grid
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.accountmodules.queries import Line, entries, lines_of, members_of, unearned
from mockod.vendors.opendental.resources.patients.table import RECORDS
from mockod.vendors.opendental.wire.errors import conflict
from mockod.vendors.opendental.wire.fields import Amount, Flag, Integer, Number, OneLine
from mockod.vendors.opendental.wire.paging import cut
from mockod.vendors.opendental.wire.words import Word

FAMILY = "Entire Family"
KINDS = ("ProcedureLog", "Adjustment", "PaySplit", "ClaimProc", "PayPlanCharge", "PayPlan", "")
DAY_TOTAL, OVERALL_TOTAL = "Day Total", "Overall Total"
ATTACHED = {"Adj": "Adj-Att.", "PatPay": "PatPay Att.", "WriteOff": "WriteOff-Att.", "InsPay": "InsPay-Att."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aging:
    """GET Aging, of the family but for ``pat_est_bal``."""

    bal_0_30: Annotated[float, Number(), Name("Bal_0_30")]
    bal_31_60: Annotated[float, Number(), Name("Bal_31_60")]
    bal_61_90: Annotated[float, Number(), Name("Bal_61_90")]
    bal_over90: Annotated[float, Number(), Name("BalOver90")]
    total: Annotated[float, Number(), Name("Total")]
    ins_est: Annotated[float, Number(), Name("InsEst")]
    est_bal: Annotated[float, Number(), Name("EstBal")]
    pat_est_bal: Annotated[float, Number(), Name("PatEstBal")]
    unearned: Annotated[float, Number(), Name("Unearned")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientBalance:
    """A row of PatientBalances."""

    pat_num: Annotated[int, Integer(), Name("PatNum")]
    name: Annotated[str, OneLine(), Name("Name")]
    balance: Annotated[float, Number(), Name("Balance")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """A row of ServiceDateView: all is text."""

    object_type: Annotated[str, Word(*KINDS), Name("ObjectType")] = ""
    primary_key: Annotated[str, OneLine(), Name("PrimaryKey")] = ""
    type: Annotated[str, OneLine(), Name("Type")]
    service_date: Annotated[str, OneLine(), Name("ServiceDate")] = ""
    trans_date: Annotated[str, OneLine(), Name("TransDate")] = ""
    patient: Annotated[str, OneLine(), Name("Patient")] = ""
    pat_num: Annotated[str, OneLine(), Name("PatNum")] = ""
    reference: Annotated[str, OneLine(), Name("Reference")] = ""
    charge: Annotated[float, Amount(), Name("Charge")]
    credit: Annotated[float, Amount(), Name("Credit")]
    provider: Annotated[str, OneLine(), Name("Provider")] = ""
    ins_bal: Annotated[float, Amount(), Name("InsBal")]
    acct_bal: Annotated[float, Amount(), Name("AcctBal")]


@dataclass(frozen=True, slots=True)
class ViewFilters:
    """GET ServiceDateView."""

    is_family: Annotated[bool, Flag(), Name("isFamily")] = False


def account_of(tx: Transaction, pat_num: int) -> Patient:
    """The patient whose account is asked for; refuses one who is deleted (documented)."""
    patient = RECORDS.get_or_404(tx, pat_num)
    if patient.pat_status == PatStatus.Deleted:
        raise conflict("Patient is deleted.", Basis.DOCUMENTED)
    return patient


def read_aging(tx: Transaction, patient: Patient) -> Aging:
    """GET Aging, as of today; what insurance is expected to pay is of claims sent, and taken off no bucket."""
    today = tx.now.date()
    family = [member.pat_num for member in members_of(tx, patient.guarantor)] or [patient.pat_num]
    lines = lines_of(tx, family)
    counted = entries(lines, today)
    ins_est = total(line.pending for line in lines)
    newest, older, old, oldest = aged(counted, today)
    mine = balance(entry for entry in counted if entry.pat_num == patient.pat_num)
    return Aging(
        bal_0_30=newest,
        bal_31_60=older,
        bal_61_90=old,
        bal_over90=oldest,
        total=balance(counted),
        ins_est=ins_est,
        est_bal=total([balance(counted), -ins_est]),
        pat_est_bal=total([mine, *(-line.pending for line in lines if line.pat_num == patient.pat_num)]),
        unearned=total([unearned(tx, family)]),
    )


def list_balances(tx: Transaction, patient: Patient, page: Page) -> Sequence[PatientBalance]:
    """GET PatientBalances: what each owes without what insurance is expected to pay; the family comes last."""
    members = members_of(tx, patient.guarantor)
    lines = lines_of(tx, [member.pat_num for member in members] or [patient.pat_num])
    counted = entries(lines, tx.now.date())
    rows = []
    for member in members:
        owed = balance(entry for entry in counted if entry.pat_num == member.pat_num)
        pending = (-line.pending for line in lines if line.pat_num == member.pat_num)
        name = f"{member.l_name}, {member.f_name}"
        rows.append(PatientBalance(pat_num=member.pat_num, name=name, balance=total([owed, *pending])))
    everybody = PatientBalance(pat_num=patient.guarantor, name=FAMILY, balance=total(row.balance for row in rows))
    return cut([*rows, everybody], page)


def list_service_dates(tx: Transaction, patient: Patient, filters: ViewFilters, page: Page) -> Sequence[ViewRow]:
    """GET ServiceDateView: all lines by date of service, each day's total, and that of all."""
    members = members_of(tx, patient.guarantor)
    names = {member.pat_num: member.f_name for member in members} | {patient.pat_num: patient.f_name}
    lines = lines_of(tx, list(names) if filters.is_family else [patient.pat_num])
    rows: list[ViewRow] = []
    for day, group in groupby(lines, key=lambda line: line.service):
        todays = list(group)
        rows += _rows(todays, names)
        rows.append(_total_row(todays, DAY_TOTAL, day.isoformat(), "Total for Date"))
    return cut([*rows, _total_row(lines, OVERALL_TOTAL, "", "")], page)


def _rows(lines: Sequence[Line], names: dict[int, str]) -> list[ViewRow]:
    """The lines of a day; those of one procedure tell what is left of it after each."""
    rows = []
    for proc_num, group in groupby(lines, key=lambda line: line.proc_num):
        left = pending = 0.0
        for line in group:
            pending = pending + line.pending if proc_num else 0.0
            left = total([left if proc_num else 0.0, line.amount])
            rows.append(
                ViewRow(
                    object_type=line.kind,
                    primary_key=str(line.key),
                    type=type_of(line),
                    service_date=line.service.isoformat(),
                    trans_date=line.posted.isoformat(),
                    patient=names[line.pat_num],
                    pat_num=str(line.pat_num),
                    reference=line.reference,
                    charge=max(line.amount, 0.0),
                    credit=max(-line.amount, 0.0),
                    provider=line.provider,
                    ins_bal=pending,
                    acct_bal=total([left, -pending]),
                )
            )
    return rows


def type_of(line: Line) -> str:
    """The page's word for a line."""
    if line.kind == "PaySplit" and line.pay_plan_num:
        return "PatPay Att. PayPlan" if line.proc_num else "PatPay PayPlan"
    return ATTACHED.get(line.type, line.type) if line.proc_num else line.type


def _total_row(lines: Sequence[Line], word: str, day: str, reference: str) -> ViewRow:
    pending = total(line.pending for line in lines)
    return ViewRow(
        type=word,
        service_date=day,
        reference=reference,
        charge=total(max(line.amount, 0.0) for line in lines),
        credit=total(max(-line.amount, 0.0) for line in lines),
        ins_bal=pending,
        acct_bal=total([*(line.amount for line in lines), -pending]),
    )


def _read_aging(tx: Transaction, inputs: Inputs) -> Aging:
    return read_aging(tx, inputs.row)


def _view(tx: Transaction, inputs: Inputs) -> Sequence[ViewRow]:
    return list_service_dates(tx, inputs.row, inputs.filters, inputs.page)


ACCOUNTMODULES = Resource(
    "accountmodules",
    methods=[
        Method(
            "GET",
            "{PatNum}/Aging",
            _read_aging,
            row=lambda tx, ids: account_of(tx, *ids),
            answer=schema_of(Aging),
            options={"since": "22.3.6", "permission": READ_ALL},
        ),
        grid(
            "{PatNum}/PatientBalances",
            list_balances,
            row=RECORDS.get_or_404,
            answer=schema_of(PatientBalance),
            since="22.1",
        ),
        Method(
            "GET",
            "{PatNum}/ServiceDateView",
            _view,
            row=lambda tx, ids: account_of(tx, *ids),
            filters=ViewFilters,
            answer=schema_of(ViewRow),
            many=True,
            options={"since": "22.3.32", "permission": READ_ALL},
        ),
    ],
)
