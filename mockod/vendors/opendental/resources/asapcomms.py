"""Openings offered by text message to those who would come sooner.

An offer holds its time in the operatory with a schedule of its own. Nothing is really sent, nor answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import TEXTING_ASAP
from mockod.vendors.opendental.domain.appointment import Appointment
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
from mockod.vendors.opendental.engine.methods import create, listing, read
from mockod.vendors.opendental.engine.records import Records, placeholders
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given, where
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import queries
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import conflict, invalid, only_one_of, required
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, Integer, OneLine

SINCE = "23.3.3"
RECALLS_SINCE = "25.2.9"
"""Since then an opening can be offered for a recall, too."""
LISTED = timedelta(days=7)
"""How far back a list goes that names no date."""
END_OF_DAY = 24 * 60
"""Minutes since midnight."""
KEY_TYPES = {
    AptStatus.Scheduled: AsapKeyType.ScheduledAppt,
    AptStatus.UnschedList: AsapKeyType.UnscheduledAppt,
    AptStatus.Broken: AsapKeyType.Broken,
    AptStatus.Planned: AsapKeyType.PlannedAppt,
}
"""Appointments that can be had sooner, by status, and what an offer calls them."""

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
    indexes=(index("DateTimeEntry"), index("ClinicNum", "DateTimeEntry")),
)


@dataclass(frozen=True, slots=True)
class OfferFilters:
    """GET asapcomms. The dates are those on which offers were made; ``day`` wins over a range."""

    clinic_num: int | None = None
    day: Annotated[date | None, Day(), Name("date")] = None
    date_start: Annotated[date | None, Day(), Name("dateStart")] = None
    date_end: Annotated[date | None, Day(), Name("dateEnd")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffer:
    """POST asapcomms: an opening to be offered for an appointment or a recall; 0 for the one that is not meant."""

    op: Annotated[int, ForeignKey("operatory.OperatoryNum", zero=False), Name("op")]
    apt_num: Annotated[int, ForeignKey("appointment.AptNum"), Name("aptNum")] = 0
    recall_num: Annotated[int, ForeignKey("recall.RecallNum"), Name("recallNum"), Since(RECALLS_SINCE)] = 0
    date_time_start: Annotated[datetime, Moment(), Name("dateTimeStart")]


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


OFFERS = Records(Offer, ASAPCOMM)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is to be had sooner: the row that is meant, when it was due, and how many minutes it takes."""

    number: int
    key_type: AsapKeyType
    pat_num: int
    due: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class DueRecall:
    """A recall, as far as an offer needs it. The patterns are in marks of the book's increment."""

    recall_num: int
    pat_num: int
    date_due: datetime
    own_pattern: str
    type_pattern: str


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What the practice says of an offer that is to be made."""

    appointment: Appointment | None
    recall: DueRecall | None
    increment: int
    """Minutes of one mark of a recall's pattern."""
    offers_recalls: bool
    """Whether the office's version offers openings for recalls."""
    busy: tuple[Interval, ...]
    """What the opening must not overlap: appointments and closed blockouts of the operatory's day."""


def list_offers(tx: Transaction, filters: OfferFilters, page: Page) -> Rows:
    """GET asapcomms, by number."""
    start, end = entered(filters, tx.now.date())
    made = "asapcomm.DateTimeEntry >= :start AND asapcomm.DateTimeEntry < :end"
    return ASAPCOMMS.select.page(
        tx,
        page,
        "asapcomm.AsapCommNum",
        [
            where(made, by_range=True, start=start, end=end),
            given("asapcomm.ClinicNum = :clinic", by_range=True, clinic=filters.clinic_num),
        ],
    )


def entered(filters: OfferFilters, today: date) -> tuple[str, str]:
    """From when on, and before when, the offers of a list were made: by default in the seven days before today.

    A range ends at the midnight with which its last day begins (documented). Raises ApiError where it ends too early.
    """
    if filters.day:
        return f"{filters.day} 00:00:00", f"{filters.day} 24:00:00"
    if filters.date_start and filters.date_end and filters.date_start > filters.date_end:
        raise invalid("dateStart")
    return f"{filters.date_start or today - LISTED} 00:00:00", f"{filters.date_end or today} 00:00:00"


def create_offer(tx: Transaction, body: NewOffer) -> Row:
    """POST asapcomms: hold the time in the operatory, and offer it."""
    facts = offer_facts(tx, body)
    clinic_num = queries.operatory_clinic(tx, body.op)
    occasion = occasion_of(body, facts)
    interval = opening(body.date_time_start, occasion.minutes, facts.busy)
    send_status, response_status = prospects(*_phone_and_consent(tx, occasion.pat_num))
    start = body.date_time_start
    offer = Offer(
        f_key=occasion.number,
        f_key_type=occasion.key_type,
        schedule_num=_hold(tx, body.op, start.date(), interval),
        pat_num=occasion.pat_num,
        clinic_num=clinic_num,
        date_time_entry=tx.now,
        date_time_expire=start,
        date_time_sms_scheduled=tx.now,
        sms_send_status=send_status,
        response_status=response_status,
        date_time_orig=occasion.due,
        template_text=f"[NameF], you could come sooner: {start:%m/%d/%Y} at {start:%H:%M} is free. [AsapURL]",
    )
    return ASAPCOMMS.select.one(tx, OFFERS.insert(tx, offer))


