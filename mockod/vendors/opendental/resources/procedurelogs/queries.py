"""The SQL of procedures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mockod.rest.endpoint import Page
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import TreatArea
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table
from mockod.vendors.opendental.resources.procedurelogs.asked import ProcedureFilter
from mockod.vendors.opendental.resources.procedurelogs.schemas import ReadProcedure, WrittenProcedure
from mockod.vendors.opendental.wire.errors import Row

_JOINS = """
FROM procedurelog p
LEFT JOIN procedurecode code ON code.CodeNum = p.CodeNum
LEFT JOIN provider ON provider.ProvNum = p.ProvNum
LEFT JOIN definition priority ON priority.DefNum = p.Priority
LEFT JOIN definition dx ON dx.DefNum = p.Dx
"""
_READ = f"SELECT {columns(ReadProcedure, 'p')} {_JOINS}"
_WRITTEN = f"SELECT {columns(WrittenProcedure, 'p')} {_JOINS}"


@dataclass(frozen=True, slots=True)
class Code:
    """What of a procedure code shapes a procedure: its number, and which places in the mouth it names."""

    number: int
    area: TreatArea
    also_range: bool


def shown(tx: Transaction, proc_num: int) -> Row | None:
    """The row as GET answers it."""
    return tx.row(f"{_READ} WHERE p.ProcNum = ?", (proc_num,))


def written(tx: Transaction, proc_num: int) -> Row:
    """A row that is there, as POST and PUT answer it."""
    return tx.rows(f"{_WRITTEN} WHERE p.ProcNum = ?", (proc_num,))[0]


def listed(tx: Transaction, wanted: ProcedureFilter, page: Page) -> list[Row]:
    """The newest first, deleted ones too."""
    tests: dict[str, Any] = {
        "p.PatNum = ?": wanted.pat_num or None,
        "p.AptNum = ?": wanted.apt_num or None,
        "p.ProcStatus = ?": wanted.proc_status,
        "p.PlannedAptNum = ?": wanted.planned_apt_num or None,
        "p.ClinicNum = ?": wanted.clinic_num,
        "p.CodeNum = ?": wanted.code_num or None,
        "p.DateTStamp >= ?": str(wanted.date_t_stamp) if wanted.date_t_stamp else None,
    }
    given = {test: value for test, value in tests.items() if value is not None}
    where = f"WHERE {' AND '.join(given)}" if given else ""
    return tx.rows(
        f"{_READ} {where} ORDER BY p.ProcNum DESC LIMIT ? OFFSET ?", [*given.values(), page.limit, page.offset]
    )


def save(tx: Transaction, before: Procedure, after: Procedure) -> bool:
    """Write what differs, and its time stamp; answers whether anything did (source 10.2)."""
    changed = procedure_table.RECORDS.update(tx, before, after)
    if changed:
        tx.run("UPDATE procedurelog SET DateTStamp = ? WHERE ProcNum = ?", (tx.stamp, before.proc_num))
    return changed


def code(tx: Transaction, key: int | str) -> Code | None:
    """A procedure code by its number, or by itself."""
    column = "CodeNum" if isinstance(key, int) else "ProcCode"
    row = tx.row(f"SELECT CodeNum, TreatArea, AreaAlsoToothRange FROM procedurecode WHERE {column} = ?", (key,))
    return Code(row[0], TreatArea(row[1]), bool(row[2])) if row else None
