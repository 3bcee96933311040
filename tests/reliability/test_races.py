"""Sixty-four clients want the same thing at the same moment: one has it, all others are refused in words."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from support.paths import PRACTICES
from support.plain_http import Answer, PlainClient
from support.serving import serving

pytestmark = pytest.mark.live
RACERS = 64
ROUNDS, ROUNDS_IN_FULL = 5, 200
TYPE = """
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Recall, Pattern: XXXX, CodeStr: ""}
"""
Body = dict[str, Any]


@dataclass(frozen=True)
class Race:
    """``body`` is what all send in a round, after ``prepare``; ``won`` counts what is there of it afterwards."""

    path: str
    prepare: Callable[[PlainClient, int], int]
    body: Callable[[int, int], Body]
    won: Callable[[PlainClient, Body], int]
    loses: Answer


def nothing(client: PlainClient, number: int) -> int:
    return 0


def planned(client: PlainClient, number: int) -> int:
    """The number of a new planned appointment."""
    status, row = client.call("POST", "/api/v1/appointments/Planned", {"PatNum": 1, "AppointmentTypeNum": 1})
    assert status == 201, row
    return row["AptNum"]


def day(number: int) -> str:
    """A day of its own for each round."""
    return f"{2027 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"


def bookings(client: PlainClient, body: Body) -> int:
    rows = client.read(f"/api/v1/appointments?date={body['AptDateTime'][:10]}")
    return sum(row["AptDateTime"] == body["AptDateTime"] for row in rows)


RACES = {
    "a slot": Race(
        "/api/v1/appointments",
        nothing,
        lambda number, _: {"PatNum": 1, "Op": 1, "AptDateTime": f"{day(number)} 09:00:00", "Pattern": "XXXX"},
        bookings,
        (400, "Appointment overlaps existing appointment or blockout."),
    ),
    "a new patient": Race(
        "/api/v1/patients",
        nothing,
        lambda number, _: {"LName": f"Racer{number}", "FName": "Ann", "WirelessPhone": "5035550199"},
        lambda client, body: len(client.read(f"/api/v1/patients?LName={body['LName']}&FName=Ann")),
        (400, "A Patient with that information already exists"),
    ),
    "a planned appointment": Race(
        "/api/v1/appointments/SchedulePlanned",
        planned,
        lambda number, plan: {"AptNum": plan, "AptDateTime": f"{day(number)} 11:00:00", "ProvNum": 1, "Op": 1},
        bookings,
        (400, "Appointment is already scheduled."),
    ),
}


@pytest.fixture(scope="module", params=["memory", "file"])
def root_url(request, tmp_path_factory) -> Iterator[str]:
    """A server whose office ``one`` refuses overlaps."""
    folder = tmp_path_factory.mktemp("races")
    practice = folder / "races.yaml"
    practice.write_text((PRACTICES / "tiny.yaml").read_text() + TYPE)
    kept = ("--data-dir", str(folder / "offices")) if request.param == "file" else ()
    options = ("--practice", str(practice), "--clock", "2026-03-02 07:00:00", "--log-level", "warning", *kept)
    with serving(*options) as server:
        with PlainClient(server.root_url, "one") as client:
            status, _ = client.call("PUT", "/_mockod/settings", {"preferences": {"ApptsAllowOverlap": 0}})
            assert status == 200
        yield server.root_url


@pytest.mark.parametrize("race", RACES.values(), ids=RACES)
def test_of_sixty_four_racers_exactly_one_wins(race, root_url, is_full):
    together = threading.Barrier(RACERS)

    def run(racer: PlainClient, body: Body) -> Answer:
        together.wait(60)
        return racer.call("POST", race.path, body)

    with ExitStack() as stack, ThreadPoolExecutor(RACERS) as pool:
        judge, *racers = (stack.enter_context(PlainClient(root_url, "one")) for _ in range(1 + RACERS))
        for number in range(ROUNDS_IN_FULL if is_full else ROUNDS):
            body = race.body(number, race.prepare(judge, number))
            answers = list(pool.map(run, racers, [body] * RACERS))

            assert Counter(status for status, _ in answers) == {201: 1, 400: RACERS - 1}, number
            refusals = {answer for answer in answers if answer[0] == 400}
            assert refusals == {race.loses}
            assert race.won(judge, body) == 1
