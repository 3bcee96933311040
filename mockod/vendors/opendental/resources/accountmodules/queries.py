"""What stands on the accounts of a family: procedures done, adjustments, payments, what insurance paid and took off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.accounts import Entry, balance
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claims import total
from mockod.vendors.opendental.domain.enums import PatStatus, ProcStatus
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources.payments.queries import COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of a family."""

    pat_num: int
    l_name: str
    f_name: str
    guarantor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an account; ``amount`` is above 0 for a charge, below for a credit."""

    kind: str
    """ProcedureLog, Adjustment, PaySplit or ClaimProc."""
    key: int
    type: str
    """The page's word, without what tells that it is attached."""
    pat_num: int
    proc_num: int
    """The procedure that it is, or is attached to; 0 for none."""
    service: date
    posted: date
    amount: float
    pending: float
    """What insurance is expected to pay and write off of a procedure."""
    provider: str
    reference: str
    pay_plan_num: int = 0


_PENDING = f"""(SELECT coalesce(sum(c.InsPayEst + c.WriteOff), 0.0) FROM claimproc c
  WHERE c.ProcNum = p.ProcNum AND c.Status = {ClaimProcStatus.NotReceived:d})"""
_SELECTS = (
    f"""SELECT 'ProcedureLog', p.ProcNum, 'Proc', p.PatNum, p.ProcNum, p.ProcDate, p.ProcDate,
      p.ProcFee * max(1, p.UnitQty + p.BaseUnits), {_PENDING}, p.ProvNum,
      coalesce(k.ProcCode, '') || ':' || CASE p.ToothNum WHEN '' THEN '' ELSE '#' || p.ToothNum || '-' END
        || CASE p.Surf WHEN '' THEN '' ELSE p.Surf || '-' END || coalesce(k.AbbrDesc, ''), 0
      FROM procedurelog p LEFT JOIN procedurecode k ON k.CodeNum = p.CodeNum
      WHERE p.ProcStatus = {ProcStatus.C:d} AND p.PatNum IN""",
    """SELECT 'Adjustment', a.AdjNum, 'Adj', a.PatNum, a.ProcNum,
      CASE WHEN p.ProcNum THEN p.ProcDate WHEN a.ProcDate = '0001-01-01' THEN a.AdjDate ELSE a.ProcDate END,
      a.AdjDate, a.AdjAmt, 0.0, a.ProvNum, coalesce(d.ItemName, ''), 0
      FROM adjustment a LEFT JOIN definition d ON d.DefNum = a.AdjType
      LEFT JOIN procedurelog p ON p.ProcNum = a.ProcNum WHERE a.PatNum IN""",
    """SELECT 'PaySplit', s.SplitNum, CASE WHEN s.UnearnedType THEN 'Unallocated' ELSE 'PatPay' END, s.PatNum,
      s.ProcNum, coalesce(p.ProcDate, s.DatePay), s.DatePay, -s.SplitAmt, 0.0, s.ProvNum,
      coalesce(d.ItemName, ''), s.PayPlanNum
      FROM paysplit s LEFT JOIN payment y ON y.PayNum = s.PayNum LEFT JOIN definition d ON d.DefNum = y.PayType
      LEFT JOIN procedurelog p ON p.ProcNum = s.ProcNum WHERE s.PatNum IN""",
    *(
        f"""SELECT 'ClaimProc', c.ClaimProcNum, '{word}', c.PatNum, c.ProcNum, coalesce(p.ProcDate, c.ProcDate),
      c.DateCP, -c.{column}, 0.0, c.ProvNum, coalesce(r.CarrierName, ''), 0
      FROM claimproc c LEFT JOIN insplan i ON i.PlanNum = c.PlanNum LEFT JOIN carrier r ON r.CarrierNum = i.CarrierNum
      LEFT JOIN procedurelog p ON p.ProcNum = c.ProcNum
      WHERE c.Status IN ({COUNTED}) AND c.{column} <> 0 AND c.PatNum IN"""
        for word, column in (("InsPay", "InsPayAmt"), ("WriteOff", "WriteOff"))
    ),
)


def members_of(tx: Transaction, guarantor: int) -> list[Member]:
    """A family without those who are deleted: the guarantor first, then by number."""
    sql = f"""SELECT PatNum, LName, FName, Guarantor FROM patient WHERE Guarantor = ?
      AND PatStatus <> {PatStatus.Deleted:d} ORDER BY PatNum <> Guarantor, PatNum"""
    return [
        Member(pat_num=n, l_name=last, f_name=first, guarantor=g) for n, last, first, g in tx.rows(sql, (guarantor,))
    ]


def lines_of(tx: Transaction, pat_nums: Sequence[int]) -> list[Line]:
    """Their lines: by date of service, what is attached to a procedure below it, what is attached to none last."""
    places = f"({placeholders(pat_nums)})"
    abbrs = dict(tx.rows("SELECT ProvNum, Abbr FROM provider"))
    ranked = [
        (rank, _line(row, abbrs)) for rank, sql in enumerate(_SELECTS) for row in tx.rows(f"{sql} {places}", pat_nums)
    ]
    ranked.sort(key=lambda item: (item[1].service, not item[1].proc_num, item[1].proc_num, item[0], item[1].key))
    return [line for _, line in ranked]


def _line(row: Sequence[object], abbrs: dict[int, str]) -> Line:
    kind, key, word, pat, proc, service, posted, amount, pending, prov, reference, plan = row
    return Line(
        kind=str(kind),
        key=int(str(key)),
        type=str(word),
        pat_num=int(str(pat)),
        proc_num=int(str(proc)),
        service=date.fromisoformat(str(service)),
        posted=date.fromisoformat(str(posted)),
        amount=float(str(amount)),
        pending=float(str(pending)),
        provider=abbrs.get(int(str(prov)), ""),
        reference=str(reference),
        pay_plan_num=int(str(plan)),
    )


def entries(lines: Sequence[Line], today: date) -> list[Entry]:
    """What counts by today, by the day that it was posted."""
    return [Entry(line.pat_num, line.posted, line.amount) for line in lines if line.posted <= today]


def estimated_balance(tx: Transaction, pat_num: int, today: date) -> float:
    """What a patient owes today without what insurance is expected to pay: PatEstBal of GET Aging."""
    lines = lines_of(tx, [pat_num])
    return total([balance(entries(lines, today)), *(-line.pending for line in lines)])


def unearned(tx: Transaction, pat_nums: Sequence[int]) -> float:
    sql = "SELECT coalesce(sum(SplitAmt), 0.0) FROM paysplit WHERE UnearnedType <> 0 AND PatNum IN"
    return float(tx.value(f"{sql} ({placeholders(pat_nums)})", pat_nums))
