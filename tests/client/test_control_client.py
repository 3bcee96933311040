"""The client for the control plane, against a running server: every call, and what a test's author sees of it."""

from __future__ import annotations

import json
import pickle
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
import requests

from conftest import application
from mockod import vendors
from mockod.app import create_app
from mockod.client import Client, ControlError, NoServer
from mockod.client.records import Event, Expectation, FaultOptions, Seeded, Settings
from mockod.client.transport import Answer, over_http
from mockod.config import Config
from mockod.control.verify import CallBody
from mockod.server import ServerThread
from mockod.testing.options import OfficeOptions
from support.control_routes import CONTROL, STORY
from support.paths import PRACTICES

pytestmark = pytest.mark.live
MONDAY = datetime(2026, 3, 2, 7, 0)
TINY = (PRACTICES / "tiny.yaml").read_text("utf-8")
OWN_STORY = "story: Somebody is known\nsteps: [{get: patients/1, answer: {PatNum: 1}}]"
BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}


@pytest.fixture(scope="module")
def server():
    with ServerThread(application("tiny")) as server:
        yield server


@pytest.fixture
def client(server, request):
    return Client(server.url, f"client-{abs(hash(request.node.name))}")


def book(client: Client, **changes) -> requests.Response:
    return requests.post(f"{client.url}/appointments", json=BOOKING | changes, auth=client.auth, timeout=5)


CALLS = {
    "GET health": lambda client: client.health(),
    "GET ready": lambda client: client.ready(),
    "GET openapi.json": lambda client: client.openapi(),
    "GET opendental/openapi.json": lambda client: client.api_document(version="24.1"),
    "POST reset": lambda client: client.reset(),
    "GET clock": lambda client: client.clock.get(),
    "PUT clock": lambda client: client.clock.freeze(),
    "POST clock/advance": lambda client: client.clock.advance(hours=1),
    "GET settings": lambda client: client.settings.get(),
    "PUT settings": lambda client: client.settings.change(mode="service"),
    "GET offices": lambda client: client.offices.list(),
    "POST offices": lambda client: client.office("made").create(practice="tiny"),
    "DELETE offices": lambda client: client.office("made").drop(),
    "GET faults": lambda client: client.faults.list(),
    "POST faults": lambda client: client.faults.add("slow"),
    "DELETE faults": lambda client: client.faults.clear(),
    "GET faults/kinds": lambda client: client.faults.kinds(),
    "GET requests": lambda client: client.requests.list(),
    "DELETE requests": lambda client: client.requests.clear(),
    "POST verify": lambda client: client.verify("POST appointments", times="never"),
    "GET snapshots": lambda client: client.snapshots.list(),
    "POST snapshots": lambda client: client.snapshot("one"),
    "GET snapshots/diff": lambda client: client.snapshots.diff("one"),
    "GET snapshots/file": lambda client: client.snapshots.export("one"),
    "PUT snapshots/file": lambda client: client.snapshots.load("two", client.snapshots.export("one")),
    "POST snapshots/restore": lambda client: client.snapshots.restore("one"),
    "DELETE snapshots": lambda client: client.snapshots.delete(),
    "GET lint": lambda client: client.lint(),
    "GET minimum-version": lambda client: client.minimum_version(),
    "GET why-not": lambda client: client.why_not("2026-03-03"),
    "POST seed": lambda client: client.seed({"preferences": {"BrokenApptProcedure": 3}}),
    "GET scenarios": lambda client: client.scenarios.list(),
    "POST scenarios/{name}": lambda client: client.office("told").play(STORY),
    "POST scenarios": lambda client: client.office("told").scenarios.play_text(OWN_STORY),
    "GET practice": lambda client: client.practice.export(),
    "PUT offices/practice": lambda client: client.practice.replace(TINY),
    "GET events": lambda client: client.events.list(),
    "POST events/patient-selected": lambda client: client.events.select_patient(1),
}
"""A control call -> the method that makes it, in an order in which each succeeds. A server may have fewer."""


