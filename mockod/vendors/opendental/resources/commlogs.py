"""Commlogs: what was said to a patient and by a patient, when, and by which way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import ALL_OTHERS, COMM, READ_ALL
from mockod.vendors.opendental.domain.enums import CommMode, CommSentOrReceived, CommSource, DefCat
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.engine.records import RecordTable
from mockod.vendors.opendental.resources.definitions import find_definition
from mockod.vendors.opendental.wire.errors import Row, found
from mockod.vendors.opendental.wire.fields import Choice, DefinitionRef, Integer, Moment, NumberText, OneLine, Text
from mockod.vendors.opendental.wire.paging import Page

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


class Commlog(Wire):
    commlog_num = Integer()
    pat_num = Integer()
    comm_date_time = Moment()
    comm_type_num = NumberText(data_key="CommType")
    comm_type = Text(data_key="commType", column="coalesce(d.ItemName, '')")
    note = OneLine()
    mode = SpacedMode(data_key="Mode_")
    sent_or_received = Choice(CommSentOrReceived)
    user_num = Integer(since="25.1.13", basis=Basis.ASSUMED)
    date_t_stamp = Moment(since="25.1.13", basis=Basis.ASSUMED)
    comm_source = Choice(CommSource, since="25.1.13", basis=Basis.ASSUMED)
    program_num = Integer(since="25.1.13", basis=Basis.ASSUMED)
    date_t_entry = Moment(since="25.1.13", basis=Basis.ASSUMED)
    referral_num = Integer(since="25.1.13", basis=Basis.ASSUMED)


@dataclass(frozen=True, slots=True)
class CommlogFilter:
    pat_num: int = 0
    date_t_stamp: datetime | None = None


class CommlogQuery(Wire):
    makes = CommlogFilter
    pat_num = refs.patient()
    date_t_stamp = Moment(since="25.1.13")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCommlog:
    """POST commlogs. ``comm_type`` is a type's name and wins over its number."""

    pat_num: int
    note: str
    comm_date_time: datetime | None = None
    comm_type_num: int = 0
    comm_type: str | None = None
    mode: CommMode = CommMode.Phone
    sent_or_received: CommSentOrReceived = CommSentOrReceived.Sent


class NewBody(Wire):
    makes = NewCommlog
    pat_num = refs.patient(required=True, optional=False)
    note = Text(required=True)
    comm_date_time = Moment()
    comm_type_num = DefinitionRef(DefCat.CommLogTypes, data_key="CommType")
    comm_type = Text(data_key="commType")
    mode = SpacedMode(data_key="Mode_")
    sent_or_received = Choice(CommSentOrReceived)


@dataclass(frozen=True, slots=True)
class NoteChange:
    note: str | None = None


class NoteBody(Wire):
    makes = NoteChange
    note = Text()


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


ENTRIES = RecordTable(Entry, "commlog", renamed={"mode": "Mode_"})
_SHOWN = f"SELECT {columns(Commlog, 'c')} FROM commlog c LEFT JOIN definition d ON d.DefNum = c.CommType"


def get_commlog(tx: Transaction, commlog_num: int) -> Row:
    return found(tx.row(f"{_SHOWN} WHERE c.CommlogNum = ?", (commlog_num,)), "Commlog")


def entry(tx: Transaction, commlog_num: int) -> Entry:
    """The entry that the path names, to be changed."""
    return found(ENTRIES.get(tx, commlog_num), "Commlog")


def list_commlogs(tx: Transaction, wanted: CommlogFilter, page: Page) -> list[Row]:
    """By time. Older offices tell one patient's only (documented)."""
    if not wanted.pat_num and not tx.settings.version.knows("25.1.13"):
        raise ApiError(400, "PatNum is required.", Basis.OBSERVED)
    return tx.rows(
        f"{_SHOWN} WHERE (:patient = 0 OR c.PatNum = :patient) AND (:since IS NULL OR c.DateTStamp >= :since) "
        "ORDER BY c.CommDateTime, c.CommlogNum LIMIT :limit OFFSET :offset",
        {
            "patient": wanted.pat_num,
            "since": str(wanted.date_t_stamp) if wanted.date_t_stamp else None,
            "limit": page.limit,
            "offset": page.offset,
        },
    )


def add_commlog(tx: Transaction, asked: NewCommlog) -> Row:
    """POST commlogs: now, and of the type Misc, unless said otherwise (documented)."""
    kind = asked.comm_type_num or type_for(tx, "MISC")
    new = Entry(
        pat_num=asked.pat_num,
        comm_date_time=asked.comm_date_time or tx.now,
        comm_type=kind if asked.comm_type is None else _type_named(tx, asked.comm_type),
        note=asked.note,
        mode=asked.mode,
        sent_or_received=asked.sent_or_received,
        date_t_stamp=tx.now,
        date_t_entry=tx.now,
    )
    return get_commlog(tx, ENTRIES.insert(tx, new))


def change_commlog(tx: Transaction, before: Entry, asked: NoteChange) -> Row:
    """PUT commlogs: the note and nothing else (documented)."""
    if asked.note is not None and asked.note != before.note:
        ENTRIES.update(tx, before, replace(before, note=asked.note, date_t_stamp=tx.now))
    return get_commlog(tx, before.commlog_num)


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
        raise ApiError(400, "commType is invalid.", Basis.ASSUMED)
    return number


ENDPOINTS = (
    Endpoint("GET", "commlogs/{CommlogNum}", get_commlog, result=Commlog, since="25.1.13", permission=READ_ALL),
    Endpoint(
        "GET",
        "commlogs",
        list_commlogs,
        query=CommlogQuery,
        result=Commlog,
        many=True,
        permission=READ_ALL,
        basis=Basis.ASSUMED,
    ),
    Endpoint(
        "POST",
        "commlogs",
        add_commlog,
        body=NewBody,
        result=Commlog,
        status=201,
        location="CommlogNum",
        answers_since="23.3.7",
        permission=COMM,
    ),
    Endpoint(
        "PUT",
        "commlogs/{CommlogNum}",
        change_commlog,
        row=entry,
        body=NoteBody,
        result=Commlog,
        since="25.2.21",
        permission=ALL_OTHERS,
    ),
)
