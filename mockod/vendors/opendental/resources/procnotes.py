"""Notes on procedures. The newest is the procedure's note; older ones stay, as none is ever changed (documented)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mockod.rest.schema import Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.proc_notes import appended, signature, tidied
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Computed, Table, index
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey, Integer, Text

SIGNED_SINCE = "24.2.29"
DEVELOPER = "API Developer"
"""Who signs. The vendor tells the developer's name, which is not part of the keys."""

PROCNOTE = Table(
    "procnote",
    entity="ProcNote",
    section="procnotes",
    columns=(
        Column("ProcNoteNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum"), needed=True),
        Column("EntryDateTime", Moment(), stamp="created"),
        Column("UserNum", ForeignKey("userod.UserNum")),
        Column("Note", Text()),
        Column("SigIsTopaz", Flag()),
        Column("Signature", Text(), hidden=True),
        Computed("isSigned", Flag(), "procnote.Signature <> ''"),
    ),
    indexes=(index("PatNum"), index("ProcNum")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProcNote:
    """POST procnotes."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    proc_num: Annotated[int, ForeignKey("procedurelog.ProcNum", zero=False)]
    note: str
    is_signed: Annotated[bool, Flag(), Name("isSigned"), Since(SIGNED_SINCE)] = False
    do_append_note: Annotated[bool, Flag(), Name("doAppendNote"), Since(SIGNED_SINCE)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcNote:
    """A note as it is written from here."""

    proc_note_num: int = 0
    pat_num: int
    proc_num: int
    entry_date_time: datetime
    note: str
    signature: str = ""


NOTES = Records(ProcNote, PROCNOTE)


def create_proc_note(tx: Transaction, body: NewProcNote) -> Row:
    """POST procnotes: it takes the place of the note before, or goes under it.

    Raises ApiError naming ProcNum for a procedure of another patient (assumed), Note where both are too long.
    """
    if tx.value("SELECT PatNum FROM procedurelog WHERE ProcNum = ?", (body.proc_num,)) != body.pat_num:
        raise invalid("ProcNum")
    note = appended(latest_note(tx, body.proc_num), body.note) if body.do_append_note else body.note
    new = ProcNote(
        pat_num=body.pat_num,
        proc_num=body.proc_num,
        entry_date_time=tx.now,
        note=tidied(note),
        signature=signature(DEVELOPER, tx.now) if body.is_signed else "",
    )
    return PROCNOTES.select.one(tx, NOTES.insert(tx, new))


def latest_note(tx: Transaction, proc_num: int) -> str:
    """The procedure's note; where none was written yet, what the practice gave it."""
    sql = "SELECT Note FROM procnote WHERE ProcNum = ? ORDER BY EntryDateTime DESC, ProcNoteNum DESC LIMIT 1"
    given = tx.value("SELECT Note FROM procedurelog WHERE ProcNum = ?", (proc_num,), "")
    return str(tx.value(sql, (proc_num,), given))


PROCNOTES = Resource(
    "procnotes",
    table=PROCNOTE,
    methods=[
        listing(
            filters=[equals("PatNum"), equals("ProcNum")],
            order="EntryDateTime DESC, ProcNoteNum DESC",
            since="24.2.29",
        ),
        create(create_proc_note, body=NewProcNote, since="22.2", location=""),
    ],
)
