"""GET SlotsWebSched and POST WebSched: what patients may book for themselves.

Offered and bookable are one predicate: what is booked must be among what is offered at that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import pattern
from mockod.vendors.opendental.domain.booking_rules import Visit
from mockod.vendors.opendental.domain.enums import AptStatus, DefCat, DefLinkType, EServiceType
from mockod.vendors.opendental.domain.intervals import Interval, minute_of_day
from mockod.vendors.opendental.domain.web_sched import Doubling, Offer, Opening, Room, is_double_booked, offers
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import procedure_queries, web_sched_queries
from mockod.vendors.opendental.resources.appointments.appointment_rules import double_book_rules
from mockod.vendors.opendental.resources.appointments.bodies import Booking, WebSchedBooking
from mockod.vendors.opendental.resources.appointments.book import create
from mockod.vendors.opendental.resources.appointments.decisions import AptType, Length, build_appointment
from mockod.vendors.opendental.resources.appointments.facts import booking_facts, type_of
from mockod.vendors.opendental.resources.appointments.filters import WebSchedSearch
from mockod.vendors.opendental.resources.appointments.slots import LONGEST_SPAN, Slot, at, later
from mockod.vendors.opendental.resources.appointments.table import WRITTEN
from mockod.vendors.opendental.wire.errors import conflict, invalid, required
from mockod.vendors.opendental.wire.paging import cut
from mockod.vendors.opendental.wire.sql_functions import numbers

DEFAULT_DAYS = 14
GONE = "The reason for your appointment is no longer available.\r\nPlease call us to schedule your appointment."


@dataclass(frozen=True, slots=True)
class Audience:
    """Web Sched for new or for existing patients: its reasons, and the preferences that rule it."""

    category: DefCat
    service: EServiceType
    double_booking: str
    ignored_blockouts: str
    confirm_status: str


NEW_PATIENT = Audience(
    DefCat.WebSchedNewPatApptTypes,
    EServiceType.NewPat,
    "WebSchedNewPatApptDoubleBooking",
    "WebSchedNewPatApptIgnoreBlockoutTypes",
    "WebSchedNewPatConfirmStatus",
)
EXISTING_PATIENT = Audience(
    DefCat.WebSchedExistingApptTypes,
    EServiceType.ExistingPat,
    "WebSchedExistingPatDoubleBooking",
    "WebSchedExistingPatIgnoreBlockoutTypes",
    "WebSchedExistingPatConfirmStatus",
)
AUDIENCES = {audience.category: audience for audience in (NEW_PATIENT, EXISTING_PATIENT)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a patient comes, and everything that the office linked to it."""

    definition: web_sched_queries.Definition
    audience: Audience
    type: AptType
    pattern: str
    ops: tuple[web_sched_queries.Operatory, ...]
    restricted_to: frozenset[int]
    """Blockout types; the reason is offered inside these only, where there are any."""


def find_web_slots(tx: Transaction, filters: WebSchedSearch, page: Page) -> list[Slot]:
    """The times offered for a reason, by day, time and operatory."""
    if filters.clinic_num is None and preferences.has_clinics(tx):
        raise required("ClinicNum")
    audience = NEW_PATIENT if filters.is_new_patient else EXISTING_PATIENT
    def_num = filters.def_num_appt_type or web_sched_queries.first_reason(tx, audience.category)
    if not def_num:
        raise conflict(GONE, Basis.SOURCE)
    reason = _reason(tx, def_num)
    start, end = _range(filters, tx.now.date())
    clinic = filters.clinic_num if preferences.has_clinics(tx) else None
    slots = [_slot(day, offer) for day, offer in _offered(tx, reason, start, end, clinic)]
    return list(cut(slots, page))