def test_every_documented_control_call_has_a_method(server):
    sent = []

    def send(request):
        sent.append(f"{request.method} {request.url.partition('/_mockod/')[2].partition('?')[0]}")
        return over_http(request)

    client = Client(server.url, "walked", send=send)
    pages = {"GET opendental/docs"}  # for browsers
    offered = {f"{endpoint.method} {endpoint.path}" for endpoint in CONTROL.endpoints} - pages
    assert offered <= set(CALLS)
    for name, make in CALLS.items():
        if name in offered:
            make(client)
            assert name.replace("{name}", STORY) in sent, name


def test_the_keywords_are_those_that_the_server_knows():
    features = vendors.default().control()
    settings = {*features.settings.schemas, *(feature.name for feature in features.in_database)}

    assert set(Settings.__annotations__) == settings
    assert set(FaultOptions.__annotations__) == features.faults.schemas().keys() - {"kind"}
    assert set(Expectation.__annotations__) == {field.name for field in fields(CallBody)}
    assert set(OfficeOptions.__annotations__) == settings - {"od_version"} | {"practice", "clock", "version"}


def test_a_stub_is_ordered_by_its_keywords(client):
    client.faults.add("respond", status=503, headers={"Retry-After": "30"}, body="<h1>Down</h1>", times=1)
    client.faults.add("respond", merge={"WirelessPhone": None, "New": 1}, path="patients/*")

    down, patched = (requests.get(f"{client.url}/patients/1", auth=client.auth, timeout=5) for _ in range(2))
    assert (down.status_code, down.headers["Retry-After"], down.text) == (503, "30", "<h1>Down</h1>")
    assert (patched.json()["WirelessPhone"], patched.json()["New"]) == (None, 1)
    client.verify("GET patients/1", at_least=1, at_most=2, headers={"X-Old": None})


def test_an_office_is_reached_by_requests_and_by_headers_alike(client):
    by_auth = requests.get(f"{client.url}/patients/1", auth=client.auth, timeout=5)
    by_headers = requests.get(f"{client.url}/patients/1", headers=client.headers, timeout=5)

    assert by_auth.json() == by_headers.json()
    assert [entry.office for entry in client.requests] == [client.customer] * 2


@pytest.mark.parametrize("address", ["{}", "{}/", "{}/api/v1", "{}/_mockod/"])
def test_whichever_address_was_copied_will_do(server, address):
    client = Client(address.format(server.url), "copied")

    assert (client.root_url, client.url) == (server.url, f"{server.url}/api/v1")
    assert client.health()["status"] == "ok"


def test_a_clock_is_frozen_set_run_and_advanced(client):
    assert client.clock.freeze("2026-03-02 07:00").now == MONDAY
    assert client.clock.advance(hours=2) == []
    assert client.clock.advance(timedelta(minutes=30), seconds=1) == []
    assert client.clock.now == MONDAY + timedelta(hours=2, minutes=30, seconds=1)
    assert client.clock.set(date(2026, 3, 5)).now == datetime(2026, 3, 5)
    assert client.clock.mode == "frozen"
    assert client.clock.run(MONDAY).mode == "running"
    assert client.clock.set("2026-03-04T08:15").mode == "running"


def test_a_clock_refuses_a_time_zone_and_parts_of_seconds(client):
    with pytest.raises(ValueError, match="has a time zone; an office's clock has none"):
        client.clock.freeze(datetime(2026, 3, 2, tzinfo=UTC))
    with pytest.raises(ValueError, match="no whole number of seconds"):
        client.clock.advance(timedelta(milliseconds=1))
    with pytest.raises(TypeError, match=r"^a timedelta belongs here, or a keyword: advance\(seconds=2\)$"):
        client.clock.advance(2)


