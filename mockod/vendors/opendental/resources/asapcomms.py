"""Openings offered by text message to those who would come sooner.

An offer holds its time in the operatory with a schedule of its own. Nothing is really sent, nor answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL, TEXTING_ASAP
from mockod.vendors.opendental.domain.enums import (
    AptPriority,
    AptStatus,
    AsapKeyType,
    AsapResponse,
    SchedType,
    SmsSendStatus,
    TxtMsgOk,
)
from mockod.vendors.opendental.domain.intervals import Interval, clock_time, minute_of_day
from mockod.vendors.opendental.domain.pattern import minutes, to_five_minutes
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.engine.record_table import RecordTable
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import queries
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.resources.appointments.queries import blockouts
from mockod.vendors.opendental.wire.errors import Row, conflict, get_or_404, invalid, only_one_of, required
from mockod.vendors.opendental.wire.fields import Choice, Day, ForeignKey, Integer, Moment, OneLine

# TABLE
ASAPCOMM = Table(
    "asapcomm",
    entity="AsapComm",
    section="asapcomms",
    columns=(
        Column("AsapCommNum", Integer()),
        Column("FKey", Integer(), needed=True),
        Column("FKeyType", Choice(AsapKeyType), needed=True),
        Column("ScheduleNum", ForeignKey("schedule.ScheduleNum")),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("DateTimeEntry", Moment(), needed=True),
        Column("DateTimeExpire", Moment()),
        Column("DateTimeSmsScheduled", Moment()),
        Column("SmsSendStatus", Choice(SmsSendStatus)),
        Column("DateTimeSmsSent", Moment()),
        Column("ResponseStatus", Choice(AsapResponse)),
        Column("DateTimeOrig", Moment()),
        Column("TemplateText", OneLine()),
        Column("Note", OneLine()),
    ),
)


SINCE = "23.3.3"
RECALLS_SINCE = "25.2.9"
"""Since then an opening can be offered for a recall, too."""
LISTED = timedelta(days=7)
"""How far back a list goes that names no date."""
END_OF_DAY = 24 * 60
KINDS = {
    AptStatus.Scheduled: AsapKeyType.ScheduledAppt,
    AptStatus.UnschedList: AsapKeyType.UnscheduledAppt,
    AptStatus.Broken: AsapKeyType.Broken,
    AptStatus.Planned: AsapKeyType.PlannedAppt,
}
"""Appointments that can be had sooner, by status, and what an offer calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An opening offered, as the practice keeps it. ``f_key`` numbers an appointment or a recall."""

    asap_comm_num: int = 0
    f_key: int
    f_key_type: AsapKeyType
    schedule_num: int
    pat_num: int
    clinic_num: int
    date_time_entry: datetime
    date_time_expire: datetime
    date_time_sms_scheduled: datetime
    sms_send_status: SmsSendStatus
    response_status: AsapResponse
    date_time_orig: datetime
    template_text: str


@dataclass(frozen=True, slots=True)
class OfferFilter:
    clinic_num: int | None = None
    day: date | None = None
    date_start: date | None = None
    date_end: date | None = None


@dataclass(frozen=True, slots=True)
class OfferAsked:
    """An opening to be offered for an appointment or a recall; 0 for the one that is not meant."""

    op: int
    date_time_start: datetime
    apt_num: int = 0
    recall_num: int = 0


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is to be had sooner: the row that is meant, when it was due, and how many minutes it takes."""

    number: int
    kind: AsapKeyType
    pat_num: int
    due: datetime
    minutes: int


class AsapComm(Wire):
    asap_comm_num = Integer()
    f_key = Integer()
    f_key_type = Choice(AsapKeyType)
    schedule_num = Integer()
    pat_num = Integer()
    clinic_num = Integer()
    date_time_entry = Moment()
    date_time_expire = Moment()
    date_time_sms_scheduled = Moment()
    sms_send_status = Choice(SmsSendStatus)
    date_time_sms_sent = Moment()
    response_status = Choice(AsapResponse)
    date_time_orig = Moment()
    template_text = OneLine()
    note = OneLine()


