"""The appointment book against a plain model: any sequence of calls leaves both saying the same.

Two offices are played at once, so that each step also shows that they never meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from conftest import new_office
from support.book_model import JUDGED, STANDING, Journal, forbidden, part_of_all, practice_file

PRACTICE = """
preferences:
  AppointmentTimeIncrement: 5
  ApptEConfirmStatusAccepted: 21
operatories:
  - {OperatoryNum: 2, OpName: Room 2}
providers:
  - {ProvNum: 2, Abbr: DOC2}
procedurecodes:
  - {CodeNum: 1, ProcCode: D2740, AbbrDesc: Crn}
  - {CodeNum: 2, ProcCode: D0120, AbbrDesc: PerEx}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Crown, CodeStr: D2740}
  - {AppointmentTypeNum: 2, AppointmentTypeName: Exam, CodeStr: D0120}
appointmentrules:
  - {RuleDesc: Crowns, CodeStart: D2700, CodeEnd: D2799, IsEnabled: true}
"""
CODES = {0: [], 1: ["Crn"], 2: ["PerEx"]}
DAY = "2026-03-03"
offices = st.integers(0, 1)
starts = st.integers(8 * 12, 12 * 12).map(lambda mark: 5 * mark)
patterns = st.text("X/", min_size=1, max_size=9)


@dataclass
class Apt:
    """What the model knows of an appointment."""

    status: str
    start: int
    pattern: str
    op: int
    prov: int
    kind: int
    note: str = ""
    confirmed: int = 19
    stamp: str = ""

    @property
    def provider_marks(self) -> set[int]:
        return {self.start // 5 + index for index, mark in enumerate(self.pattern) if mark == "X"}

    @property
    def at(self) -> str:
        return f"{DAY} {self.start // 60:02}:{self.start % 60:02}:00"


@dataclass
class Book:
    """A plain model of one office's book."""

    apts: dict[int, Apt] = field(default_factory=dict)

    def refuses(self, apt: Apt, number: int | None = None) -> bool:
        """Whether the rule on crowns forbids ``apt``."""
        if apt.status not in JUDGED:
            return False
        met = [
            other
            for key, other in self.apts.items()
            if key != number
            and other.status in JUDGED
            and other.prov == apt.prov
            and other.provider_marks & apt.provider_marks
        ]
        return any(1 in (apt.kind, other.kind) for other in met)


