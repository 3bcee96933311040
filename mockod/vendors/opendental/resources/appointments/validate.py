"""May an appointment stand in the book as it is: gather what the rules look at, and refuse in their words."""

from __future__ import annotations

from dataclasses import dataclass

from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.conduct import Conduct
from mockod.vendors.opendental.domain import booking_rules
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.booking_rules import Day, DoubleBookRule, Visit
from mockod.vendors.opendental.domain.enums import AptStatus
from mockod.vendors.opendental.domain.intervals import Interval, minute_of_day
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK, UNJUDGED
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import procedure_queries, queries
from mockod.vendors.opendental.resources.appointments.appointment_rules import double_book_rules
from mockod.vendors.opendental.wire.errors import conflict
from mockod.vendors.opendental.wire.sql_functions import numbers

BASES = {"double_booked": Basis.SOURCE, "overlaps": Basis.SOURCE}
"""What a refusal rests on; those that only a strict office knows are our own."""
ALL_CHECKS = frozenset(booking_rules.RULES)
STRICT_FOR_SCHEDULED = ("hidden", "past", "off_schedule")
"""A strict office objects so to appointments that are still to come, not to records of what was."""


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the booking rules look at, and which of them may object."""

    day: Day
    checks: frozenset[str]


def day_facts(
    tx: Transaction, apt: Appointment, *, moved: bool = True, checks: frozenset[str] = ALL_CHECKS
) -> DayFacts | None:
    """The day of an appointment; None where no rule would look at it.

    ``moved`` tells that its time is new: only then does it matter that the time has passed. ``checks`` are the
    rules that may object.
    """
    if apt.apt_status in UNJUDGED:
        return None
    rules = double_book_rules(tx)
    active = _checks(tx.settings.conduct, apt, moved)
    if not preferences.switched_on(tx, "ApptsAllowOverlap"):
        active.add("overlaps")
    if rules:
        active.add("double_booked")
    active &= checks
    return DayFacts(_day(tx, apt, rules), frozenset(active)) if active else None


def validate(apt: Appointment, codes: tuple[str, ...], facts: DayFacts | None) -> None:
    """Refuse with 400 what may not stand in the book; ``codes`` are those of its procedures."""
    if facts is None:
        return
    objection = booking_rules.first_refusal(_visit(apt, codes), facts.day, facts.checks)
    if objection:
        check, reason = objection
        raise conflict(reason, BASES.get(check, Basis.ASSUMED))


def _checks(conduct: Conduct, apt: Appointment, moved: bool) -> set[str]:
    checks = {check for check in booking_rules.RULES if getattr(conduct, check, False)}
    if apt.apt_status != AptStatus.Scheduled:
        checks -= set(STRICT_FOR_SCHEDULED)
    return checks if moved else checks - {"past"}


def _visit(apt: Appointment, codes: tuple[str, ...]) -> Visit:
    return Visit(
        apt_num=apt.apt_num,
        pat_num=apt.pat_num,
        op=apt.op,
        prov_num=apt.prov_num,
        prov_hyg=apt.prov_hyg,
        is_hygiene=apt.is_hygiene,
        start=minute_of_day(apt.apt_date_time),
        pattern=apt.pattern,
        codes=codes,
    )


def _day(tx: Transaction, apt: Appointment, rules: tuple[DoubleBookRule, ...]) -> Day:
    day = apt.apt_date_time.date()
    provider = apt.prov_hyg if apt.is_hygiene else apt.prov_num
    shifts = queries.shifts(tx, provider, day, day).get(day, [])
    here = [s for s in shifts if not s.links or any(op == apt.op for _, op in s.links)]
    today = tx.now.date()
    minute_now = minute_of_day(tx.now) if day == today else 24 * 60
    return Day(
        others=_others(tx, apt, with_codes=bool(rules)),
        blockouts=queries.blockouts(tx, str(day)),
        rules=rules,
        increment=preferences.increment(tx),
        provider_hours=tuple(Interval(s.start, s.stop) for s in here),
        type_blockouts=_type_blockouts(tx, apt.appointment_type_num),
        op_hidden=queries.is_hidden(tx, "operatory", "OperatoryNum", apt.op),
        hidden_providers=tuple(
            name
            for name, number in (("ProvNum", apt.prov_num), ("ProvHyg", apt.prov_hyg))
            if queries.is_hidden(tx, "provider", "ProvNum", number)
        ),
        now_minute=None if day > today else minute_now,
    )


def _others(tx: Transaction, apt: Appointment, *, with_codes: bool) -> tuple[Visit, ...]:
    """The day's other visits: all that stand in the book. One that runs on past midnight is not seen (source 5.2)."""
    day = apt.apt_date_time.date()
    rows = tx.rows(
        "SELECT AptNum, PatNum, Op, ProvNum, ProvHyg, IsHygiene, AptDateTime, Pattern, AptStatus FROM appointment "
        f"WHERE AptDateTime BETWEEN ? AND ? AND AptStatus NOT IN ({placeholders(OFF_THE_BOOK)}) AND AptNum <> ? "
        "ORDER BY AptDateTime, AptNum",
        (f"{day} 00:00:00", f"{day} 23:59:59", *OFF_THE_BOOK, apt.apt_num),
    )
    codes = procedure_queries.codes_between(tx, day, day) if with_codes else {}
    return tuple(
        Visit(
            apt_num=number,
            pat_num=patient,
            op=op,
            prov_num=provider,
            prov_hyg=hygienist,
            is_hygiene=bool(hygiene),
            start=minute_of_day(at),
            pattern=pattern,
            codes=codes.get(number, ()),
            broken=status == AptStatus.Broken,
        )
        for number, patient, op, provider, hygienist, hygiene, at, pattern, status in rows
    )


def _type_blockouts(tx: Transaction, appointment_type: int) -> tuple[int, ...]:
    listed = tx.value("SELECT BlockoutTypes FROM appointmenttype WHERE AppointmentTypeNum = ?", (appointment_type,), "")
    return numbers(listed)
