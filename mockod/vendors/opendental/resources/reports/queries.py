"""The SQL of reports: every line of every account, from whichever tables there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.aging import Entry
from mockod.vendors.opendental.domain.enums import ProcStatus

LINES = {
    "procedurelog": "SELECT PatNum, ClinicNum, ProcDate, ProcFee * max(1, BaseUnits + UnitQty) FROM procedurelog "
    f"WHERE ProcStatus = {ProcStatus.C:d}",
    "adjustment": "SELECT PatNum, ClinicNum, AdjDate, AdjAmt FROM adjustment",
    "paysplit": "SELECT PatNum, ClinicNum, DatePay, -SplitAmt FROM paysplit",
    "claimproc": "SELECT PatNum, ClinicNum, DateCP, -(InsPayAmt + WriteOff) FROM claimproc "
    "WHERE Status IN (1, 4, 5, 7)",
}
"""Table -> its lines: patient, clinic, day, and what is owed, below 0 for what was paid.

Of claim procedures those count that are received, supplemental, or of capitation and complete (source).
"""
ESTIMATES = "SELECT PatNum, ClinicNum, InsPayEst, WriteOff, ProcDate FROM claimproc WHERE Status = 0"
"""What insurance is expected to pay and to write off, of claims that are not received yet."""
FINANCE_CHARGES = """SELECT a.AdjAmt, a.PatNum, p.LName, p.FName, p.MiddleI, p.Preferred
  FROM adjustment a JOIN patient p ON p.PatNum = a.PatNum
  WHERE a.AdjType = :charge AND a.AdjDate BETWEEN :start AND :end AND {tests}
  ORDER BY a.AdjDate, a.AdjNum LIMIT :limit OFFSET :offset"""


@dataclass(frozen=True, slots=True)
class Guarantor:
    """Who answers for a family's account."""

    pat_num: int
    name: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a family's insurance is expected to pay, and to write off."""

    pay: float = 0.0
    write_off: float = 0.0


def report_name(last: str, first: str, middle: str) -> str:
    """As reports print it: ``Sample, Alex `` with a blank where there is no middle initial (documented)."""
    return f"{last}, {first} {middle}"


def has(tx: Transaction, table: str) -> bool:
    return tx.row("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)) is not None


def guarantors(tx: Transaction) -> dict[int, Guarantor]:
    """Patient -> the guarantor of the family, in the order of the guarantors' names."""
    rows = tx.rows(
        "SELECT p.PatNum, g.PatNum, g.LName, g.FName, g.MiddleI FROM patient p "
        "JOIN patient g ON g.PatNum = p.Guarantor ORDER BY fold(g.LName), fold(g.FName), g.PatNum, p.PatNum"
    )
    return {number: Guarantor(guarantor, report_name(*name)) for number, guarantor, *name in rows}


def lines(tx: Transaction, clinic_num: int | None, as_of: date) -> Iterator[tuple[int, Entry]]:
    """Patient and line of account, up to a day; of one clinic, where one is named."""
    for table, sql in LINES.items():
        if not has(tx, table):
            continue
        for pat_num, clinic, day, amount in tx.rows(sql):
            if (clinic_num is None or clinic == clinic_num) and amount and day <= str(as_of):
                yield pat_num, Entry(date.fromisoformat(day[:10]), amount)


def estimates(tx: Transaction, clinic_num: int | None, as_of: date) -> Iterator[tuple[int, Estimate]]:
    """Patient and what insurance is expected to pay, of procedures up to a day."""
    if not has(tx, "claimproc"):
        return
    for pat_num, clinic, pay, write_off, day in tx.rows(ESTIMATES):
        if (clinic_num is None or clinic == clinic_num) and day <= str(as_of):
            yield pat_num, Estimate(pay, write_off)
