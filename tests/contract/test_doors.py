"""Whatever door a request comes by, the answer is the same to the byte: status, headers, body.

The same calls are played, in the same order, through Flask's test client, through a server with either parser and by
clients of Python without a socket, each with equal offices of its own. What a server alone can do (wait, delay) is
tested in ``live``.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conftest import MONDAY
from mockod.config import Config
from mockod.simulation.clock import Clock
from support import door_bytes, door_calls, door_control_calls
from support.control_routes import CONTROL, STORY
from support.doors import WSGI, Answer, Door, all_doors, differences
from support.every_method import PRACTICE, methods
from support.front import PARSERS
from support.in_process_doors import IN_PROCESS

pytestmark = pytest.mark.live
TABLES = (
    door_calls.of_every_endpoint,
    door_calls.of_the_request_line,
    door_calls.of_headers,
    door_calls.of_bodies,
    door_calls.of_faults,
    door_control_calls.of_the_control_plane,
    door_control_calls.of_what_was_kept,
)
CALLS = {name: call for table in TABLES for name, call in table()}


@pytest.fixture(scope="module")
def doors() -> Iterator[dict[str, Door]]:
    with all_doors(Config(practice=PRACTICE, clock=Clock.frozen(MONDAY))) as doors:
        yield doors


@pytest.fixture(scope="module")
def played(doors) -> dict[str, dict[str, Answer]]:
    """Name -> door -> answer, of all calls, in their order: so the same with any selection of tests."""
    return {name: {door: ask(call) for door, ask in doors.items()} for name, call in CALLS.items()}


@pytest.mark.parametrize("name", CALLS)
def test_nobody_can_tell_the_doors_apart(played, name):
    assert differences(played[name]) == []


@pytest.mark.parametrize("name", door_bytes.REQUESTS)
def test_both_parsers_answer_the_same_bytes_with_the_same(doors, played, name):
    httptools, h11 = (doors[parser].exchange(*door_bytes.REQUESTS[name]) for parser in PARSERS)
    assert httptools == h11
    assert httptools.startswith(b"HTTP/1.1 ")


def test_a_snapshot_carried_out_of_any_door_is_the_same_and_comes_in_by_any(doors, played):
    book = door_calls.call("POST", "/api/v1/appointments", door_calls.BOOKING, office="carrier")
    take = door_calls.call("POST", "/_mockod/snapshots", {"name": "taken"}, office="carrier")
    carry_out = door_calls.call("GET", "/_mockod/snapshots/file?name=taken", office="carrier")
    assert {name: (door(book).status, door(take).status) for name, door in doors.items()} == dict.fromkeys(
        doors, (201, 201)
    )
    files = {name: door(carry_out) for name, door in doors.items()}
    carry_in = door_calls.call("PUT", "/_mockod/snapshots/file?name=carried", files[WSGI].body, office="receiver")
    assert differences(files) == []
    assert differences({name: door(carry_in) for name, door in doors.items()}) == []


def test_every_endpoint_is_asked_well_and_answers(played):
    asked = {name.partition(":")[0] for name, answers in played.items() if is_well_answered(name, answers)}
    assert asked >= {str(method) for method in methods() if not method.until}
    control = {
        (CALLS[name].method, path_of(name)) for name, answers in played.items() if is_well_answered(name, answers)
    }
    carried_in = {("PUT", "/_mockod/snapshots/file")}
    assert control | carried_in >= {
        (row.method, f"/_mockod/{row.path.format(name=STORY)}") for row in CONTROL.endpoints
    }


def is_well_answered(name: str, answers: dict[str, Answer]) -> bool:
    return "well asked" in name and answers[WSGI].status in (200, 201)


def path_of(name: str) -> str:
    return CALLS[name].target.partition("?")[0]


def test_the_answers_are_of_every_kind(played):
    """So that the doors are not the same by refusing everything."""
    answers = [answer for by_door in played.values() for answer in by_door.values()]
    assert {answer.status for answer in answers} >= {0, 200, 201, 400, 401, 403, 404, 405, 429, 504}
    assert {answer.end for answer in answers} == {"whole", "closed", "reset", "cut"}
    assert {name for answer in answers for name, _ in answer.headers} >= {"location", "retry-after", "x-mockod-note"}


@pytest.mark.parametrize("door", IN_PROCESS)
def test_most_calls_go_through_a_clients_library_as_they_are(doors, played, door):
    assert doors[door].library.sent > 0.5 * len(played)
