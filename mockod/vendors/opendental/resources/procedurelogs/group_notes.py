"""Group notes: one note for several procedures of a day, kept as a procedure of its own with the code ~GRP~."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from mockod.rest.schema import Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.domain.proc_notes import signature, tidied
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.resources.procedurelogs import queries
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table
from mockod.vendors.opendental.resources.procnotes import DEVELOPER, NOTES, ProcNote
from mockod.vendors.opendental.wire.errors import get_or_404, invalid, not_found, required
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey, IntegerList, Text

GROUP_CODE = "~GRP~"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroupNote:
    """POST GroupNote. Procedures that are named twice count once (documented)."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    proc_nums: Annotated[tuple[int, ...], IntegerList(), Name("ProcNums")]
    note: str
    is_signed: Annotated[bool, Flag(), Name("isSigned"), Since("25.2.38")] = False
    prov_num: Annotated[int, ForeignKey("provider.ProvNum"), Since("25.3.36")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNoteChange:
    """PUT GroupNote: a new text for the note, which is named by its own procedure."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    proc_num: Annotated[int, ForeignKey("procedurelog.ProcNum", zero=False)]
    note: str


@dataclass(frozen=True, slots=True)
class GroupNote:
    """What POST answers: what was sent."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum")]
    proc_nums: Annotated[tuple[int, ...], IntegerList(), Name("ProcNums")]
    note: Annotated[str, Text()]


def create_group_note(tx: Transaction, body: NewGroupNote) -> dict[str, object]:
    """POST GroupNote. A provider who is named writes it, else theirs who did the procedures."""
    found = "ProcNum IN (SELECT value FROM json_each(?)) ORDER BY ProcNum"
    procedures = procedure_table.RECORDS.find(tx, found, (json.dumps(body.proc_nums),))
    group_code = tx.value("SELECT CodeNum FROM procedurecode WHERE ProcCode = ?", (GROUP_CODE,), 0)
    first = check_group(procedures, body, group_code)
    number = procedure_table.RECORDS.insert(
        tx,
        Procedure(
            pat_num=body.pat_num,
            proc_date=first.proc_date,
            proc_status=ProcStatus.EC,
            prov_num=body.prov_num or first.prov_num,
            clinic_num=first.clinic_num,
            code_num=group_code or _make_code(tx),
            date_entry_c=tx.now.date(),
            date_t_stamp=tx.now,
            sec_date_entry=tx.now.date(),
        ),
    )
    for procedure in procedures:
        tx.insert("procgroupitem", {"ProcNum": procedure.proc_num, "GroupNum": number})
    _write(tx, body.pat_num, number, body.note, signed=body.is_signed)
    return {"pat_num": body.pat_num, "proc_nums": body.proc_nums, "note": body.note}


def check_group(procedures: Sequence[Procedure], body: NewGroupNote, group_code: int) -> Procedure:
    """The first of the procedures, which must share date, clinic and provider (documented), and be the patient's.

    Raises ApiError for none, for one that is not there, and naming ProcNums for those that do not go together.
    """
    if not body.proc_nums:
        raise required("ProcNums")
    if len(procedures) < len(body.proc_nums) or any(p.proc_status == ProcStatus.D for p in procedures):
        raise not_found("Procedure")
    if any(p.pat_num != body.pat_num or p.code_num == group_code for p in procedures):
        raise invalid("ProcNums")
    if len({(p.proc_date, p.clinic_num, p.prov_num) for p in procedures}) > 1:
        raise invalid("ProcNums", "Procedures must have the same date, clinic and provider.")
    return procedures[0]


def update_group_note(tx: Transaction, body: GroupNoteChange) -> None:
    """PUT GroupNote: a new note in the place of the one before, as notes on procedures never change."""
    group = group_note(tx, body.proc_num)
    if group.pat_num != body.pat_num:
        raise invalid("ProcNum")
    _write(tx, group.pat_num, group.proc_num, body.note, signed=False)
    tx.update("procedurelog", "DateTStamp = ? WHERE ProcNum = ?", (tx.stamp, group.proc_num))


def delete_group_note(tx: Transaction, group: Procedure) -> None:
    """DELETE GroupNote: it stays as a deleted procedure, of no group."""
    queries.save(tx, group, replace(group, proc_status=ProcStatus.D))
    tx.delete("procgroupitem", "GroupNum = ?", (group.proc_num,))


def group_note(tx: Transaction, proc_num: int) -> Procedure:
    """The procedure that keeps a group note. Refuses a deleted one, and one with another code."""
    there = procedure_table.RECORDS.get(tx, proc_num)
    group = get_or_404(there if there is None or there.proc_status != ProcStatus.D else None, "Procedure")
    if not tx.row("SELECT 1 FROM procedurecode WHERE CodeNum = ? AND ProcCode = ?", (group.code_num, GROUP_CODE)):
        raise invalid("ProcNum", f"procCode must be {GROUP_CODE}.")
    return group


def _write(tx: Transaction, pat_num: int, proc_num: int, note: str, *, signed: bool) -> None:
    NOTES.insert(
        tx,
        ProcNote(
            pat_num=pat_num,
            proc_num=proc_num,
            entry_date_time=tx.now,
            note=tidied(note),
            signature=signature(DEVELOPER, tx.now) if signed else "",
        ),
    )


def _make_code(tx: Transaction) -> int:
    """Every office of the vendor's has the code; a practice file may have left it out."""
    return tx.insert(
        "procedurecode",
        {"ProcCode": GROUP_CODE, "Descript": "Group Note", "AbbrDesc": "GrpNote", "DateTStamp": tx.stamp},
    )
