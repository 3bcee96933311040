"""The platform works for any vendor: one of some thirty lines beside the real one, in the same application."""

from __future__ import annotations

import re
import socket
import threading
from datetime import datetime
from typing import Any

import pytest
import requests
from click.testing import CliRunner

from mockod import vendors
from mockod.app import create_app
from mockod.cli.main import command_line
from mockod.config import Config, ConfigError, read_config
from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import read_json
from mockod.rest.messages import Request, Response
from mockod.rest.router import Routes
from mockod.server import ServerThread, uvicorn_server
from mockod.simulation.clock import Clock
from mockod.simulation.fault_kinds import COMMON_FAULTS
from mockod.store.transaction import Transaction
from mockod.vendors.api_document import ApiDocument
from mockod.vendors.vendor import (
    Call,
    Caller,
    CommandLine,
    ControlFeatures,
    Greeting,
    Option,
    Section,
    SettingsFeature,
    Vendor,
    VendorApi,
    turn_away,
)
from support.front import until

# ----- the vendor: thirty lines -----


def identify(request: Request) -> Caller:
    if not request.headers.get("X-Notes-Key", ""):
        raise ApiError(401, "no key")
    return Caller(request.headers["X-Notes-Key"])


def answer(call: Call) -> Response:
    turn_away(call, COMMON_FAULTS)
    endpoint = call.endpoint = call.found.endpoint if call.found else None
    if endpoint is None:
        raise ApiError(404, "no such thing")
    with call.open_office().transaction() as tx:
        result = endpoint.run(tx, call, *call.found.ids)
    call.changes = tx.changes
    return Response(endpoint.status, result)


def write_note(tx: Transaction, call: Call) -> dict[str, Any]:
    text = read_json(call.request.body)["text"][: call.settings["longest"]]
    return {"id": tx.insert("notes_note", {"text": text, "at": tx.stamp}), "text": text}


def read_note(tx: Transaction, call: Call, number: int) -> dict[str, Any]:
    row = tx.row("SELECT text, at FROM notes_note WHERE id = ?", (number,))
    if row is None:
        raise ApiError(404, "no such note")
    return {"id": number, "text": row[0], "at": row[1]}


ENDPOINTS = (Endpoint("GET", "notes/{id}", read_note), Endpoint("POST", "notes", write_note, status=201))
NOTES = Vendor(
    name="notes",
    title="Notes",
    base_path="/notes/v2",
    home="/notes",
    key_header="X-Notes-Key",
    tables="CREATE TABLE notes_note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL) STRICT;",
    options=(Option(name="longest", help="Characters of a note.", read=int, default="99", order=1),),
    configure=lambda values: Section({"longest": values["longest"]}, access="anybody"),
    port=lambda values: 0,
    api=lambda: VendorApi(
        prefixes={"/notes/v2": Routes({"notes": lambda: ENDPOINTS})},
        identify=identify,
        answer=answer,
        refuse=lambda error: Response(error.status, {"error": {"code": error.status, "why": error.text}}),
    ),
    control=lambda: ControlFeatures(
        document=ApiDocument(
            make=lambda settings, version: {"openapi": "3.1.0", "info": {"version": version}, "paths": {}},
            version="[12]",
            scheme="Key",
            key="{office}",
            office="me",
        ),
        settings=SettingsFeature(
            schemas={"longest": {"type": "integer"}}, to_json=dict, change=lambda old, new: {**old, **new}
        ),
    ),
    command_line=CommandLine(greet=lambda section, url: Greeting("Notes", {"Try": f"curl -H 'X-Notes-Key: me' {url}"})),
)

# ----- what the platform makes of it -----

NOON = datetime(2026, 3, 2, 12)
KNOWN = ", ".join((*vendors.PACKAGES, "notes"))
"""The vendors that there are with this one."""
ME = {"X-Notes-Key": "me"}
REAL = {"Authorization": "ODFHIR any/me"}


@pytest.fixture
def http():
    """Both vendors in one application, at rest on Monday 2026-03-02 at 12:00."""
    config = Config(practice="tiny", clock=Clock.frozen(NOON))
    return create_app(config, (*vendors.installed(), NOTES)).test_client()


def write(http, text: str = "Hello", **headers: str):
    return http.post("/notes/v2/notes", json={"text": text}, headers={**ME, **headers})


def control(http, method: str, path: str, body: Any = None, status: int = 200):
    told = http.open(f"/_mockod/{path}", method=method, json=body, headers=ME)
    assert told.status_code == status, told.text
    return told.json


