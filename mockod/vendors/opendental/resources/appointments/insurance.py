"""The plans on appointments, kept up with their patient's."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import AptStatus
from mockod.vendors.opendental.domain.status import NOTES
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources.appointments import queries
from mockod.vendors.opendental.resources.appointments.table import RECORDS

SETTLED = NOTES | {AptStatus.Complete, AptStatus.Broken}
"""An appointment in one of these keeps the plans it has."""


def follow_plans(tx: Transaction, pat_num: int) -> None:
    """Give the patient's other appointments the plans as they now are, after any change of them (source 6.9)."""
    first, second = queries.plans(tx, pat_num)
    tests = f"PatNum = ? AND AptStatus NOT IN ({placeholders(SETTLED)}) ORDER BY AptNum"
    for apt in RECORDS.find(tx, tests, (pat_num, *SETTLED)):
        queries.save(tx, apt, replace(apt, ins_plan1=first, ins_plan2=second))
