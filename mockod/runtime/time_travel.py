"""Time travel: advances offices' clocks and fires what falls due, on command or once a second.

Three kinds of things fall due: webhook deliveries, requests that wait for their turn, faults that begin or end. An
office's lock is held only while its database is read or written, never while a webhook receiver is spoken to.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mockod.rest.errors import ApiError, Contradiction
from mockod.runtime.request_queue import RequestQueues
from mockod.simulation.clock import FORMAT, LATEST, Clock, monotonic
from mockod.simulation.faults import Faults
from mockod.simulation.scheduler import Announcements, Event, Source, pass_time
from mockod.simulation.webhook_status import WebhookStatus
from mockod.store.office import Office
from mockod.store.registry import Offices
from mockod.vendors.webhooks import EventSource

MOST_FAILURES = 100
"""Deliveries that may fail in one advance; after that, subscribers that failed wait for the next look at the clock.

Each real second that a failure takes counts as another. So a receiver that hangs holds an advance for about so many
seconds, and each further one for a single delivery.
"""
MOST_DELIVERIES = 1000
"""Of one office in one advance, a connection each; what is due after that waits for the next look at the clock."""
TRY_AGAIN = timedelta(seconds=1)
"""Office time after which a failed delivery is sent again: the vendor's program wakes every second (source 10.5)."""
LONGEST_START = 5.0
"""Seconds that a request may take to start once its turn has come, before an advance goes on without it."""
MOST_TELLERS = 256
"""Offices whose receivers are spoken to at a time, one thread each, which mostly waits."""
LONGEST_TURN = 10.0
"""Seconds after which an office whose receivers take long makes room for another, until its next turn."""
log = logging.getLogger(__name__)


class ClockSession:
    """An office's clock while it is advanced: until the office begins anew, or somebody sets the clock."""

    def __init__(self, office: Office, webhook_status: WebhookStatus) -> None:
        self._office = office
        self._webhook_status = webhook_status
        self._first = self._last = office.clock

    def now(self) -> datetime:
        return self._last.now()

    def go_to(self, at: datetime) -> bool:
        """Stand still there. Answers False, and does nothing, where somebody else has set the clock."""
        return self._set(Clock.frozen(at))

    def end(self) -> bool:
        """Run, or stand still, as at first, from where the clock is now."""
        return self._set(_at(self._first, self.now()))

    def _set(self, clock: Clock) -> bool:
        if not self._office.set_clock(clock, self._last, self._webhook_status):
            return False
        self._last = clock
        return True


class _Deliveries:
    """An office's webhook deliveries, one moment after another, until the office begins anew."""

    def __init__(self, event_source: Callable[[], EventSource], office: Office, webhook_status: WebhookStatus) -> None:
        self._event_source = event_source
        self._office = office
        self._webhook_status = webhook_status
        self._failures = 0
        self._sent = 0
        self._again: dict[int, datetime] = {}
        """By subscriber that a delivery has not reached, when it is tried again."""

    def next_due(self, now: datetime) -> datetime | None:
        if self._office.webhook_status is not self._webhook_status or not self._webhook_status.is_wanted:
            return None
        if self._sent >= MOST_DELIVERIES:
            return None
        given_up = self._again if self._failures >= MOST_FAILURES else ()
        dues = self._event_source().dues(self._office).items()
        return min((max(due, self._again.get(n, due)) for n, due in dues if n not in given_up), default=None)

    def fire(self, now: datetime) -> list[Event]:
        fired = []
        given_up = self._failures >= MOST_FAILURES
        exclude = {number for number, again in self._again.items() if given_up or again > now}
        for event in self._event_source().events(self._office, self._webhook_status, exclude):
            if self._office.webhook_status is not self._webhook_status:
                break
            if self._sent >= MOST_DELIVERIES:
                fired.append(Event(now, "stopped delivering", {"because": f"{MOST_DELIVERIES} deliveries were made"}))
                break
            self._sent += 1
            began = monotonic()
            sent = self._event_source().send(self._office, event)
            fired.append(sent)
            if sent.what == "delivered":
                self._again.pop(event.number, None)
            else:
                self._failures += 1 + int(monotonic() - began)
                self._again[event.number] = now + TRY_AGAIN
        return fired