def test_it_answers_and_refuses_in_its_own_shapes(http):
    made = write(http)
    assert (made.status_code, made.json) == (201, {"id": 1, "text": "Hello"})
    assert http.get("/notes/v2/notes/1", headers=ME).json == {"id": 1, "text": "Hello", "at": "2026-03-02 12:00:00"}
    missing = http.get("/notes/v2/notes/2", headers=ME)
    assert (missing.status_code, missing.json) == (404, {"error": {"code": 404, "why": "no such note"}})
    assert http.get("/notes/v2/elsewhere", headers=ME).json["error"]["why"] == "no such thing"
    assert http.get("/notes/v2/notes/1").json == {"error": {"code": 401, "why": "no key"}}


def test_a_mistake_of_its_own_is_told_in_its_shape(http):
    broken = write(http, text=7)
    assert (broken.status_code, broken.json["error"]["why"]) == (500, "mockod: Internal Server Error.")


def test_it_stands_beside_the_real_one_and_shares_its_offices(http):
    write(http)
    assert http.get("/api/v1/patients/1", headers=REAL).status_code == 200
    assert http.get("/api/v1/patients/1", headers=ME).status_code == 401
    own, real = (http.get("/_mockod/offices", headers=headers).json["offices"] for headers in (ME, REAL))
    assert [(row["office"], row["requests"], "mode" in row) for row in (*own, *real)] == [
        ("me", 2, False),
        ("me", 2, True),
    ]


@pytest.mark.parametrize(
    ("options", "host", "path", "status"),
    [
        ({}, "localhost", "/notes/v2/notes/1", 200),
        ({}, "localhost", "/v2/notes/1", 404),
        ({"host-map": "notes=notes.test"}, "Notes.test:8080", "/v2/notes/1", 200),
        ({"host-map": "notes=notes.test"}, "notes.test", "/api/v1/patients/1", 401),
        ({"host-map": "notes=notes.test"}, "localhost", "/v2/notes/1", 404),
        ({"vendor": "notes"}, "localhost", "/v2/notes/1", 200),
        ({"vendor": "notes"}, "localhost", "/notes/v2/notes/1", 200),
        ({"vendors": "opendental"}, "localhost", "/notes/v2/notes/1", 404),
        ({"vendors": "Notes, opendental"}, "localhost", "/notes/v2/notes/1", 200),
    ],
)
def test_it_is_found_below_its_own_paths_where_it_is_alone_or_has_a_host_name(options, host, path, status):
    known = (*vendors.installed(), NOTES)
    app = create_app(read_config({"practice": "tiny", **options}, known), known)
    if "notes" in options.get("vendors", "notes").lower():
        write(app.test_client())
    assert app.test_client().get(path, headers={**ME, "Host": host}).status_code == status


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"vendors": "note"}, f"--vendors: 'note' is none of {KNOWN}; notes was meant?"),
        ({"vendors": "notes", "vendor": "notes"}, "--vendor: one vendor alone, or several by --vendors; not both"),
        ({"host-map": "notes"}, "--host-map: 'notes' is no vendor=host"),
        ({"host-map": "notes=a:80"}, "--host-map: 'notes=a:80' is no vendor=host"),
        ({"host-map": "notes=a,opendental=A"}, "--host-map: a is given twice"),
        ({"host-map": "none=a"}, f"--host-map: 'none' is none of {KNOWN}"),
        ({"host-map": "notes=a", "vendors": "opendental"}, "--host-map: notes is not served"),
    ],
)
def test_a_wrong_choice_of_vendors_is_refused(options, told):
    with pytest.raises(ConfigError) as refused:
        read_config(options, (*vendors.installed(), NOTES))
    assert str(refused.value).startswith(told)


def test_a_control_call_means_the_vendor_whose_header_it_has_or_that_it_names(http):
    assert http.get("/_mockod/settings").json["mode"] == "local"
    assert http.get("/_mockod/settings?vendor=notes").status_code == 404
    assert http.get("/_mockod/settings", headers=ME).json["detail"] == "Notes does not offer settings."
    assert http.get("/_mockod/settings?vendor=none").json["detail"] == (
        f"There is no vendor none; choose {KNOWN.replace(', ', ' or ')}."
    )
    assert http.get("/_mockod/snapshots?vendor=notes").json["detail"] == (
        "Name one office, by ?office= or by the X-Notes-Key header."
    )