def test_a_refusal_comes_in_the_words_of_the_server(client):
    with pytest.raises(ControlError) as refused:
        client.clock.freeze("next Tuesday")

    assert refused.value.status == 400
    assert "yyyy-MM-dd HH:mm:ss" in refused.value.text
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


def test_where_nobody_listens_is_told():
    with pytest.raises(NoServer, match="Connection refused"):
        Client("http://127.0.0.1:9", "nobody").health()


@pytest.mark.parametrize("address", ["ftp://there", "http://there:nowhere", "http://the re", "http://[::1"])
def test_what_is_no_address_is_told(address):
    with pytest.raises(NoServer):
        Client(address, "a").health()


def test_what_answers_and_is_no_mockod_is_told(server):
    client = Client(f"{server.url}/elsewhere", "a")

    with pytest.raises(NoServer, match="answered 404 Not Found; that seems to be no mockod"):
        client.health()


def test_a_fault_of_an_office_that_was_never_called_strikes_its_first_request(client):
    fault = client.faults.add("econnector_down", path="appointments", times=1, begins=MONDAY)

    assert (fault.kind, fault.struck, fault.ordered["times"]) == ("econnector_down", 0, 1)
    assert book(client).status_code == 400
    assert book(client).status_code == 201
    assert list(client.faults) == []


def test_one_fault_ends_and_the_others_stay(client):
    first, second = client.faults.add("slow", seconds=[0, 1]), client.faults.add("throttled")

    client.faults.end(first)
    assert [fault.number for fault in client.faults] == [second.number]
    client.faults.clear()
    assert list(client.faults) == []
    assert "throttled" in client.faults.kinds()


def test_the_journal_has_typed_entries(client):
    book(client)
    requests.get(f"{client.url}/apointments", auth=client.auth, timeout=5)

    booked, lost = client.requests
    assert (booked.method, booked.path, booked.status, booked.body) == ("POST", "appointments", 201, BOOKING)
    assert booked.at == client.clock.now
    assert client.requests.unmatched() == [lost] == client.requests[1:]
    assert client.requests.list(status="2xx", method="POST") == [booked]
    assert "POST appointments 201" in client.requests.describe(limit=2)
    assert client.requests.clear() == 2
    assert len(client.requests) == 0


def test_verify_passes_or_tells_the_nearest_calls(client):
    book(client)
    client.verify("POST appointments", times=1, body={"Op": 1})
    client.verify({"method": "POST", "path": "appointments"}, {"path": "appointments", "times": 1}, in_order=False)
    client.verify("GET patients/{PatNum}", times="never")

    with pytest.raises(AssertionError) as failed:
        client.verify("POST appointments", times=1, body={"Op": 2})
    text = str(failed.value)
    assert text.startswith("Not verified.\nPOST appointments")
    assert "wanted 1, found 0" in text
    assert "nearest" in text


def test_keywords_beside_several_calls_are_refused(client):
    with pytest.raises(TypeError, match="keywords are about one call"):
        client.verify("POST appointments", "GET patients", times=1)


def test_a_snapshot_is_compared_restored_and_carried_to_another_office(client):
    client.snapshot("before")
    number = book(client).json()["AptNum"]

    assert {"appointment"} <= {one.table for one in client.snapshots.diff("before") if one.key == number}
    assert "appointment" in client.snapshots.describe("before")
    client.snapshot("after")
    client.snapshots.restore("before")
    assert requests.get(f"{client.url}/appointments/{number}", auth=client.auth, timeout=5).status_code == 404

    other = client.office("carried-to")
    other.reset()
    other.clock.freeze()
    requests.get(f"{other.url}/patients/1", auth=other.auth, timeout=5)
    assert other.snapshots.load("there", client.snapshots.export("after")).name == "there"
    other.snapshots.restore("there")
    assert requests.get(f"{other.url}/appointments/{number}", auth=other.auth, timeout=5).status_code == 200
    assert [snapshot.name for snapshot in client.snapshots] == ["before", "after"]


