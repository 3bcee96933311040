"""The log: one line for each thing that happens, whatever clients send, and silence where nobody listens."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config, ConfigError, read_config
from mockod.log import JsonFormatter, Line, LineHandler, TextFormatter, printable, shortened
from mockod.rest.messages import Basis, Response
from mockod.server import ServerThread, access_log
from mockod.server.access_log import AccessLine
from mockod.simulation.clock import Clock
from support.api_client import ApiClient
from support.desk import new_desk
from support.receiver import Receiver, receiving

KEY, DEVELOPER = "VzkmZEaUWOjnQX2z", "NFF6i0KrXrxDkZHt"


@pytest.fixture
def office():
    """An office of an application of its own."""
    http = create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client()
    return ApiClient(http, KEY)


@pytest.fixture
def lines(caplog):
    """What is logged from now on, without times."""
    caplog.set_level(logging.DEBUG, "mockod")

    def told(logger="mockod"):
        said = [record.getMessage() for record in caplog.records if record.name.startswith(logger)]
        return ["  ".join(part for part in line.split("  ") if not part.endswith(" ms")) for line in said]

    return told


def record(said, **more):
    facts = {"name": "mockod.access", "levelno": logging.INFO, "levelname": "INFO", "msg": said}
    return logging.makeLogRecord({**facts, **more})


def test_a_request_is_told_with_method_path_status_time_and_shortened_key(office, lines):
    office.get("patients/1")
    office.post("appointments", {"PatNum": 1})

    assert lines("mockod.access") == [
        "GET /api/v1/patients/1 200  office: Vzkm...QX2z",
        "POST /api/v1/appointments 400  office: Vzkm...QX2z",
    ]


def test_a_faults_name_stands_in_the_line_of_the_request_that_it_strikes(office, lines):
    office.http.post("/_mockod/faults", json={"kind": "econnector_down", "times": 1}, headers=office.headers)
    office.get("patients/1")

    assert lines("mockod.access") == [
        "POST /_mockod/faults 201  office: Vzkm...QX2z",
        "GET /api/v1/patients/1 400  office: Vzkm...QX2z  fault: econnector_down",
    ]


def test_what_matched_nothing_is_told_with_the_reason(office, lines):
    office.http.get("/v1/patients")
    office.http.get("/api/v1/patients")
    office.get("labs")

    here, note = "There is nothing here; the API is at /api/v1.", "Send Authorization: ODFHIR"
    wrong_path, no_keys, no_resource = lines("mockod.access")
    assert wrong_path == f"GET /v1/patients 404  unmatched: {here} Try /api/v1/patients."
    assert no_keys.startswith("GET /api/v1/patients 401  unmatched: Authorization header is missing or invalid. ")
    assert note in no_keys
    assert no_resource == "GET /api/v1/labs 404  office: Vzkm...QX2z  unmatched: There is no resource labs."


def test_a_health_check_is_told_at_level_debug_only(office, caplog):
    caplog.set_level(logging.DEBUG, "mockod")
    for path in ("health", "ready", "clock"):
        office.http.get(f"/_mockod/{path}")

    assert [(record.levelname, record.getMessage().split()[1]) for record in caplog.records] == [
        ("DEBUG", "/_mockod/health"),
        ("DEBUG", "/_mockod/ready"),
        ("INFO", "/_mockod/clock"),
    ]


def test_the_life_of_an_office_is_told(office, lines):
    office.get("patients/1")
    office.http.post("/_mockod/reset", headers=office.headers)
    office.http.post("/_mockod/reset")
    office.http.post("/_mockod/offices", json={"office": "made-by-hand"})
    office.http.post("/_mockod/faults?office=made-by-hand", json={"kind": "slow", "times": 2})
    office.http.post("/_mockod/faults", json={"kind": "timeout", "path": "/api/v1/patients"})
    office.http.delete("/_mockod/faults")
    office.http.delete("/_mockod/offices", headers=office.headers)
    office.http.post("/_mockod/offices", json={"office": "made-too", "practice": "tiny"})

    assert [line for line in lines() if "/" not in line.split("  ")[0]] == [
        "office created  office: Vzkm...QX2z  practice: tiny",
        "office reset  office: Vzkm...QX2z",
        "all offices reset",
        "office created  office: mad...and  practice: tiny",
        "fault ordered  office: mad...and  number: 1  fault: slow (times 2)",
        "fault ordered  office: all  number: 1  fault: timeout (path patients)",
        "faults ended  office: all  left: 0",
        "office dropped  office: Vzkm...QX2z",
        "office created  office: ma...oo  practice: tiny",
    ]


def test_an_office_that_goes_for_another_is_told(lines):
    http = create_app(Config(practice="tiny", offices=1, evict_idle=True)).test_client()
    for key in ("first-office", "second-office"):
        ApiClient(http, key).get("patients/1")

    assert lines("mockod.store") == [
        "office created  office: fir...ice  practice: tiny",
        "office evicted, as the longest idle  office: fir...ice  most: 1",
        "office created  office: sec...ice  practice: tiny",
    ]


def test_an_office_in_a_file_is_opened_and_not_created_again(tmp_path, lines):
    for _ in range(2):
        app = create_app(Config(practice="tiny", data_dir=tmp_path))
        ApiClient(app.test_client(), KEY).get("patients/1")
        app.extensions["mockod.site"].close()

    assert [line.partition("  ")[0] for line in lines("mockod.store")] == ["office created", "office opened"]


def test_deliveries_that_fail_are_told_once_until_they_arrive_again(caplog):
    caplog.set_level(logging.INFO, "mockod.vendors")
    with receiving(Receiver(status=500)) as receiver:
        desk = new_desk()
        desk.subscribe(receiver.url)
        desk.patient("Neu")
        desk.advance(minutes=1)
        receiver.status = 200
        desk.advance(minutes=1)
        desk.patient("Alt")
        desk.advance(minutes=1)

    facts = f"office: d...k  subscription: 1  url: {receiver.url}"
    assert [record.getMessage() for record in caplog.records] == [
        f"webhook not delivered  {facts}  status: 500",
        f"webhook delivered again  {facts}",
    ]


def test_a_path_that_repeats_the_keys_does_not_tell_them(office, lines):
    office.get(f"{KEY}/test-developer/x{KEY}")
    office.http.get(f"/_mockod/clock?office={KEY}")

    first, second = lines("mockod.access")
    assert first.startswith(f"GET /api/v1/Vzkm...QX2z/test...per/x{KEY} 404")
    assert "no resource Vzkm...QX2z." in first
    assert second == "GET /_mockod/clock 200  office: Vzkm...QX2z"


def test_what_a_client_asks_of_people_is_not_told(office, lines):
    office.get("patients", LName="Allowed")

    assert "Allowed" not in "".join(lines())


@pytest.mark.parametrize("key", ["", "a", "ab", "abc", "office-1", KEY, "x" * 128])
def test_no_key_is_ever_shown_whole(key):
    shown = shortened(key)

    assert shown != key or not key
    assert len(shown.replace("...", "")) <= min(8, len(key) // 2)
    assert key.startswith(shown.partition("...")[0])
    assert key.endswith(shown.rpartition("...")[2])


ANY = st.text(max_size=40) | st.text(st.sampled_from("\n\r\x1b\x00\x85\u2028\u202e\" \\%'{}[]/ab"), max_size=40)


@given(method=ANY, path=ANY, why=ANY, kind=ANY, error=ANY)
def test_nothing_that_is_sent_makes_two_lines_of_one_or_commands_a_terminal(method, path, why, kind, error):
    response = Response(200, office=KEY, developer=DEVELOPER, unmatched=f"{why}{KEY}", faults=(kind,))
    said = AccessLine(method, f"{path}/{DEVELOPER}", response, 0.001)
    text, told = TextFormatter().format(record(said)), JsonFormatter().format(record(said))

    assert text.isprintable()
    assert told.isascii()
    assert told.isprintable()
    assert json.loads(told)["status"] == 200
    for line in (text, told):
        assert len(line.splitlines()) == 1
    assert f"/{DEVELOPER}" not in text + told

    trace = TextFormatter().format(record("failed", exc_info=(ValueError, ValueError(error), None)))
    first, *others = trace.split("\n")
    assert all(line.isprintable() for line in (first, *others))
    assert all(line.startswith("    ") for line in others)
    assert json.loads(JsonFormatter().format(record("x %s", args=(error,))))["message"] == f"x {error}"


def test_json_has_the_facts_of_a_request_by_name():
    response = Response(201, office=KEY, faults=("slow",))
    told = json.loads(JsonFormatter().format(record(AccessLine("POST", "/api/v1/a b\n", response, 0.0123456))))

    assert told.pop("time")
    assert told == {
        "level": "info",
        "logger": "mockod.access",
        "message": "request",
        "method": "POST",
        "path": "/api/v1/a%20b%0A",
        "status": 201,
        "milliseconds": 12.3,
        "office": "Vzkm...QX2z",
        "faults": ["slow"],
    }


def test_the_times_of_lines_are_the_machines_own_with_the_zone_for_programs(monkeypatch):
    moment = record(Line("stopped"), created=1_772_442_000.125, msecs=125.0)

    text, told = TextFormatter().format(moment), json.loads(JsonFormatter().format(moment))
    assert text[19:] == ".125 INFO stopped"
    assert told["time"][:23] == f"{text[:10]}T{text[11:23]}"
    assert told["time"][23] in "+-"
    assert told["time"][26] == ":"


def test_where_nobody_listens_no_line_is_even_composed(office, monkeypatch):
    def composed(*_):
        raise AssertionError("a line was composed")

    monkeypatch.setattr(access_log, "AccessLine", composed)
    logging.getLogger("mockod").setLevel(logging.WARNING)
    try:
        assert office.get("patients/1").status_code == 200
    finally:
        logging.getLogger("mockod").setLevel(logging.NOTSET)


LIBRARY = """
import logging, requests
from mockod.app import create_app
from mockod.config import Config
from mockod.server import ServerThread
uvicorns = logging.getLogger("uvicorn.access")
own = logging.StreamHandler()
uvicorns.addHandler(own)
app = create_app(Config(practice="tiny"))
keys = {"Authorization": "ODFHIR some-developer/some-office"}
with ServerThread(app) as server:
    requests.get(server.url + "/api/v1/patients", headers=keys)
    requests.get(server.url + "/nowhere")
    app.test_client().get("/_mockod/requests")