class _Queue:
    """Requests that wait for their turn by the office's clock."""

    def __init__(self, request_queues: RequestQueues, key: str) -> None:
        self._request_queues = request_queues
        self._key = key
        self._is_stuck = False

    def next_due(self, now: datetime) -> datetime | None:
        return None if self._is_stuck else self._request_queues.next_due(self._key)

    def fire(self, now: datetime) -> list[Event]:
        """Wake the requests whose turn has come, and let one start. Its client may be asking again already."""
        before, given_up = self._request_queues.started(self._key), monotonic() + LONGEST_START
        self._request_queues.wake(self._key)
        pause = threading.Event()
        while self._request_queues.started(self._key) == before:
            if not self._request_queues.waiting(self._key):
                return []  # their clients have left
            if monotonic() > given_up:
                self._is_stuck = True
                return []
            pause.wait(0.001)
        while self._request_queues.working(self._key) and monotonic() < given_up:
            pause.wait(0.001)
        return [Event(now, "request started", {"waiting": self._request_queues.waiting(self._key)})]


class TimeTravel:
    """Advances the clock of one office or of every office, and once a second delivers what is due."""

    def __init__(
        self, offices: Offices, request_queues: RequestQueues, event_source: Callable[[], EventSource]
    ) -> None:
        """``event_source`` is loaded only when an office has subscribers."""
        self._offices = offices
        self._request_queues = request_queues
        self._event_source = event_source
        self._tellers = threading.BoundedSemaphore(MOST_TELLERS)

    def advance(self, key: str | None, by: timedelta) -> list[Event]:
        """Advance the clock of the key's office, or of every office and those to come, until all has settled.

        It ends early where the office begins anew, or its clock is set, meanwhile: that stands. An office that
        refuses is left out, and holds back no other. Raises ValueError where a clock cannot go so far.
        """
        if key is not None:
            return self._advance(key, self._offices.office(key), by, self._offices.faults)
        for waiting in self._request_queues.awaited():
            self._offices.office(waiting)  # as its request is about to do
        coming = self._offices.start.clock
        for clock in (coming, *(office.clock for office in self._offices.by_key().values())):
            _check(clock.now(), by)
        now = coming.now()
        made = self._offices.begin_with(_at(coming, now + by))
        fired = [
            replace(event, more={"office": None, **event.more})
            for event in _announcements(self._offices.faults, now, by)
        ]
        for each, office in made.items():
            try:
                events = self._advance(each, office, by)
            except (ApiError, ValueError) as exc:
                events = [Event(office.clock.now(), "not advanced", {"because": str(exc)})]
            fired += [replace(event, more={"office": each, **event.more}) for event in events]
        self.wake(None)
        return sorted(fired, key=lambda event: event.at)

    def _advance(self, key: str, office: Office, by: timedelta, faults: Faults | None = None) -> list[Event]:
        """Step by step; in between the clock stands still, so that what is done at a moment bears its stamp."""
        webhook_status = office.webhook_status
        with webhook_status.delivery_lock:
            session = ClockSession(office, webhook_status)
            now = session.now()
            _check(now, by)
            announcements = _announcements(office.faults, now, by)
            if faults:
                announcements += _announcements(faults, now, by)
            deliveries = _Deliveries(self._event_source, office, webhook_status)
            sources: list[Source] = [Announcements(announcements), _Queue(self._request_queues, key), deliveries]
            try:
                fired = pass_time(sources, now, now + by, session.go_to)
                if webhook_status.is_wanted and session.go_to(session.now()):
                    self._event_source().skip_empty_polls(office)
            finally:
                session.end()
        self._request_queues.wake(key)
        webhook_status.recent.extend(event for event in fired if "url" in event.more)
        return fired

    def set_clock(self, key: str | None, clock: Clock) -> None:
        """Set the clock of the key's office, or of every office and those to come, to whatever time."""
        known = self._offices.by_key().values() if key is None else filter(None, [self._offices.known(key)])
        before = [(office, office.clock.now()) for office in known if office.webhook_status.is_wanted]
        self._offices.set_clock(clock, key)
        now = clock.now()
        for office, was in before:
            if now < was:
                self._set_back(office, now)
        self.wake(key)

    def _set_back(self, office: Office, now: datetime) -> None:
        was_parked = office.is_parked
        with suppress(ApiError):  # dropped just now, or its file cannot be used: then nothing of it is told
            self._event_source().set_back(office, now)
        if was_parked:
            office.park()

    def wake(self, key: str | None) -> None:
        """A clock has been set: requests that wait by it look again."""
        for each in self._request_queues.awaited() if key is None else [key]:
            self._request_queues.wake(each)

    def forget(self, key: str | None) -> None:
        """One office, or every office, begins anew: nobody has asked it yet."""
        self._request_queues.forget(key)

    def tick(self) -> None:
        """Deliver what is due by the offices' own clocks: called once a second, and never waits for a receiver."""
        wanted = [office for office in self._offices.by_key().values() if office.webhook_status.is_wanted]
        for office in sorted(wanted, key=lambda office: office.webhook_status.last_turn):
            webhook_status, was_parked = office.webhook_status, office.is_parked
            is_due = webhook_status.due is not None and webhook_status.due <= office.clock.now()
            if was_parked and not is_due:
                continue
            if not self._tellers.acquire(blocking=False):
                return  # those that are left come first at the next look
            if not webhook_status.delivery_lock.acquire(blocking=False):
                self._tellers.release()
                continue
            events = self._due(office, webhook_status)
            if not events:
                self._done(office, webhook_status, was_parked)
                continue
            teller = threading.Thread(
                target=self._deliver, args=(office, webhook_status, events, was_parked), daemon=True
            )
            webhook_status.last_turn = monotonic()
            try:
                teller.start()
            except BaseException:  # the machine has no thread left
                self._done(office, webhook_status, was_parked)
                raise

    def _due(self, office: Office, webhook_status: WebhookStatus) -> list[Any]:
        try:
            return self._event_source().events(office, webhook_status)
        except ApiError:  # dropped just now, or its file is another process's
            return []
        except Exception:
            log.exception("an office could not be looked after")
            return []

    def _deliver(self, office: Office, webhook_status: WebhookStatus, events: list[Any], was_parked: bool) -> None:
        """In a thread of its own, as a receiver may take long; until the office begins anew, or its turn is over.

        Who was tried longest ago comes first, so that no turn is over before somebody's could begin.
        """
        turn_ends, tries = monotonic() + LONGEST_TURN, webhook_status.last_tries
        try:
            tries = {event.number: tries[event.number] for event in events if event.number in tries}
            webhook_status.last_tries = tries
            for event in sorted(events, key=lambda event: tries.get(event.number, -math.inf)):
                if office.webhook_status is not webhook_status:
                    break
                tries[event.number] = monotonic()
                webhook_status.recent.append(self._event_source().send(office, event))
                if monotonic() > turn_ends:
                    break
        except Exception:
            log.exception("something could not be told")
        finally:
            self._done(office, webhook_status, was_parked)

    def _done(self, office: Office, webhook_status: WebhookStatus, was_parked: bool) -> None:
        try:
            if was_parked:
                office.park()
        finally:
            self._tellers.release()
            webhook_status.delivery_lock.release()


def _check(now: datetime, by: timedelta) -> None:
    if LATEST - now < by:
        raise Contradiction(f"A clock goes to {LATEST.strftime(FORMAT)} and no further.")


def _at(clock: Clock, now: datetime) -> Clock:
    """A clock of the same mode that shows this."""
    return Clock.frozen(now) if clock.frozen_at else Clock.running(now)


def _announcements(faults: Faults, now: datetime, by: timedelta) -> list[Event]:
    """When faults begin and end, from now on until then."""
    moments = [
        (at, f"fault {word}", {"fault": active.number, "kind": active.fault.kind})
        for active in faults.listed()
        for at, word in ((active.fault.begins, "begins"), (active.fault.ends, "ends"))
        if at is not None
    ]
    return [Event(at, what, more) for at, what, more in moments if now < at <= now + by]
