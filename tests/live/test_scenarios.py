"""Every story that comes with mockod, played over a real socket, and from inside a server of another kind, twice."""

from __future__ import annotations

import re

import pytest

from mockod import vendors
from mockod.app import create_app
from mockod.client import Client
from mockod.config import Config, read_config
from mockod.control.scenarios import apis_of
from mockod.scenario import library
from mockod.scenario.connection import Connection
from mockod.scenario.played import Outcome
from mockod.scenario.player import Player
from mockod.server.uvicorn_server import ServerThread

pytestmark = pytest.mark.live
WANTED = {
    "a-call-to-book": "booking by a voice agent",
    "late-cancellation": "a late cancellation with a fee",
    "no-show": "a no-show",
    "unscheduled-list": "a day from the Unscheduled List",
    "planned-treatment": "planned treatment",
    "double-booking-rule": "a rule against double booking",
    "sync-in-pages": "a sync by DateTStamp with pages",
    "a-throttled-client": "a throttled remote client that backs off",
    "econnector-outage": "an outage of the eConnector and its end",
    "an-office-on-22-1": "an office on 22.1",
    "web-sched-new-patient": "Web Sched for a new patient",
    "a-lost-answer": "a lost answer and a safe retry",
    "webhooks-after-an-outage": "webhooks after a night's outage",
    "insurance-eligibility": "insurance eligibility",
    "claim-to-payment": "a claim from treatment to payment",
    "three-systems": "one booking synced into three systems",
}
"""Scenarios that people look for."""


@pytest.fixture(scope="module")
def server():
    with ServerThread(create_app(Config(practice="tiny"))) as server:
        yield server


def play(server, name: str, office: str):
    client = Client(server.url, office)
    return Player(Connection.to(client, apis=apis_of(vendors.installed(), client))).play(library.shipped(name))


@pytest.mark.parametrize("name", library.names())
def test_the_story_goes_as_it_is_told(server, name):
    played = play(server, name, name)

    assert played.passed, played.as_text()
    assert {step.outcome for step in played.steps} == {Outcome.PASSED}
    assert len(played.steps) == 1 + len(library.shipped(name).steps)


@pytest.fixture(scope="module")
def examiner():
    """A server whose offices are strict, old and throttled, where a story does not say otherwise."""
    with ServerThread(create_app(read_config({"mode": "remote", "od-version": "21.1", "conduct": "strict"}))) as server:
        yield server


@pytest.mark.parametrize("name", library.names())
def test_any_server_tells_it_itself_and_once_more_in_the_same_office(examiner, name):
    """The office is made anew: what the first time left in it, in its queue and in its faults makes no difference."""
    client = Client(examiner.url, "told-to")

    first, second = client.play(name), client.play(name)

    assert first == second
    assert first.office == client.customer


@pytest.mark.parametrize("name", library.names())
def test_a_story_reads_like_one(name):
    """It stands still in time, says what it is for, and holds what comes against values."""
    scenario = library.shipped(name)

    assert scenario.clock
    assert {"mode", "od_version", "conduct"} <= set(scenario.settings)
    assert scenario.practice_name in ("demo", "tiny")
    assert re.fullmatch(r"[A-Z].{20,130}", scenario.story)
    assert sum(bool(step.say) for step in scenario.steps) >= 0.6 * len(scenario.steps)
    assert all(re.fullmatch(r"[A-Z][^:]{5,110}", step.say) for step in scenario.steps if step.say)


def test_the_stories_are_there_that_people_look_for():
    assert set(WANTED) <= set(library.names())