assert (uvicorns.handlers, uvicorns.propagate, logging.getLogger().handlers) == ([own], True, [])
"""


def test_as_a_library_it_is_silent_and_leaves_everybodys_loggers_alone():
    done = subprocess.run([sys.executable, "-c", LIBRARY], capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_request_over_a_socket_has_one_line_whichever_door_answers(lines):
    with ServerThread(create_app(Config(practice="tiny"))) as server:
        keys = {"Authorization": f"ODFHIR {DEVELOPER}/{KEY}"}
        for path in ("/api/v1/patients/1", "/_mockod/clock", "/nowhere", "/api/v1/patients/1"):
            requests.get(server.url + path, headers=keys, timeout=5)

    assert [line.split("  ")[0] for line in lines("mockod.access")] == [
        "GET /api/v1/patients/1 200",
        "GET /_mockod/clock 200",
        "GET /nowhere 404",
        "GET /api/v1/patients/1 200",
    ]


def test_a_client_that_leaves_before_its_turn_is_told(lines):
    with ServerThread(create_app(read_config({"practice": "tiny", "mode": "remote"}))) as server:
        keys = {"Authorization": f"ODFHIR {DEVELOPER}/{KEY}"}
        requests.get(server.url + "/api/v1/patients/1", headers=keys, timeout=5)
        with pytest.raises(requests.Timeout):
            requests.get(server.url + "/api/v1/patients/1", headers=keys, timeout=0.2)
        wait = threading.Event()
        for _ in range(100):
            if len(lines("mockod.access")) == 2:
                break
            wait.wait(0.02)

    assert lines("mockod.access")[1] == "GET /api/v1/patients/1 -  unmatched: the client left before its turn"


@contextmanager
def pipe():
    """A handler that writes into a pipe, and the pipe's other end."""
    reading, writing = os.pipe()
    stream = os.fdopen(writing, "w")
    handler = LineHandler(stream)
    handler.setFormatter(TextFormatter())
    try:
        yield handler, reading
    finally:
        stream.close()
        os.close(reading)


