"""The SQL of procedures."""

from __future__ import annotations

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import TreatArea
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table
from mockod.vendors.opendental.resources.procedurelogs.decisions import Code


def save(tx: Transaction, before: Procedure, after: Procedure) -> bool:
    """Write what differs, and its time stamp; answers whether anything did (source 10.2)."""
    changed = procedure_table.RECORDS.update(tx, before, after)
    if changed:
        tx.update("procedurelog", "DateTStamp = ? WHERE ProcNum = ?", (tx.stamp, before.proc_num))
    return changed


def code(tx: Transaction, key: int | str) -> Code | None:
    """A procedure code by its number, or by itself."""
    column = "CodeNum" if isinstance(key, int) else "ProcCode"
    row = tx.row(f"SELECT CodeNum, TreatArea, AreaAlsoToothRange FROM procedurecode WHERE {column} = ?", (key,))
    return Code(row[0], TreatArea(row[1]), bool(row[2])) if row else None