def book_web_slot(tx: Transaction, body: WebSchedBooking) -> Row:
    """Book an offered time, exactly as it was offered: its provider in his role, else who works there (source 9.9)."""
    reason = _reason(tx, body.def_num_appt_type)
    op = next((op for op in reason.ops if op.number == body.op_num), None)
    if op is None or not _is_offered(tx, reason, op, body):
        raise conflict("The requested time slot is no longer available.")
    day, minute = body.date_time_start.date(), minute_of_day(body.date_time_start)
    offered_as_hygienist = web_sched_queries.is_secondary(tx, body.prov_num)
    dentist, hygienist = (
        body.prov_num
        if secondary == offered_as_hygienist
        else web_sched_queries.assigned(tx, op.number, day, minute, secondary=secondary) or own
        for secondary, own in ((False, op.dentist), (True, op.hygienist))
    )
    booking = Booking(
        pat_num=body.pat_num,
        op=op.number,
        apt_date_time=body.date_time_start,
        confirmed=preferences.number(tx, reason.audience.confirm_status),
        note=f"Appointment Reason: {reason.definition.name}",
        prov_num=dentist,
        prov_hyg=hygienist,
        is_hygiene=op.is_hygiene,
        is_new_patient=reason.audience is NEW_PATIENT,
        appointment_type_num=reason.type.number,
    )
    # What is offered is judged already; only the patient was not known then.
    checks = frozenset({"patient_overlaps"})
    draft = build_appointment(booking, booking_facts(tx, booking), reason.type)
    apt = create(tx, draft, Length(reason.pattern), reason.type, checks=checks)
    web_sched_queries.log_booking(tx, apt.apt_num, apt.pat_num, apt.clinic_num, reason.audience.service)
    return WRITTEN.one(tx, apt.apt_num)


def _is_offered(tx: Transaction, reason: Reason, op: web_sched_queries.Operatory, body: WebSchedBooking) -> bool:
    start, end = body.date_time_start, body.date_time_end
    clinic = op.clinic if preferences.has_clinics(tx) else None
    wanted = Slot(start, end, body.prov_num, op.number)
    return any(_slot(day, offer) == wanted for day, offer in _offered(tx, reason, start.date(), start.date(), clinic))


def _reason(tx: Transaction, def_num: int) -> Reason:
    definition = web_sched_queries.reason(tx, def_num)
    if definition is None:
        raise invalid("defNumApptType")
    apt_type = type_of(tx, web_sched_queries.visible_type(tx, def_num), AptStatus.Scheduled)
    if not apt_type.number:
        raise conflict(GONE, Basis.SOURCE)
    return Reason(
        definition,
        AUDIENCES[definition.category],
        apt_type,
        apt_type.pattern or _pattern_of_codes(tx, apt_type),
        tuple(web_sched_queries.operatories(tx, web_sched_queries.linked(tx, def_num, DefLinkType.Operatory))),
        frozenset(web_sched_queries.linked(tx, def_num, DefLinkType.BlockoutType)),
    )


def _pattern_of_codes(tx: Transaction, apt_type: AptType) -> str:
    times = procedure_queries.times_of_codes(tx, apt_type.codes)
    if times:
        return pattern.cut(pattern.of_procedures(times, preferences.increment(tx)))
    return pattern.for_no_procedures(preferences.number(tx, "AppointmentWithoutProcsDefaultLength"))


def _offered(
    tx: Transaction, reason: Reason, start: date, end: date, clinic: int | None
) -> Iterator[tuple[date, Offer]]:
    """Every offer from today on between two dates, both included; of one clinic, or of all."""
    start = max(start, tx.now.date())
    ops = [op for op in reason.ops if clinic is None or op.clinic == clinic]
    if not ops or end < start:
        return
    visits = web_sched_queries.visits(tx, start, end)
    in_sight = web_sched_queries.visible_operatories(tx, clinic)
    openings = _openings(tx, ops, start, end)
    rooms = _Rooms(tx, reason, ops, start, end)
    double_booking = _doubling(tx, reason)
    for day in sorted(openings):
        todays = visits.get(day, [])
        on_the_book = [visit for visit, status in todays if status != AptStatus.UnschedList]
        overlapping = [v for v, _ in todays] if double_booking.ruled else [v for v in on_the_book if v.op in in_sight]

        def busy(prov_num: int, minute: int, visits: list[Visit] = overlapping) -> bool:
            return is_double_booked(prov_num, minute, visits, double_booking)

        for offer in offers(openings[day], rooms.of(day, on_the_book), reason.pattern, double_booking.increment, busy):
            if at(day, offer.start) >= tx.now:
                yield day, offer