def drained(reading):
    os.set_blocking(reading, False)
    parts = []
    while True:
        try:
            parts.append(os.read(reading, 1 << 20))
        except BlockingIOError:
            return b"".join(parts).decode()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a pipe cannot be asked whether it has room")
def test_a_reader_that_stops_reading_stops_no_request_and_hears_how_much_it_missed():
    with pipe() as (handler, reading):
        for number in range(5000):
            handler.emit(record(Line("told", number=number)))
        before = drained(reading).splitlines()
        handler.emit(record(Line("told", number=5000)))
        missed, last = drained(reading).splitlines()[-2:]

    assert before[0].endswith("number: 0")
    assert len(before) < 5000
    assert "WARNING lines lost, as nobody took them in time  lines: " in missed
    assert last.endswith("told  number: 5000")
    whole = [line for line in before if line[-1].isdigit() and "told  number: " in line]
    assert int(missed.rpartition(" ")[2]) in (5000 - len(whole), 5000 - len(whole) + 1)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a pipe cannot be asked whether it has room")
def test_a_line_longer_than_a_pipe_is_broken_off_and_the_next_begins_anew():
    with pipe() as (handler, reading):
        handler.emit(record("x" * 500_000))
        assert "\n" not in drained(reading)
        handler.emit(record("after it"))
        begin, missed, last = drained(reading).splitlines()

    assert (begin, last[-8:]) == ("", "after it")
    assert missed.endswith("lines: 1")


def test_a_reader_that_has_gone_is_no_mistake(capsys):
    with pipe() as (handler, reading):
        os.close(reading)
        handler.emit(record("nobody hears this"))
        os.dup2(os.open(os.devnull, os.O_RDONLY), reading)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("options", "level", "style"),
    [
        ({}, "info", "text"),
        ({"log-level": "warning", "log-format": "json"}, "warning", "json"),
        ({"log-level": "DEBUG", "log-format": "JSON"}, "debug", "json"),
    ],
)
def test_level_and_format_are_options(options, level, style):
    config = read_config(options)

    assert (config.log_level, config.log_format) == (level, style)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"log-level": "loud"}, "--log-level: 'loud' is none of debug, info, warning, error"),
        ({"log-format": "xml"}, "--log-format: 'xml' is none of text, json"),
    ],
)
def test_another_level_or_format_is_refused_by_its_name(options, says):
    with pytest.raises(ConfigError, match=says):
        read_config(options)


def test_a_text_that_can_be_shown_stays_as_it_is():
    assert printable("Müller, 牙") == "Müller, 牙"
    assert Response(200, basis=Basis.ASSUMED).unmatched == ""
