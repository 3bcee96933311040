"""Commlogs: what was said to a patient and by a patient, when, and by which way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import ALL_OTHERS, COMM
from mockod.vendors.opendental.domain.enums import CommMode, CommSentOrReceived, CommSource, DefCat
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.resources.definitions import find_definition
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import invalid, required
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, ForeignKey, Integer, NumberText, OneLine, Text

ANY_PATIENT_SINCE = "25.1.13"
"""Older offices list one patient's only (documented)."""
SETTABLE_MODES = set(CommMode) - {CommMode.Fax}
"""What a client may say of the way: all but Fax, which the page does not list."""
SPACED: dict[int, str] = {
    CommMode.InPerson: "In Person",
    CommMode.EmailAndText: "Email and Text",
    CommMode.PhoneAndText: "Phone and Text",
}
"""Ways that commlogs spell with blanks, where recalls write ``EmailAndText``."""


class SpacedMode(Choice):
    """By which way, in the spelling of commlogs."""

    def __init__(self, **options: Any) -> None:
        super().__init__(CommMode, **options)
        self.names.update(SPACED)
        self.members = {self.names[mode]: mode for mode in SETTABLE_MODES}


COMMLOG = Table(
    "commlog",
    entity="Commlog",
    section="commlogs",
    columns=(
        Column("CommlogNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("CommDateTime", Moment(), needed=True),
        Column("CommType", DefinitionKey(DefCat.CommLogTypes), shown_as=NumberText()),
        Joined("commType", "ItemName", "CommType"),
        Column("Note", OneLine()),
        Column("Mode_", SpacedMode()),
        Column("SentOrReceived", Choice(CommSentOrReceived)),
        Column("UserNum", Integer(), since="25.1.13", basis=Basis.ASSUMED),
        Column("DateTStamp", Moment(), since="25.1.13", basis=Basis.ASSUMED, stamp="changed"),
        Column("CommSource", Choice(CommSource), since="25.1.13", basis=Basis.ASSUMED),
        Column("ProgramNum", Integer(), since="25.1.13", basis=Basis.ASSUMED),
        Column("DateTEntry", Moment(), since="25.1.13", basis=Basis.ASSUMED, stamp="created"),
        Column("ReferralNum", ForeignKey("referral.ReferralNum"), since="25.1.13", basis=Basis.ASSUMED),
    ),
    indexes=(
        index("CommDateTime"),
        index("PatNum", "CommDateTime"),
        index("DateTStamp"),
    ),
)


@dataclass(frozen=True, slots=True)
class CommlogFilters:
    """GET commlogs. Patient 0 is no filter."""

    pat_num: int = 0
    date_t_stamp: Annotated[datetime | None, Since("25.1.13")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCommlog:
    """POST commlogs. ``comm_type`` is a type's name and wins over its number."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    note: Annotated[str, Text()]
    comm_date_time: datetime | None = None
    comm_type_num: Annotated[int, DefinitionKey(DefCat.CommLogTypes, zero=False), Name("CommType")] = 0
    comm_type: Annotated[str | None, Text(), Name("commType")] = None
    mode: CommMode = CommMode.Phone
    sent_or_received: CommSentOrReceived = CommSentOrReceived.Sent


@dataclass(frozen=True, slots=True)
class NoteChange:
    """PUT commlogs."""

    note: Annotated[str | None, Text()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log, as far as it is written from here."""

    commlog_num: int = 0
    pat_num: int
    comm_date_time: datetime
    comm_type: int
    note: str
    mode: CommMode
    sent_or_received: CommSentOrReceived
    date_t_stamp: datetime
    date_t_entry: datetime


ENTRIES = Records(Entry, COMMLOG)


def list_commlogs(tx: Transaction, filters: CommlogFilters, page: Page) -> Rows:
    """By time."""
    if not filters.pat_num and not tx.settings.version.knows(ANY_PATIENT_SINCE):
        raise required("PatNum", Basis.OBSERVED)
    return COMMLOGS.select.page(
        tx,
        page,
        "commlog.CommDateTime, commlog.CommlogNum",
        [
            given("commlog.PatNum = :patient", patient=filters.pat_num or None),
            given("commlog.DateTStamp >= :since", since=filters.date_t_stamp, by_range=True),
        ],
    )


def create_commlog(tx: Transaction, body: NewCommlog) -> Row:
    """POST commlogs: now, and of the type Misc, unless said otherwise (documented)."""
    comm_type = body.comm_type_num or type_for(tx, "MISC")
    new = Entry(
        pat_num=body.pat_num,
        comm_date_time=body.comm_date_time or tx.now,
        comm_type=comm_type if body.comm_type is None else _type_named(tx, body.comm_type),
        note=body.note,
        mode=body.mode,
        sent_or_received=body.sent_or_received,
        date_t_stamp=tx.now,
        date_t_entry=tx.now,
    )
    return COMMLOGS.select.one(tx, ENTRIES.insert(tx, new))


def update_commlog(tx: Transaction, before: Entry, body: NoteChange) -> Row:
    """PUT commlogs: the note and nothing else (documented)."""
    if body.note is not None and body.note != before.note:
        ENTRIES.update(tx, before, replace(before, note=body.note, date_t_stamp=tx.now))
    return COMMLOGS.select.one(tx, before.commlog_num)


def log(tx: Transaction, pat_num: int, usage: str, note: str) -> None:
    """An entry that the office itself makes, of the type for this usage (source 6.3)."""
    ENTRIES.insert(
        tx,
        Entry(
            pat_num=pat_num,
            comm_date_time=tx.now,
            comm_type=type_for(tx, usage),
            note=note,
            mode=CommMode.None_,
            sent_or_received=CommSentOrReceived.Neither,
            date_t_stamp=tx.now,
            date_t_entry=tx.now,
        ),
    )


def type_for(tx: Transaction, usage: str) -> int:
    """The type whose ItemValue is ``usage`` (APPT, RECALL, MISC), else the first type; 0 where there is none."""
    return int(
        tx.value(
            "SELECT DefNum FROM definition WHERE Category = ? AND IsHidden = 0 "
            "ORDER BY ItemValue <> ?, ItemOrder, DefNum",
            (DefCat.CommLogTypes, usage),
            0,
        )
    )


def _type_named(tx: Transaction, name: str) -> int:
    number = find_definition(tx, DefCat.CommLogTypes, name)
    if number is None:
        raise invalid("commType")
    return number


COMMLOGS = Resource(
    "commlogs",
    table=COMMLOG,
    methods=[
        read(since="25.1.13"),
        listing(list_commlogs, filters=CommlogFilters, basis=Basis.ASSUMED),
        create(create_commlog, body=NewCommlog, answers_since="23.3.7", permission=COMM),
        update(update_commlog, row=ENTRIES.get_or_404, body=NoteChange, since="25.2.21", permission=ALL_OTHERS),
    ],
)
