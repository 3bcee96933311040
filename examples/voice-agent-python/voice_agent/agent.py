"""Agent: what a caller can ask for. Who am I to you, when can I come, book it, move it, cancel it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from voice_agent.open_dental import OpenDental, Refused

TIME = "%Y-%m-%d %H:%M:%S"
"""How the API writes a time, which is always the office's own."""
MINUTES_OF_A_MARK = 5
"""What one character of an appointment's pattern stands for."""
SCHEDULED = "Scheduled"
TAKEN = ("Not allowed to double book", "Appointment overlaps")
"""How refusals begin where somebody else was quicker."""


class TimeTaken(Exception):
    """The time is not free any more; another one may be offered."""


@dataclass(frozen=True)
class Caller:
    """Who calls, as they say it."""

    first: str
    last: str
    born: date
    phone: str = ""


@dataclass(frozen=True)
class Offer:
    """A time at which a provider has a room free."""

    start: datetime
    minutes: int
    provider: int
    operatory: int

    def as_body(self) -> dict[str, Any]:
        """The fields of an appointment at that time."""
        pattern = "X" * (self.minutes // MINUTES_OF_A_MARK)
        at = self.start.strftime(TIME)
        return {"AptDateTime": at, "Pattern": pattern, "ProvNum": self.provider, "Op": self.operatory}


@dataclass(frozen=True)
class Appointment:
    """A row of the book."""

    number: int
    start: datetime
    operatory: int
    status: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Appointment:
        return cls(row["AptNum"], datetime.strptime(row["AptDateTime"], TIME), row["Op"], row["AptStatus"])

    def is_at(self, offer: Offer) -> bool:
        return (self.start, self.operatory) == (offer.start, offer.operatory)


class Agent:
    """``Agent(OpenDental(url, headers))``. What the office refuses raises Refused with its words."""

    def __init__(self, office: OpenDental, *, now: Callable[[], datetime] = datetime.now) -> None:
        """``now`` tells what time it is where the office is."""
        self.office = office
        self._now = now

    def patient(self, caller: Caller) -> int:
        """The caller's patient number. Who is new is registered."""
        body = {"LName": caller.last, "FName": caller.first, "Birthdate": caller.born.isoformat()}
        number = {"WirelessPhone": caller.phone} if caller.phone else {}

        def known() -> int | None:
            """The search is for names that begin so; of those only a whole name is the caller's."""
            names = (caller.last.casefold(), caller.first.casefold())
            rows = self.office.get_all("patients", **body)
            return next((r["PatNum"] for r in rows if (r["LName"].casefold(), r["FName"].casefold()) == names), None)

        def registered() -> int:
            return int(self.office.post("patients", body | number)["PatNum"])

        return known() or self.office.surely(registered, known)

    def offers(self, first: date, last: date | None = None, *, minutes: int = 40) -> list[Offer]:
        """Free times from one day to another, the earliest first. Slots tells of times today that are over, too."""
        query = {"dateStart": first, "dateEnd": last or first, "lengthMinutes": minutes}
        rows, now = self.office.get("appointments/Slots", **query), self._now()
        free = [offer for row in rows for offer in _cut(row, minutes) if offer.start > now]
        return sorted(free, key=lambda offer: offer.start)

    def book(self, patient: int, offer: Offer, note: str = "Booked by phone") -> Appointment:
        """Book a time that was offered: once, even where the answer is lost. Raises TimeTaken."""
        body = {"PatNum": patient, "Note": note, **offer.as_body()}

        def booked() -> Appointment | None:
            return next((own for own in self.upcoming(patient) if own.is_at(offer)), None)

        return self.office.surely(
            lambda: Appointment.of(_unless_taken(lambda: self.office.post("appointments", body))), booked
        )

    def book_first_free(self, patient: int, offers: Iterable[Offer]) -> Appointment:
        """Book the first of these times that is still free. Raises TimeTaken where none is."""
        for offer in offers:
            try:
                return self.book(patient, offer)
            except TimeTaken:
                continue
        raise TimeTaken("None of these times is free any more.")

    def move(self, appointment: int, offer: Offer) -> Appointment:
        """Bring an appointment to another time. Raises TimeTaken."""
        return self._change(f"appointments/{appointment}", offer.as_body(), lambda own: own.is_at(offer))

    def cancel(self, appointment: int) -> Appointment:
        """Take an appointment off the book. It goes to the unscheduled list, from which the office calls back."""
        body = {"sendToUnscheduledList": "true"}
        return self._change(f"appointments/{appointment}/Break", body, lambda own: own.status != SCHEDULED)

    def upcoming(self, patient: int) -> list[Appointment]:
        """What a patient has on the book from now on."""
        rows = self.office.get_all("appointments", PatNum=patient, AptStatus=SCHEDULED)
        now = self._now()
        return [own for row in rows if (own := Appointment.of(row)).start > now]

    def _change(self, path: str, body: dict[str, Any], is_done: Callable[[Appointment], bool]) -> Appointment:
        """Change an appointment once, and read it back."""

        def read() -> Appointment:
            return Appointment.of(self.office.get(path.removesuffix("/Break")))

        def change() -> Appointment:
            _unless_taken(lambda: self.office.put(path, body))
            return read()

        def done() -> Appointment | None:
            own = read()
            return own if is_done(own) else None

        return self.office.surely(change, done)


def _cut(row: dict[str, Any], minutes: int) -> Iterator[Offer]:
    """The times in an open range, one after another."""
    start, end = (datetime.strptime(row[name], TIME) for name in ("DateTimeStart", "DateTimeEnd"))
    while start + timedelta(minutes=minutes) <= end:
        yield Offer(start, minutes, row["ProvNum"], row["OpNum"])
        start += timedelta(minutes=minutes)


def _unless_taken(write: Callable[[], Any]) -> Any:
    """Write, and tell a time that is taken from other refusals."""
    try:
        return write()
    except Refused as exc:
        if exc.text.startswith(TAKEN):
            raise TimeTaken(exc.text) from exc
        raise
