"""Mistakes that only several requests together show, of one office, in their order.

Each function answers the requests at fault, with what is to be said of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from mockod.vendors.opendental.analysis.parsed_request import Sent

Hit = tuple[Sent, str]

BOOKINGS = (
    "POST appointments",
    "POST appointments/create",
    "POST appointments/SchedulePlanned",
    "PUT appointments/{AptNum}",
)
"""What puts a visit at a time. POST WebSched is not among them: it books nothing but what is offered."""
OFFERS = ("GET appointments/Slots", "GET appointments/SlotsWebSched")
BOOK_AND_HOURS = ("GET appointments", "GET schedules")
"""Both together tell as much as an offer does."""
NARROW = ("PatNum", "AptNum", "PlannedAptNum", "Guarantor", "SuperFamily", "LName", "FName", "Birthdate")
"""Parameters of a look-up: who sends one asks for somebody, not for news."""
OFTEN = 3
"""Times that the same is asked before it is a habit."""
SOON = 1
"""Seconds to wait at the least before the same request is sent again."""


def booked_without_asking(requests: Sequence[Sent]) -> Iterator[Hit]:
    """A visit put at a time on a day whose open time was not asked for before."""
    asked: list[Sent] = []
    for sent in requests:
        if sent.name in (*OFFERS, *BOOK_AND_HOURS) and sent.done:
            asked.append(sent)
        day = _booked_day(sent)
        if day:
            told = {one.name for one in asked if _covers(one, day)}
            if told.isdisjoint(OFFERS) and not told.issuperset(BOOK_AND_HOURS):
                yield sent, f"{day} by {sent.name}"


def _booked_day(sent: Sent) -> str:
    """The day that a booking puts a visit on; nothing where it is none, or nobody is to come."""
    given = {value.name: value.sent for value in sent.values if value.of_body}
    if sent.name not in BOOKINGS or not sent.done or given.get("AptStatus", "Scheduled") != "Scheduled":
        return ""
    return str(given.get("AptDateTime", ""))[:10]


def _covers(asked: Sent, day: str) -> bool:
    """Whether a day lies within what was asked; a side that was left open counts as far enough."""
    query = asked.query
    if not query.keys().isdisjoint(NARROW):
        return False
    on = query.get("date")
    return on == day if on else query.get("dateStart", "") <= day <= query.get("dateEnd", "9999")


def pages_not_followed(requests: Sequence[Sent]) -> Iterator[Hit]:
    """A full page, and never the one after it. ``Limit=1`` asks whether there is any, no more."""
    wanted = {(sent.question(), sent.offset): position for position, sent in enumerate(requests)}
    for position, sent in enumerate(requests):
        rows, limit = sent.entry.rows, sent.entry.limit
        if not sent.done or not sent.delivered or not rows or rows < limit or sent.query.get("Limit") == "1":
            continue
        if wanted.get((sent.question(), sent.offset + rows), -1) < position:
            yield sent, f"{sent.name} with {rows} rows"


def polled_without_stamp(requests: Sequence[Sent]) -> Iterator[Hit]:
    """The same whole list over and over, where DateTStamp would have told what changed."""
    lists: dict[object, list[Sent]] = defaultdict(list)
    for sent in _lists_with_stamp(requests):
        if "DateTStamp" not in sent.query and sent.query.keys().isdisjoint(NARROW):
            lists[sent.question()].append(sent)
    for same in lists.values():
        if len(same) >= OFTEN:
            yield from ((sent, sent.name) for sent in same)


def stamps_ahead(requests: Sequence[Sent]) -> Iterator[Hit]:
    """A DateTStamp later than the answer before it was given: what changed in between is never seen."""
    last: dict[object, str] = {}
    for sent in _lists_with_stamp(requests):
        moment, stamp, question = str(sent.entry.at), sent.query.get("DateTStamp", ""), sent.question("DateTStamp")
        if stamp > last.get(question, moment):
            yield sent, f"{stamp} in {sent.name}"
        last[question] = moment


def _lists_with_stamp(requests: Iterable[Sent]) -> Iterator[Sent]:
    """First pages of lists that can be asked by DateTStamp, as far as their answers arrived."""
    for sent in requests:
        query = sent.endpoint and sent.endpoint.query
        if query and "date_t_stamp" in query.fields and sent.done and sent.delivered and not sent.offset:
            yield sent


def hasty_retries(requests: Sequence[Sent]) -> Iterator[Hit]:
    """The same again at once after it failed, or before the time that was told, or a third time for nothing."""
    failures: dict[object, list[Sent]] = {}
    for sent in requests:
        if not sent.entry.is_simulated:
            continue  # a real office would have answered the first
        before = failures.setdefault(_itself(sent), [])
        wait = max(before[-1].entry.retry_after, SOON) if before else 0
        if before and _pause(before[-1], sent) < wait:
            yield sent, f"{sent.name}, sooner than after {wait} s"
        elif len(before) >= OFTEN - 1 and not sent.done and not _passes_by_itself(sent):
            yield sent, f"{sent.name}, refused {len(before) + 1} times"
        if sent.done and sent.delivered:
            before.clear()
            if sent.is_write:
                failures.clear()  # the office is another now: what was refused may be right
        else:
            before.append(sent)


def _itself(sent: Sent) -> tuple[object, ...]:
    return sent.entry.method, sent.entry.path, sent.entry.query, sent.entry.body


def _passes_by_itself(sent: Sent) -> bool:
    """Whether a failure is of the kind that is right to be tried again, with patience."""
    return sent.spoilt or sent.entry.status == 429 or sent.entry.status >= 500


def _pause(before: Sent, sent: Sent) -> float:
    """Seconds between an answer and the next request: real ones, or the office's where its clock was moved."""
    real = sent.entry.answered - sent.entry.milliseconds / 1000 - sent.entry.waited - before.entry.answered
    told: timedelta = sent.entry.at - before.entry.at
    moved = abs(told.total_seconds() - real) > 1  # to the second is all that an office's clock tells
    return max(real, told.total_seconds()) if moved else real


def sent_twice(requests: Sequence[Sent]) -> Iterator[Hit]:
    """A POST whose end the client could not know, sent again without a look at what had become of it."""
    open_ended: dict[object, Sent] = {}
    for sent in requests:
        if sent.entry.method == "GET" and sent.done:
            open_ended = {key: one for key, one in open_ended.items() if one.resource != sent.resource}
        if _itself(sent) in open_ended:
            yield sent, sent.name
        if sent.entry.method == "POST":
            if sent.delivered and sent.entry.status != 504:
                open_ended.pop(_itself(sent), None)
            else:
                open_ended[_itself(sent)] = sent


def swallowed_refusals(requests: Sequence[Sent]) -> Iterator[Hit]:
    """A refused write with no sign, later, that anybody took notice: neither sent again nor looked after."""
    for position, sent in enumerate(requests):
        if not sent.is_write or sent.entry.status < 400 or sent.spoilt or sent.endpoint is None:
            continue
        if not any(_takes_notice(later, sent) for later in requests[position + 1 :]):
            yield sent, f"{sent.name} with {sent.entry.status}"


def _takes_notice(later: Sent, refused: Sent) -> bool:
    """Whether a request is about what was refused: the same row, or the list it would be in."""
    same_row = later.resource == refused.resource and later.number == refused.number
    if later.entry.method == "GET":
        return same_row or (later.resource == refused.resource and not later.number)
    return same_row and (later.name == refused.name or refused.number != "")
