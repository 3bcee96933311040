"""Recalls follow treatment: what was done last says when the patient should come again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.domain.patient import NO_DATE
from mockod.vendors.opendental.domain.recall import parse_interval
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
    for number, last in tx.rows(_DONE, (ProcStatus.C, pat_num)):
        before = RECORDS.get(tx, number)
        if before is None:
            continue
        previous = date.fromisoformat(last)
        due = parse_interval(before.recall_interval).after(previous) if before.recall_interval else NO_DATE
        RECORDS.update(tx, before, replace(before, date_previous=previous, date_due=due, date_t_stamp=tx.now))