class OfferQuery(Wire):
    makes = OfferFilter
    clinic_num = refs.clinic()
    day = Day(data_key="date")
    date_start = Day(data_key="dateStart")
    date_end = Day(data_key="dateEnd")


class OfferBody(Wire):
    makes = OfferAsked
    op = refs.operatory(data_key="op", required=True, optional=False)
    apt_num = refs.appointment(data_key="aptNum")
    recall_num = ForeignKey("recall.RecallNum", data_key="recallNum", since=RECALLS_SINCE)
    date_time_start = Moment(data_key="dateTimeStart", required=True)


OFFERS = RecordTable(Offer, "asapcomm")
_SHOWN = f"SELECT {columns(AsapComm, 'c')} FROM asapcomm c"


def get_offer(tx: Transaction, number: int) -> Row:
    return get_or_404(tx.row(f"{_SHOWN} WHERE c.AsapCommNum = ?", (number,)), "AsapComm")


def list_offers(tx: Transaction, wanted: OfferFilter, page: Page) -> list[Row]:
    """Those made from one midnight up to another; by default the seven days before today (documented)."""
    if wanted.date_start and wanted.date_end and wanted.date_start > wanted.date_end and not wanted.day:
        raise invalid("dateStart")
    today = tx.now.date()
    start = wanted.day or wanted.date_start or today - LISTED
    end = f"{wanted.day} 24:00:00" if wanted.day else f"{wanted.date_end or today} 00:00:00"
    return tx.rows(
        f"{_SHOWN} WHERE c.DateTimeEntry >= :start AND c.DateTimeEntry < :end "
        "AND (:clinic IS NULL OR c.ClinicNum = :clinic) ORDER BY c.AsapCommNum LIMIT :limit OFFSET :offset",
        {
            "start": f"{start} 00:00:00",
            "end": end,
            "clinic": wanted.clinic_num,
            "limit": page.limit,
            "offset": page.offset,
        },
    )


def make_offer(tx: Transaction, asked: OfferAsked) -> Row:
    """POST: hold the time in the operatory, and offer it."""
    occasion = _occasion(tx, asked)
    start = asked.date_time_start
    first_minute = start.hour * 60 + start.minute
    interval = Interval(first_minute, first_minute + occasion.minutes)
    if interval.end > END_OF_DAY:  # no schedule ends after its day
        raise invalid("dateTimeStart")
    if any(interval.overlaps(other) for other in _in_the_way(tx, asked.op, start.date())):
        raise conflict("Appointment overlaps existing appointment or blockout.")
    send_status, response = _prospects(tx, occasion.pat_num)
    offer = Offer(
        f_key=occasion.number,
        f_key_type=occasion.kind,
        schedule_num=_hold(tx, asked.op, start.date(), interval),
        pat_num=occasion.pat_num,
        clinic_num=queries.operatory_clinic(tx, asked.op),
        date_time_entry=tx.now,
        date_time_expire=start,
        date_time_sms_scheduled=tx.now,
        sms_send_status=send_status,
        response_status=response,
        date_time_orig=occasion.due,
        template_text=f"[NameF], you could come sooner: {start:%m/%d/%Y} at {start:%H:%M} is free. [AsapURL]",
    )
    return get_offer(tx, OFFERS.insert(tx, offer))


def _occasion(tx: Transaction, asked: OfferAsked) -> Occasion:
    if asked.apt_num and asked.recall_num:
        raise only_one_of("aptNum", "recallNum")
    if asked.apt_num:
        return _appointment(tx, asked.apt_num)
    if asked.recall_num:
        return _recall(tx, asked.recall_num)
    either = " or recallNum" if tx.settings.version.knows(RECALLS_SINCE) else ""
    raise required(f"aptNum{either}")