def test_every_key_has_an_office_of_its_own_which_can_be_made_and_dropped(http):
    control(http, "POST", "offices", {"office": "you"}, status=201)
    assert write(http, **{"X-Notes-Key": "you"}).json == {"id": 1, "text": "Hello"}
    assert write(http).json == {"id": 1, "text": "Hello"}
    assert {row["office"] for row in http.get("/_mockod/offices?vendor=notes").json["offices"]} == {"me", "you"}
    assert http.delete("/_mockod/offices?vendor=notes&office=you").json == {"dropped": "you", "made": 1}


def test_its_clock_is_frozen_and_advanced(http):
    control(http, "PUT", "clock", {"mode": "frozen", "now": "2030-01-01 08:00:00"})
    control(http, "POST", "clock/advance", {"hours": 2})
    write(http)
    assert http.get("/notes/v2/notes/1", headers=ME).json["at"] == "2030-01-01 10:00:00"
    assert http.get("/_mockod/clock", headers=REAL).json["now"] == "2030-01-01 10:00:00"


def test_faults_strike_it(http):
    assert set(control(http, "GET", "faults/kinds")) == set(COMMON_FAULTS.kinds)
    control(http, "POST", "faults", {"kind": "throttled", "path": "notes/v2/notes", "times": 1}, status=201)
    struck = write(http)
    assert (struck.status_code, struck.json["error"]["why"]) == (429, "Too many requests")
    with pytest.raises(ConnectionResetError):
        write(http, **{"X-Mockod-Fault": "answer_lost"})
    assert write(http).json["id"] == 2
    refused = control(http, "POST", "faults", {"kind": "econnector_down"}, status=400)
    assert refused["detail"].startswith("kind: 'econnector_down' is none of throttled, slow")


def test_its_requests_are_in_its_journal_and_are_verified(http):
    write(http)
    http.get("/api/v1/patients/1", headers=REAL)
    (entry,) = control(http, "GET", "requests")
    assert (entry["endpoint"], entry["path"], entry["changes"], entry["body"]) == (
        "POST notes/v2/notes",
        "notes/v2/notes",
        ["notes_note: 1 inserted"],
        {"text": "Hello"},
    )
    call = {"method": "POST", "endpoint": "POST notes", "body": {"text": "Hello"}, "times": 1}
    for path in ("/notes/v2/notes", "notes/v2/notes", "notes"):
        assert control(http, "POST", "verify", {"calls": [{**call, "path": path}]})["verified"] is True
    both = http.get("/_mockod/requests", headers=REAL).json
    assert [entry["path"] for entry in both] == ["notes/v2/notes", "patients/1"]
    assert {number for found in http.get("/_mockod/lint", headers=REAL).json for number in found["requests"]} == {2}


def test_its_data_are_kept_compared_restored_and_reset(http):
    write(http)
    control(http, "POST", "snapshots", {"name": "before"}, status=201)
    write(http, "Bye")
    text = http.get("/_mockod/snapshots/diff?from=before&format=text", headers=ME).text
    assert text == "1 notes_note added (2)\n"
    file = http.get("/_mockod/snapshots/file?name=before", headers=ME).data
    control(http, "POST", "snapshots/restore", {"name": "before"})
    assert http.get("/notes/v2/notes/2", headers=ME).status_code == 404
    control(http, "POST", "reset")
    assert http.get("/notes/v2/notes/1", headers=ME).status_code == 404
    assert http.put("/_mockod/snapshots/file?name=carried", data=file, headers=ME).status_code == 200
    control(http, "POST", "snapshots/restore", {"name": "carried"})
    assert http.get("/notes/v2/notes/1", headers=ME).json["text"] == "Hello"


def test_its_settings_are_changed_where_it_is_served_alone():
    http = create_app(Config(clock=Clock.frozen(NOON)), [NOTES]).test_client()
    assert control(http, "PUT", "settings", {"longest": 2}) == {"longest": 2}
    assert write(http).json["text"] == "He"
    assert control(http, "PUT", "settings", {"mode": "remote"}, status=400)["detail"] == "mode is not known here."


@pytest.mark.parametrize("path", ["lint", "minimum-version", "why-not?date=2026-03-02"])
def test_what_it_does_not_offer_is_told_so(http, path):
    told = control(http, "GET", path, status=404)
    assert told["detail"] == f"Notes does not offer {path.partition('?')[0]}."


def test_its_own_document_tells_only_what_it_offers(http):
    paths = control(http, "GET", "openapi.json")["paths"]
    assert "/faults" in paths
    assert not {"/lint", "/settings"} & set(paths)