def occasion_of(body: NewOffer, facts: OfferFacts) -> Occasion:
    """The one that is meant. Raises ApiError where both are given or none is, and where the appointment will not do."""
    if body.apt_num and body.recall_num:
        raise only_one_of("aptNum", "recallNum")
    if facts.appointment:
        return appointment_occasion(facts.appointment)
    if facts.recall:
        return recall_occasion(facts.recall, facts.increment)
    raise required("aptNum or recallNum" if facts.offers_recalls else "aptNum")


def appointment_occasion(apt: Appointment) -> Occasion:
    """An appointment that someone wants sooner: on the ASAP list (documented), and not yet been to.

    Raises ApiError naming aptNum for any other.
    """
    if apt.priority != AptPriority.ASAP or apt.apt_status not in KEY_TYPES:
        raise invalid("aptNum")
    return Occasion(apt.apt_num, KEY_TYPES[apt.apt_status], apt.pat_num, apt.apt_date_time, minutes(apt.pattern))


def recall_occasion(recall: DueRecall, increment: int) -> Occasion:
    """A recall of any priority. Its own pattern wins over its type's; none is 30 or 45 minutes (source 1.6)."""
    marks = recall.own_pattern or recall.type_pattern
    unset = "///XXX///" if increment == 15 else "//XX//"
    pattern = to_five_minutes(marks, increment) if marks else unset
    return Occasion(recall.recall_num, AsapKeyType.Recall, recall.pat_num, recall.date_due, minutes(pattern))


def opening(start: datetime, length: int, busy: Iterable[Interval]) -> Interval:
    """The time to be held, ``length`` minutes from ``start``, on the day of ``start``.

    Raises ApiError where it runs past midnight, as no schedule does, and where it overlaps what is ``busy``.
    """
    first_minute = start.hour * 60 + start.minute
    interval = Interval(first_minute, first_minute + length)
    if interval.end > END_OF_DAY:
        raise invalid("dateTimeStart")
    if any(interval.overlaps(other) for other in busy):
        raise conflict("Appointment overlaps existing appointment or blockout.")
    return interval


def prospects(phone: str, consent: int) -> tuple[SmsSendStatus, AsapResponse]:
    """What becomes of a message to a wireless phone: it waits to be sent, or never can be.

    ``consent`` is the patient's TxtMsgOk.
    """
    if not phone.strip() or consent == TxtMsgOk.No:
        return SmsSendStatus.DoNotSend, AsapResponse.UnableToSend
    return SmsSendStatus.SendNotAttempted, AsapResponse.AwaitingTransmit


def offer_facts(tx: Transaction, body: NewOffer) -> OfferFacts:
    return OfferFacts(
        appointment=appointment_table.RECORDS.get(tx, body.apt_num) if body.apt_num else None,
        recall=_due_recall(tx, body.recall_num) if body.recall_num else None,
        increment=preferences.increment(tx),
        offers_recalls=tx.settings.version.knows(RECALLS_SINCE),
        busy=tuple(_busy(tx, body.op, body.date_time_start.date())),
    )


def _due_recall(tx: Transaction, number: int) -> DueRecall:
    pat_num, due, own_pattern, type_pattern = tx.rows(
        "SELECT r.PatNum, r.DateDue, r.TimePatternOverride, coalesce(t.TimePattern, '') FROM recall r "
        "LEFT JOIN recalltype t ON t.RecallTypeNum = r.RecallTypeNum WHERE r.RecallNum = ?",
        (number,),
    )[0]
    return DueRecall(number, pat_num, datetime.fromisoformat(due), own_pattern, type_pattern)


def _busy(tx: Transaction, op: int, day: date) -> list[Interval]:
    """Appointments that stand in the book and blockouts closed to all (source 2.11)."""
    rows = tx.rows(
        "SELECT AptDateTime, Pattern FROM appointment WHERE Op = ? AND AptDateTime BETWEEN ? AND ? "
        f"AND AptStatus NOT IN ({placeholders(sorted(OFF_THE_BOOK))})",
        (op, f"{day} 00:00:00", f"{day} 23:59:59", *sorted(OFF_THE_BOOK)),
    )
    busy = [blockout.interval for blockout in queries.blockouts(tx, str(day)) if blockout.op == op and blockout.closed]
    for at, pattern in rows:
        start = minute_of_day(at)
        busy.append(Interval(start, start + minutes(pattern)))
    return busy


def _phone_and_consent(tx: Transaction, pat_num: int) -> tuple[str, int]:
    phone, consent = tx.rows("SELECT WirelessPhone, TxtMsgOk FROM patient WHERE PatNum = ?", (pat_num,))[0]
    return phone, consent


def _hold(tx: Transaction, op: int, day: date, interval: Interval) -> int:
    """Write the schedule that keeps the time in its operatory; answers its number."""
    number = tx.insert(
        "schedule",
        {
            "SchedDate": str(day),
            "StartTime": clock_time(interval.start),
            "StopTime": clock_time(interval.end),
            "SchedType": int(SchedType.WebSchedASAP),
            "DateTStamp": tx.stamp,
        },
    )
    tx.insert("scheduleop", {"ScheduleNum": number, "OperatoryNum": op})
    return number


ASAPCOMMS = Resource(
    "asapcomms",
    table=ASAPCOMM,
    permission=TEXTING_ASAP,
    methods=[
        read(since=SINCE),
        listing(list_offers, filters=OfferFilters, since=SINCE),
        create(create_offer, body=NewOffer, since=SINCE, status=200, location=""),
    ],
)