def _appointment(tx: Transaction, number: int) -> Occasion:
    """An appointment that someone wants sooner: on the ASAP list (documented), and not yet been to."""
    apt = get_or_404(appointment_table.RECORDS.get(tx, number), "Appointment")
    if apt.priority != AptPriority.ASAP or apt.apt_status not in KINDS:
        raise invalid("aptNum")
    return Occasion(number, KINDS[apt.apt_status], apt.pat_num, apt.apt_date_time, minutes(apt.pattern))


def _recall(tx: Transaction, number: int) -> Occasion:
    """A recall of any priority; its own pattern wins over its type's."""
    pat_num, due, own_pattern, type_pattern = get_or_404(
        tx.row(
            "SELECT r.PatNum, r.DateDue, r.TimePatternOverride, coalesce(t.TimePattern, '') FROM recall r "
            "LEFT JOIN recalltype t ON t.RecallTypeNum = r.RecallTypeNum WHERE r.RecallNum = ?",
            (number,),
        ),
        "Recall",
    )
    pattern = _recall_pattern(own_pattern or type_pattern, preferences.increment(tx))
    return Occasion(number, AsapKeyType.Recall, pat_num, datetime.fromisoformat(due), minutes(pattern))


def _recall_pattern(marks: str, increment: int) -> str:
    """From marks of ``increment`` minutes to marks of five; nothing becomes 30 or 45 minutes (source 1.6)."""
    if marks:
        return to_five_minutes(marks, increment)
    return "///XXX///" if increment == 15 else "//XX//"


def _in_the_way(tx: Transaction, op: int, day: date) -> list[Interval]:
    """What an opening must not meet: appointments that stand in the book and blockouts closed to all (source 2.11)."""
    rows = tx.rows(
        "SELECT AptDateTime, Pattern FROM appointment WHERE Op = ? AND AptDateTime BETWEEN ? AND ? "
        f"AND AptStatus NOT IN ({queries.marks(OFF_THE_BOOK)})",
        (op, f"{day} 00:00:00", f"{day} 23:59:59", *OFF_THE_BOOK),
    )
    taken = [blockout.interval for blockout in blockouts(tx, str(day)) if blockout.op == op and blockout.closed]
    for at, pattern in rows:
        start = minute_of_day(at)
        taken.append(Interval(start, start + minutes(pattern)))
    return taken


def _hold(tx: Transaction, op: int, day: date, interval: Interval) -> int:
    """The schedule that keeps the time in its operatory."""
    number = tx.run(
        "INSERT INTO schedule (SchedDate, StartTime, StopTime, SchedType, DateTStamp) VALUES (?, ?, ?, ?, ?)",
        (str(day), clock_time(interval.start), clock_time(interval.end), SchedType.WebSchedASAP, tx.stamp),
    )
    tx.run("INSERT INTO scheduleop (ScheduleNum, OperatoryNum) VALUES (?, ?)", (number, op))
    return number


def _prospects(tx: Transaction, pat_num: int) -> tuple[SmsSendStatus, AsapResponse]:
    """What becomes of a message to this patient: it waits to be sent, or never can be."""
    phone, consent = tx.rows("SELECT WirelessPhone, TxtMsgOk FROM patient WHERE PatNum = ?", (pat_num,))[0]
    if not phone.strip() or consent == TxtMsgOk.No:
        return SmsSendStatus.DoNotSend, AsapResponse.UnableToSend
    return SmsSendStatus.SendNotAttempted, AsapResponse.AwaitingTransmit


ENDPOINTS = (
    Endpoint("GET", "asapcomms/{AsapCommNum}", get_offer, result=AsapComm, since=SINCE, permission=READ_ALL),
    Endpoint(
        "GET",
        "asapcomms",
        list_offers,
        query=OfferQuery,
        result=AsapComm,
        many=True,
        since=SINCE,
        permission=READ_ALL,
    ),
    Endpoint(
        "POST",
        "asapcomms",
        make_offer,
        body=OfferBody,
        result=AsapComm,
        since=SINCE,
        permission=TEXTING_ASAP,
    ),
)