class BookMachine(RuleBasedStateMachine):
    numbers = Bundle("numbers")

    def __init__(self, practice: str) -> None:
        super().__init__()
        self.offices = [new_office(practice) for _ in range(2)]
        self.books = [Book(), Book()]
        self.journals = [Journal(office) for office in self.offices]
        self.broken_to_list = [0, 0]
        self.now = datetime(2026, 3, 2, 7)
        self.tick()

    def tick(self) -> None:
        for office in self.offices:
            office.set_clock(str(self.now))

    def apply(self, which: int, number: int, path: str, body: dict[str, Any], **change: Any) -> None:
        """PUT, and do the same to the model: a real change is stamped, any other is not."""
        response = self.offices[which].put(f"appointments/{number}{path}", body)
        assert response.status_code == 200, response.text
        apt = self.books[which].apts[number]
        if any(getattr(apt, name) != value for name, value in change.items()):
            apt.stamp = str(self.now)
        for name, value in change.items():
            setattr(apt, name, value)

    def refused(self, which: int, method: str, path: str, body: dict[str, Any], text: str) -> None:
        assert self.offices[which].refusal(method, path, body) == (400, text)

    @rule(target=numbers, which=offices, start=starts, pattern=patterns, op=st.integers(1, 2), prov=st.integers(1, 2),
          kind=st.integers(0, 2), status=st.sampled_from(["Scheduled", "Complete", "UnschedList"]))  # fmt: skip
    def book(self, which: int, start: int, pattern: str, op: int, prov: int, kind: int, status: str) -> Any:
        apt = Apt(status, start, pattern, op if status != "UnschedList" else 0, prov, kind, stamp=str(self.now))
        body = {"PatNum": 1, "Op": op, "AptDateTime": apt.at, "Pattern": pattern, "ProvNum": prov, "AptStatus": status,
                "AppointmentTypeNum": kind}  # fmt: skip
        if self.books[which].refuses(apt):
            self.refused(which, "POST", "appointments", body, "Not allowed to double book: Crowns")
            return (which, 0)
        number = self.offices[which].book(**body)["AptNum"]
        assert number not in self.books[which].apts
        self.books[which].apts[number] = apt
        return (which, number)

    @rule(what=numbers, start=starts, op=st.integers(1, 2), pattern=patterns)
    def move(self, what: tuple[int, int], start: int, op: int, pattern: str) -> None:
        which, number = what
        if not number:
            return
        before = self.books[which].apts[number]
        new_op = 0 if before.status == "UnschedList" else op
        after = Apt(before.status, start, pattern, new_op, before.prov, before.kind)
        body = {"AptDateTime": after.at, "Op": op, "Pattern": pattern}
        touched = (before.start, before.op, before.pattern) != (start, new_op, pattern)
        if touched and self.books[which].refuses(after, number):
            self.refused(which, "PUT", f"appointments/{number}", body, "Not allowed to double book: Crowns")
        else:
            self.apply(which, number, "", body, start=start, op=new_op, pattern=pattern)

    @rule(what=numbers, wanted=st.sampled_from(["Scheduled", "Complete", "UnschedList", "Broken"]))
    def set_status(self, what: tuple[int, int], wanted: str) -> None:
        which, number = what
        if not number:
            return
        apt = self.books[which].apts[number]
        body = {"AptStatus": wanted, "Op": 1}
        op = 0 if wanted == "UnschedList" else 1
        after = Apt(wanted, apt.start, apt.pattern, op, apt.prov, apt.kind)
        touched = apt.op != op or (wanted == "Scheduled" != apt.status)
        refusal = forbidden(apt.status, wanted)
        if refusal:
            self.refused(which, "PUT", f"appointments/{number}", body, refusal)
        elif touched and self.books[which].refuses(after, number):
            self.refused(which, "PUT", f"appointments/{number}", body, "Not allowed to double book: Crowns")
        else:
            self.apply(which, number, "", body, status=wanted, op=op)

    @rule(what=numbers, to_list=st.booleans())
    def break_it(self, what: tuple[int, int], to_list: bool) -> None:
        which, number = what
        if not number:
            return
        apt = self.books[which].apts[number]
        body = {"sendToUnscheduledList": "true" if to_list else "false"}
        if apt.status != "Scheduled":
            text = "Appointment must be in a booked status to be broken."
            self.refused(which, "PUT", f"appointments/{number}/Break", body, text)
        else:
            status, op = ("UnschedList", 0) if to_list else ("Broken", apt.op)
            self.apply(which, number, "/Break", body, status=status, op=op)
            self.broken_to_list[which] = number * to_list

    @rule(what=numbers, line=st.text("ab \n", min_size=1, max_size=5).filter(lambda text: text.strip()))
    def note(self, what: tuple[int, int], line: str) -> None:
        which, number = what
        if not number:
            return
        apt = self.books[which].apts[number]
        shown = line.replace("\n", " ")
        self.apply(which, number, "/Note", {"Note": line}, note=f"{apt.note} {shown}" if apt.note else shown)

    @rule(what=numbers, value=st.sampled_from([("None", 19), ("Confirmed", 21)]))
    def confirm(self, what: tuple[int, int], value: tuple[str, int]) -> None:
        which, number = what
        if number:
            self.apply(which, number, "/Confirm", {"confirmVal": value[0]}, confirmed=value[1])

    @rule(seconds=st.integers(1, 90_000))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.tick()

    @rule(which=offices, limit=st.integers(1, 7))
    def pages_partition_the_list(self, which: int, limit: int) -> None:
        office = self.offices[which]
        whole = office.read("appointments")
        pages: list[dict[str, Any]] = []
        for offset in range(0, len(whole) + 1, limit):
            pages += office.read("appointments", Limit=limit, Offset=offset)
        assert pages == whole

    @invariant()
    def each_office_says_what_its_book_says(self) -> None:
        for which, (book, journal) in enumerate(zip(self.books, self.journals, strict=True)):
            journal.follow(str(self.now), broken_to_list=self.broken_to_list[which])
            self.broken_to_list[which] = 0
            rows = journal.rows
            assert rows.keys() == book.apts.keys()
            for number, apt in book.apts.items():
                row = rows[number]
                assert (row["AptStatus"], row["AptDateTime"], row["Pattern"]) == (apt.status, apt.at, apt.pattern)
                assert (row["Op"], row["ProvNum"], row["Note"]) == (apt.op, apt.prov, apt.note)
                assert (row["Confirmed"], row["DateTStamp"]) == (apt.confirmed, apt.stamp)
                assert row["ProcDescript"] == ", ".join(CODES[apt.kind])

    @invariant()
    def a_booked_time_is_gone_from_slots(self) -> None:
        if f"{self.now}"[:10] > DAY:
            return
        for office, book in zip(self.offices, self.books, strict=True):
            slots = office.read("appointments/Slots", date=DAY, ProvNum=1)
            taken = [a for a in book.apts.values() if a.prov == 1 and a.status in STANDING]
            for slot in slots:
                start, end = (int(slot[f"DateTime{s}"][11:13]) * 60 + int(slot[f"DateTime{s}"][14:16])
                              for s in ("Start", "End"))  # fmt: skip
                for apt in taken:
                    assert apt.start + 5 * len(apt.pattern) <= start or apt.start >= end

    @invariant()
    def an_enabled_rule_is_never_violated(self) -> None:
        for book in self.books:
            judged = [apt for apt in book.apts.values() if apt.status in JUDGED]
            for one in judged:
                for other in judged:
                    if one is not other and one.prov == other.prov and one.provider_marks & other.provider_marks:
                        assert 1 not in (one.kind, other.kind)


def test_the_book_and_its_model_agree(tmp_path):
    practice = practice_file(tmp_path, PRACTICE)
    run_state_machine_as_test(partial(BookMachine, practice), settings=part_of_all(1 / 5))
