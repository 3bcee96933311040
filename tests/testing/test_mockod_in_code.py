"""``Mockod``: a server and an office in code, without pytest's fixture."""

from __future__ import annotations

from datetime import datetime

import pytest
import requests

from mockod.client import Client, ControlError, NoServer
from mockod.config import ConfigError
from mockod.testing.local_server import LocalServer
from mockod.testing.office import Mockod

pytestmark = pytest.mark.live


def test_an_office_is_served_within_the_block():
    with Mockod(practice="tiny", clock="2026-03-02 07:00", mode="remote") as office:
        assert requests.get(f"{office.url}/patients/1", auth=office.auth, timeout=5).status_code == 200
        assert office.clock.now == datetime(2026, 3, 2, 7)
        assert office.settings.get()["mode"] == "remote"
        office.verify("GET patients/{PatNum}", times=1)
        other = Client(office.root_url, "another")
        assert other.clock.now == office.clock.now
    with pytest.raises(NoServer):
        office.health()


def test_a_story_brings_the_office_to_where_it_ends():
    with Mockod(practice="tiny") as office:
        assert office.play("no-show").passed
        told = requests.get(f"{office.url}/appointments/24", auth=office.auth, timeout=5).json()
        assert (told["AptStatus"], told["Op"]) == ("UnschedList", 0)


def test_it_takes_the_options_of_the_marker_too():
    with Mockod(practice="tiny", permissions=["ApiReadAll"], queue_depth=0) as office:
        settings = office.settings.get()
        assert (settings["permissions"], settings["queue_depth"]) == (["ApiReadAll"], 0)
    with pytest.raises(ControlError, match="queue_depth: a number from 0"):
        Mockod(practice="tiny", queue_depth=-1).start()


def test_it_starts_and_stops_for_those_who_have_no_block():
    office = Mockod("a-key", practice="tiny").start()
    try:
        assert office.headers == {"Authorization": "ODFHIR any-developer/a-key"}
        with pytest.raises(RuntimeError, match="this server runs already"):
            office.start()
    finally:
        office.stop()
    office.stop()
    with office:
        assert office.ready()["ready"]


def test_asked_too_early_it_says_how():
    with pytest.raises(AttributeError, match="url: its server does not run yet; use it inside `with Mockod"):
        _ = Mockod().url
    with pytest.raises(AttributeError, match="'Mockod' object has no attribute '_nothing'"):
        _ = Mockod()._nothing


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"practise": "tiny"}, "practise: there is no such option; practice was meant"),
        ({"mode": "remot"}, "--mode: 'remot' is none of"),
        ({"clock": "yesterday"}, "--clock: "),
        ({"practice": "nowhere.yaml"}, "--practice: no practice and no file is called 'nowhere.yaml'"),
    ],
)
def test_a_wrong_option_is_named(options, told):
    with pytest.raises(ConfigError, match=told):
        Mockod(**options).start()


def test_further_options_of_serve_are_taken():
    with Mockod(practice="tiny", token="secret", clock="now", evict_idle="on") as office:
        assert office.clock.mode == "running"
        assert office.office("another").settings.get()["mode"] == "local"


def test_an_office_of_a_server_begins_as_it_is_told():
    with LocalServer(practice="tiny") as server:
        office = server.office("one", practice="demo", clock=datetime(2026, 3, 2, 7), version="22.1", queue_depth=0)
        assert requests.get(f"{server.url}/patients/11", auth=office.auth, timeout=5).json()["LName"] == "Allowed"
        office.reset()
        assert office.settings.get()["od_version"] == "22.1"
        server.drop("one")
        server.drop("one")
        assert list(office.offices) == []
