"""The appointment book of the generated office: working days, each filled provider by provider.

A provider works in one operatory and sees one patient after another, so that nothing overlaps. Who is longest due comes
next: for a cleaning every six months, for what was found at one within weeks. Days are numbered in working days from
today, which is 0; times are minutes since midnight.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from mockod.vendors.opendental.practice.generate.people import Person
from mockod.vendors.opendental.practice.generate.treatment import Work, cleaning, repair

WORKDAYS_OF_A_YEAR = 260
AHEAD = 60
"""Working days that are booked from today on, the later the fewer."""
SESSIONS = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
"""When everybody works."""
OPEN_STEP = 30
"""Minutes that are left open at a time."""
UNTIL_NEXT_CLEANING = (124, 142)
UNTIL_REPAIR = (5, 20)
"""Working days."""
Progress = Callable[[Sequence[int]], Iterator[int]]
"""Goes through the days, and shows how far it is."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who sees patients; the operatory has the same number."""

    number: int
    is_hygienist: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment as the book has it."""

    person: Person
    provider: int
    is_hygiene: bool
    day: int
    start: int
    work: Work
    status: str
    """``Complete``, ``Broken``, ``UnschedList`` or ``Scheduled``."""
    is_first: bool


@dataclass(slots=True)
class _Waiting:
    """People by the day on which they are due."""

    heap: list[tuple[int, int]]
    """Day, and the person's place in the list of all."""

    def add(self, day: int, place: int) -> None:
        heapq.heappush(self.heap, (day, place))

    def pop(self, day: int, busy: dict[int, int]) -> int | None:
        """The one longest due by that day who is not here on it already; None where there is none."""
        put_off: list[tuple[int, int]] = []
        found = None
        while self.heap and self.heap[0][0] <= day:
            due, place = heapq.heappop(self.heap)
            if busy.get(place) != day:
                found = place
                break
            put_off.append((due, place))
        for waiting in put_off:
            heapq.heappush(self.heap, waiting)
        return found


class Book:
    """Fills the book once, from the first day to the last."""

    def __init__(self, people: Sequence[Person], providers: Sequence[Provider], years: int, random: Random) -> None:
        self._people = people
        self._providers = providers
        self._random = random
        self._first_day = -years * WORKDAYS_OF_A_YEAR
        self._cleanings = _Waiting([])
        self._repairs = _Waiting([])
        self._busy: dict[int, int] = {}
        """The day of each person's last visit."""
        self._seen: set[int] = set()
        """Who was here before."""
        self._without_hygienist = not any(provider.is_hygienist for provider in providers)

    def visits(self, progress: Progress) -> Iterator[Visit]:
        """All visits, day by day."""
        for place, person in enumerate(self._people):
            self._cleanings.add(self._joins(person), place)
        for day in progress(range(self._first_day, AHEAD + 1)):
            for provider in self._providers:
                for start, stop in SESSIONS:
                    yield from self._session(day, provider, start, stop)

    def _joins(self, person: Person) -> int:
        """The day from which a person wants to come: most within the first half year, nobody before the age of two."""
        start = self._first_day
        latest = start + UNTIL_NEXT_CLEANING[0] if self._random.random() < 0.8 else -1
        return max(self._random.randint(start, latest), -(person.age - 2 * 365) * WORKDAYS_OF_A_YEAR // 365)

    def _session(self, day: int, provider: Provider, start: int, stop: int) -> Iterator[Visit]:
        at = start
        while at < stop:
            if day >= 0 and self._random.random() < 0.15 + 0.8 * day / AHEAD:
                at += OPEN_STEP
                continue
            waiting, place = self._next(day, provider)
            if place is None:
                return
            visit = self._visit(day, at, provider, place, is_hygiene=waiting is self._cleanings)
            if at + visit.work.minutes > stop:
                waiting.add(day, place)
                return
            self._busy[place] = day
            self._follow(visit, place)
            at += visit.work.minutes
            yield visit

    def _next(self, day: int, provider: Provider) -> tuple[_Waiting, int | None]:
        if provider.is_hygienist:
            return self._cleanings, self._cleanings.pop(day, self._busy)
        place = self._repairs.pop(day, self._busy)
        if place is None and self._without_hygienist:
            return self._cleanings, self._cleanings.pop(day, self._busy)
        return self._repairs, place

    def _visit(self, day: int, at: int, provider: Provider, place: int, *, is_hygiene: bool) -> Visit:
        person, is_first = self._people[place], place not in self._seen
        work = (
            cleaning(is_child=person.is_child, is_first=is_first, random=self._random)
            if is_hygiene
            else repair(is_child=person.is_child, random=self._random)
        )
        return Visit(person, provider.number, is_hygiene, day, at, work, self._status(day), is_first)

    def _status(self, day: int) -> str:
        if day >= 0:
            return "Scheduled"
        kind = self._random.random()
        return "Complete" if kind < 0.92 else "Broken" if kind < 0.985 else "UnschedList"

    def _follow(self, visit: Visit, place: int) -> None:
        """When the person is due again."""
        if visit.status == "UnschedList" and not visit.is_hygiene:
            return  # still to be done, and nobody has called
        if visit.status in ("Broken", "UnschedList"):
            waiting = self._cleanings if visit.is_hygiene else self._repairs
            waiting.add(visit.day + self._random.randint(5, 15), place)
            return
        if visit.status == "Complete":
            self._seen.add(place)
        if visit.is_hygiene:
            self._cleanings.add(visit.day + self._random.randint(*UNTIL_NEXT_CLEANING), place)
        if self._random.random() < 0.26:
            self._repairs.add(visit.day + self._random.randint(*UNTIL_REPAIR), place)