def test_the_document_of_its_api_is_below_its_own_word(http):
    """Whose document it is, the path says, whatever key is sent."""
    told = http.get("/_mockod/notes/openapi.json?version=2", headers=REAL)
    assert (told.status_code, told.json["info"]) == (200, {"version": "2"})
    assert http.get("/_mockod/notes/openapi.json?version=3").status_code == 400
    assert http.get("/_mockod/opendental/openapi.json?version=22.1", headers=ME).json["info"]["version"] == "22.1"
    assert "<title>Notes API, by mockod</title>" in http.get("/_mockod/Notes/docs").text
    assert http.get("/_mockod/nobody/docs").status_code == 404
    paths = control(http, "GET", "openapi.json")["paths"]
    assert {"/notes/openapi.json", "/notes/docs"} <= set(paths)
    assert "/opendental/docs" not in paths


def test_it_is_served_alone(tmp_path):
    config = read_config({"clock": "2026-03-02 12:00:00", "longest": "4", "data-dir": str(tmp_path)}, [NOTES])
    assert (config.port, config.practice) == (0, "")
    with pytest.raises(ConfigError, match="--longest: invalid literal"):
        read_config({"longest": "many"}, [NOTES])
    for number in (1, 2):
        app = create_app(config, [NOTES])
        with ServerThread(app) as server:
            made = requests.post(f"{server.url}/notes/v2/notes", json={"text": "Hello"}, headers=ME, timeout=5)
            assert (made.status_code, made.json()) == (201, {"id": number, "text": "Hell"})
            refused = requests.get(f"{server.url}/notes/v2/notes/9", headers=ME, timeout=5)
            assert (refused.status_code, refused.json()["error"]["why"]) == (404, "no such note")
            office = requests.get(f"{server.url}/_mockod/offices", headers=ME, timeout=5).json()["offices"]
            assert [(row["office"], row["practice"]) for row in office] == [("me", "")]
            nothing = requests.get(f"{server.url}/api/v1/patients", headers=REAL, timeout=5)
            assert nothing.json() == "There is nothing here; the API is at /notes/v2."
        app.extensions["mockod.site"].close()


@pytest.mark.live
def test_the_command_line_serves_both(monkeypatch, capsys):
    """In this process and over a real socket."""
    servers: list[uvicorn_server.Server] = []

    class Kept(uvicorn_server.Server):
        def run_on(self, listening: socket.socket) -> None:
            servers.append(self)
            super().run_on(listening)

    monkeypatch.setattr(uvicorn_server, "Server", Kept)
    mockod = command_line((*vendors.installed(), NOTES))
    options = ["serve", "--port", "0", "--practice", "tiny", "--longest", "3"]
    thread = threading.Thread(target=mockod.main, args=(options,), kwargs={"standalone_mode": False}, daemon=True)
    thread.start()
    until(lambda: bool(servers))
    greeted = capsys.readouterr().out
    root = re.search(r"Base URL +(\S+)/api/v1", greeted)[1]
    made = requests.post(f"{root}/notes/v2/notes", json={"text": "Hello"}, headers=ME, timeout=5)
    real = requests.get(f"{root}/api/v1/patients/1", headers=REAL, timeout=5)
    servers[0].should_exit = True
    thread.join(5)

    assert not thread.is_alive()
    assert (made.status_code, made.json()["text"]) == (201, "Hel")
    assert real.status_code == 200
    assert f"Try            curl -H 'X-Notes-Key: me' {root}/notes/v2" in greeted


def test_the_command_line_lists_its_options():
    told = CliRunner().invoke(command_line((NOTES,)), ["serve", "--help"]).output
    assert "--longest" in told
    assert "MOCKOD_LONGEST" in told
    assert "--mode" not in told


@pytest.mark.parametrize("vendor", [*vendors.installed(), NOTES], ids=lambda vendor: vendor.name)
def test_a_vendor_says_its_prefixes_before_it_is_loaded(vendor):
    assert (vendor.prefixes or (vendor.base_path,)) == tuple(vendor.api().prefixes)


def test_scenarios_are_told_of_those_who_have_practices(http):
    refused = control(http, "POST", "scenarios/no-show", status=404)
    assert refused["detail"] == "Notes does not offer scenarios."
    assert len(http.get("/_mockod/scenarios", headers=REAL).json) >= 15
    with pytest.raises(ConfigError, match="--scenario: Notes does not offer scenarios"):
        create_app(Config(scenario="no-show"), [NOTES])