def test_settings_are_changed_whole_or_not_at_all(client):
    changed = client.settings.change(mode="remote", preferences={"BrokenApptProcedure": 3})
    assert (changed["mode"], changed["preferences"]["BrokenApptProcedure"]) == ("remote", "3")

    with pytest.raises(ControlError, match="mode: 'remot' is none of"):
        client.settings.change(queue_depth=1, mode="remot")
    assert client.settings.get()["queue_depth"] == 10


def test_an_office_is_made_with_a_start_of_its_own_and_dropped(client):
    made = client.create(practice="demo", clock="2026-03-03 08:00", mode="remote", od_version="22.1")

    assert (made.practice, made.mode, made.od_version) == ("demo", "remote", "22.1")
    assert made.clock.now == datetime(2026, 3, 3, 8)
    assert client.customer in [office.office for office in client.offices]
    client.drop()
    assert client.customer not in [office.office for office in client.offices]
    with pytest.raises(ControlError, match="There is no office"):
        client.drop()


def test_a_client_of_all_offices_names_none(client):
    book(client)
    everybody = client.office(None)

    assert client.customer in {entry.office for entry in everybody.requests}
    for refused in (lambda: everybody.headers, everybody.drop, everybody.create):
        with pytest.raises(ValueError, match="names no office"):
            refused()


def test_a_day_is_explained_and_a_client_is_linted(client):
    book(client)
    explained = client.why_not(date(2026, 3, 2), prov_num=1, length_minutes=20)

    assert explained.pieces[0].start == "00:00"
    assert all(piece.reason for piece in explained.pieces)
    assert client.minimum_version().version
    assert {finding.rule for finding in client.lint()}


def test_what_falls_due_is_told(client):
    client.faults.add("econnector_down", ends=MONDAY + timedelta(minutes=5))

    fired = Event(MONDAY + timedelta(minutes=5), "fault ends", {"fault": 1, "kind": "econnector_down"})
    assert client.clock.advance(minutes=10) == [fired]


def test_a_token_goes_along():
    with ServerThread(create_app(Config(practice="tiny", token="secret"))) as server:
        with pytest.raises(ControlError, match="X-Mockod-Token is missing or wrong"):
            Client(server.url, "a").clock.get()
        assert Client(server.url, "a", token="secret").office("b").clock.mode == "running"


class Named:
    """A builder."""

    def as_fragment(self):
        return {"patients": [{"LName": "Rivera"}]}


def test_fragments_are_seeded_as_one():
    sent = []

    def send(request):
        sent.append(json.loads(request.content))
        return Answer(200, "application/json", b'{"added": {"patients": [3, 4]}, "later": 1}')

    seeded = Client("http://there", send=send).seed(Named(), {"patients": [{"LName": "Lee"}], "preferences": {"A": 1}})

    assert sent == [{"patients": [{"LName": "Rivera"}, {"LName": "Lee"}], "preferences": {"A": 1}}]
    assert seeded == Seeded(added={"patients": [3, 4]})


def test_fragments_that_contradict_are_refused():
    with pytest.raises(ValueError, match=r"preferences\.A: one fragment says 1, another 2"):
        Client().seed({"preferences": {"A": 1}}, {"preferences": {"A": 2}})
    with pytest.raises(TypeError, match="a text is a whole fragment"):
        Client().seed("patients: []", Named())


def test_a_text_is_sent_as_it_is():
    sent = []
    client = Client("http://there", send=lambda request: sent.append(request.content) or Answer(200, "", b"{}"))

    client.seed("patients: [{LName: Lee}]")
    assert sent == [b"patients: [{LName: Lee}]"]


def test_a_key_of_another_alphabet_names_its_office(server):
    client = Client(server.url, "zahnärzte")
    book(client)

    assert [entry.office for entry in client.requests] == ["zahnärzte"]
