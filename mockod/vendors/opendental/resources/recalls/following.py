"""Recalls follow treatment: what was done last says when the patient should come again."""

from __future__ import annotations

from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.domain.recall import after_treatment
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources.recalls.table import RECORDS

_DONE = """
SELECT r.RecallNum, max(p.ProcDate) FROM recall r
JOIN recalltype t ON t.RecallTypeNum = r.RecallTypeNum
JOIN procedurelog p ON p.PatNum = r.PatNum AND p.ProcStatus = ?
JOIN procedurecode c ON c.CodeNum = p.CodeNum
WHERE r.PatNum = ? AND instr(',' || replace(t.Procedures, ' ', '') || ',', ',' || c.ProcCode || ',')
GROUP BY r.RecallNum HAVING max(p.ProcDate) > r.DatePrevious
"""


def follow_treatment(tx: Transaction, pat_num: int) -> None:
    """A recall whose treatment was completed since is due an interval after it; one without interval has no date.

    Only later treatment counts: dates that an office entered stand until then.
    """
    done = {number: date.fromisoformat(last) for number, last in tx.rows(_DONE, (ProcStatus.C, pat_num))}
    if not done:
        return
    tests = f"RecallNum IN ({placeholders(done)}) ORDER BY RecallNum"
    for before in RECORDS.find(tx, tests, tuple(done)):
        RECORDS.update(tx, before, after_treatment(before, done[before.recall_num], tx.now))
