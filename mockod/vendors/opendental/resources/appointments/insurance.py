"""The plans on appointments, kept up with their patient's."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
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


def follow_subscriber(tx: Transaction, ins_sub_num: int) -> None:
    """The same for everybody whom a subscriber's plan covers, after the subscriber took another plan."""
    _follow_all(tx, "SELECT DISTINCT PatNum FROM patplan WHERE InsSubNum = ? ORDER BY PatNum", ins_sub_num)


def follow_plan(tx: Transaction, plan_num: int) -> None:
    """The same for everybody whom a plan covers, after it became medical or dental."""
    covered = (
        "SELECT DISTINCT p.PatNum FROM inssub s JOIN patplan p ON p.InsSubNum = s.InsSubNum "
        "WHERE s.PlanNum = ? ORDER BY p.PatNum"
    )
    _follow_all(tx, covered, plan_num)


def _follow_all(tx: Transaction, patients: str, number: int) -> None:
    for pat_num in tx.column(patients, (number,)):
        follow_plans(tx, pat_num)
