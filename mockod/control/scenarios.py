"""Scenarios: the stories that come with mockod, or one that is sent, played into an office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mockod.client import Client
from mockod.control import answers
from mockod.control.endpoints import call, named
from mockod.control.inner_door import ROOT, InnerDoor
from mockod.control.refusals import refused
from mockod.control.scope import Result, Scope
from mockod.rest.errors import ApiError, NotThere
from mockod.rest.messages import Basis, Request
from mockod.runtime.vendor_runtime import VendorRuntime
from mockod.scenario import library
from mockod.scenario.connection import Api, Connection
from mockod.scenario.document import ScenarioError
from mockod.scenario.model import Scenario
from mockod.scenario.played import Played
from mockod.scenario.player import Player
from mockod.scenario.reader import read_scenario
from mockod.store.storage_errors import refuse
from mockod.vendors.vendor import Vendor

MOST_SECONDS = 120
"""Of a story that the server tells."""
SENT = "sent"
"""The name of a scenario that is sent."""


def list_scenarios(scope: Scope) -> Result:
    """Every story that comes with mockod."""
    try:
        scenarios = [library.shipped(name) for name in library.names()]
    except OSError as exc:
        refuse(exc, "scenarios")
        raise
    rows = [
        {
            "name": one.name,
            "story": one.story,
            "practice": one.practice_name,
            "clock": one.clock,
            "steps": len(one.steps),
        }
        for one in scenarios
    ]
    return Result(rows, "\n".join(f"{one.name}: {one.story}" for one in scenarios))


def play_shipped(scope: Scope, name: str) -> Result:
    """Make the office anew with a story's practice, clock and settings, and play it, up to the first step that fails.

    What the office was is forgotten; a reset brings back what the story begins with.
    """
    client = _client(scope)
    try:
        scenario = library.shipped(name)
    except NotThere as exc:
        raise refused(exc) from exc
    return _result(scope, client, scenario)


def play_sent(scope: Scope) -> Result:
    """The same with a story that is sent, as YAML or JSON; what is wrong with it is 422, each mistake with its line."""
    client = _client(scope)
    try:
        scenario = read_scenario("body", scope.sent)
    except ScenarioError as exc:
        raise ApiError(422, "\n".join(exc.in_lines("body")), Basis.ASSUMED) from exc
    return _result(scope, client, replace(scenario, name=SENT))


def play_at_start(served: Sequence[VendorRuntime], name_or_file: str, developer: str, customer: str) -> Played | None:
    """Play a scenario into an office before anybody is served; None where the office is kept in a file already.

    Raises ValueError for a scenario that there is not, or that has mistakes.
    """
    scenario = library.find(name_or_file)
    if served[0].offices.exists(customer):
        return None
    return _played(served, Client(ROOT, customer, developer), scenario)


def apis_of(vendors: Iterable[Vendor], client: Client) -> dict[str, Api]:
    """Where a client's office is in each API; in the first by the client's own credentials."""
    apis = {one.name: Api(one.base_path, one.credentials(client.customer or "")) for one in vendors}
    first = next(iter(apis))
    return {**apis, first: replace(apis[first], credentials=client.headers)}


def _result(scope: Scope, client: Client, scenario: Scenario) -> Result:
    played = _played(scope.served, client, scenario)
    return Result({"office": client.customer, **played.to_json()}, played.as_text())


def _played(served: Sequence[VendorRuntime], client: Client, scenario: Scenario) -> Played:
    apis = apis_of((runtime.vendor for runtime in served), client)
    connection = Connection.to(client, send=InnerDoor(*served).send, apis=apis)
    try:
        return Player(connection, most_seconds=MOST_SECONDS, room=served[0].shared.receivers).play(scenario)
    except OSError as exc:
        raise ApiError(409, f"No receiver can be opened: {exc.strerror}.", Basis.ASSUMED) from exc


def _client(scope: Scope) -> Client:
    """The caller's own credentials; of an office that the query names, such as an open server lets in."""
    key = scope.key_to_come or scope.named
    if scope.is_named or scope.runtime is not scope.served[0]:
        return Client(ROOT, key)
    caller = scope.runtime.api.identify(Request("GET", "/", "", scope.headers, b""))
    return Client(ROOT, key, caller.developer)


ENDPOINTS = (
    call("GET", "scenarios", list_scenarios, name="list_scenarios", answers=answers.SCENARIOS),
    named(
        "POST",
        "scenarios/{name}",
        play_shipped,
        name="play_scenario",
        answers=answers.SCENARIO_PLAYED,
        needs_office=True,
        awaits_receivers=True,
    ),
    call(
        "POST",
        "scenarios",
        play_sent,
        name="play_sent_scenario",
        answers=answers.SCENARIO_PLAYED,
        needs_office=True,
        awaits_receivers=True,
        takes_file=True,
        file="Scenario",
    ),
)