def _openings(
    tx: Transaction, ops: list[web_sched_queries.Operatory], start: date, end: date
) -> dict[date, list[Opening]]:
    """Schedules in the reason's operatories; one that is linked to none counts where the provider is at home."""
    places = {op.number: place for place, op in enumerate(ops)}
    by_day: dict[date, list[Opening]] = {}
    for piece in web_sched_queries.pieces(tx, start, end):
        at_home = (op.number for op in ops if piece.prov_num in (op.dentist, op.hygienist))
        for op in at_home if piece.op is None else (piece.op,):
            if op in places:
                opening = Opening(piece.start, piece.stop, piece.prov_num, op, places[op])
                by_day.setdefault(piece.day, []).append(opening)
    return by_day


class _Rooms:
    """The reason's operatories on each day."""

    def __init__(
        self, tx: Transaction, reason: Reason, ops: list[web_sched_queries.Operatory], start: date, end: date
    ) -> None:
        self._ops = [op.number for op in ops]
        self._restricted = bool(reason.restricted_to)
        ignored = _ignored_blockouts(tx, reason)
        self._blocked: dict[tuple[date, int], list[Interval]] = {}
        self._allowed: dict[tuple[date, int], list[Interval]] = {}
        for day, op, kind, interval in web_sched_queries.blockouts(tx, self._ops, start, end):
            if kind not in ignored:
                self._blocked.setdefault((day, op), []).append(interval)
            if kind in reason.restricted_to:
                self._allowed.setdefault((day, op), []).append(interval)

    def of(self, day: date, visits: list[Visit]) -> dict[int, Room]:
        return {
            op: Room(
                tuple(self._blocked.get((day, op), ())),
                tuple(visit.interval for visit in visits if visit.op == op),
                tuple(self._allowed.get((day, op), ())) if self._restricted else None,
            )
            for op in self._ops
        }


def _ignored_blockouts(tx: Transaction, reason: Reason) -> frozenset[int]:
    """Blockout types that do not block: those the office says, and where reasons are restricted, as that wants it."""
    restricted = web_sched_queries.restricted_to_by_any(tx)
    if reason.restricted_to:
        return restricted
    return frozenset(numbers(preferences.text(tx, reason.audience.ignored_blockouts))) - restricted


def _doubling(tx: Transaction, reason: Reason) -> Doubling:
    rules = double_book_rules(tx)
    return Doubling(
        reason.pattern,
        preferences.increment(tx),
        prevented=preferences.switched_on(tx, reason.audience.double_booking),
        ruled=any(rule.covers(code) for rule in rules for code in reason.type.codes),
    )


def _range(filters: WebSchedSearch, today: date) -> tuple[date, date]:
    """Two weeks from today unless asked otherwise. Days that are past offer nothing."""
    if filters.day:
        return filters.day, filters.day
    start = filters.date_start or today
    end = filters.date_end or later(start, DEFAULT_DAYS - 1)
    if end < start:
        raise invalid("dateStart" if filters.date_start else "dateEnd")
    if (end - start).days + 1 > LONGEST_SPAN:
        raise invalid("dateEnd")
    return start, end


def _slot(day: date, offer: Offer) -> Slot:
    return Slot(at(day, offer.start), at(day, offer.end), offer.prov_num, offer.op)
