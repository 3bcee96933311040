"""The command line against a running server: clock, snapshots, faults, journal, advice, offices, settings, reset."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import requests

from conftest import MONDAY
from mockod.app import create_app
from mockod.cli.client import Remote
from mockod.cli.main import main
from mockod.config import Config
from mockod.server.uvicorn_server import ServerThread
from mockod.simulation.clock import Clock
from support.command_line import runner
from support.serving import refused_start, serving

pytestmark = pytest.mark.live
KEYS = {"Authorization": "ODFHIR any/office"}
MOMENT = "a clock wants yyyy-MM-dd HH:mm:ss between 1900 and 2999"
VARIABLES = ("MOCKOD_URL", "MOCKOD_OFFICE", "MOCKOD_TOKEN")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def running():
    with ServerThread(create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY)))) as server:
        yield server


@pytest.fixture
def server(running):
    """A server with one office as at the start, called office."""
    for row in requests.get(f"{running.url}/_mockod/offices").json()["offices"]:
        requests.delete(f"{running.url}/_mockod/offices?office={row['office']}")
    requests.delete(f"{running.url}/_mockod/faults")
    requests.post(f"{running.url}/_mockod/reset")
    requests.post(f"{running.url}/_mockod/offices", json={"office": "office"})
    return running


def run(server, *words, office="office", code=0):
    """What a command prints that ends with this exit code; on failure what it prints as its error."""
    environment = {"MOCKOD_URL": server.url, **({"MOCKOD_OFFICE": office} if office else {})}
    done = runner().invoke(main, words, env=environment)
    assert done.exit_code == code, done.output
    return (done.stderr if code and done.stderr else done.stdout).rstrip("\n")


def read(server, *words, **options):
    return json.loads(run(server, *words, "--json", **options))


def api(server, method, path, **body):
    return requests.request(method, f"{server.url}/api/v1/{path}", headers=KEYS, json=body or None)


def test_the_clock_is_told_frozen_set_and_let_run(server):
    assert run(server, "clock") == f"mode: frozen\nnow: {MONDAY}"
    assert run(server, "clock", "freeze", "2030-01-02 03:04:05") == "mode: frozen\nnow: 2030-01-02 03:04:05"
    assert read(server, "clock", "get") == {"mode": "frozen", "now": "2030-01-02 03:04:05"}
    assert read(server, "clock", "set", "2031-01-01 00:00:00") == {"mode": "frozen", "now": "2031-01-01 00:00:00"}
    assert read(server, "clock", "run")["mode"] == "running"
    assert read(server, "clock", "set", "2032-01-01 00:00:00")["mode"] == "running"
    assert read(server, "clock", "freeze")["now"].startswith("2032-01-01 00:0")


def test_the_clock_goes_on(server):
    done = read(server, "clock", "advance", "--days", "1", "--hours", "2", "--minutes", "3", "--seconds", "4")

    assert done["now"] == "2026-03-03 09:03:04"


def test_without_an_office_all_are_meant(server):
    api(server, "GET", "patients")
    run(server, "clock", "freeze", "2030-01-01 00:00:00", office=None)

    assert read(server, "clock")["now"] == "2030-01-01 00:00:00"
    assert run(server, "reset", office=None) == "reset: all\noffices: 1"
    assert read(server, "clock")["now"] == str(MONDAY)


def test_an_option_wins_over_its_variable(server):
    run(server, "clock", "freeze", "2030-01-01 00:00:00", "--office", "another")

    assert read(server, "clock")["now"] == str(MONDAY)
    assert read(server, "clock", "--office", "another")["now"] == "2030-01-01 00:00:00"


def test_a_snapshot_is_taken_listed_compared_and_restored(server):
    assert run(server, "snapshot") == "No snapshots."
    assert run(server, "snapshot", "take", "before").startswith(f"before, taken {MONDAY}, ")
    api(server, "POST", "patients", LName="New", FName="Nora")

    assert [one["name"] for one in read(server, "snapshot", "list")] == ["before"]
    assert "patient" in run(server, "snapshot", "diff", "before")
    assert run(server, "snapshot", "restore", "before").startswith("Restored: before")
    assert run(server, "snapshot", "diff", "before") == "No differences."
    assert run(server, "snapshot", "take", "before", code=1).startswith("mockod: There is a snapshot")
    run(server, "snapshot", "take", "before", "--replace")
    assert run(server, "snapshot", "delete", "before") == "snapshots: 0"


def test_a_snapshot_is_carried_from_office_to_office(server, tmp_path):
    file = tmp_path / "carried.sqlite"
    api(server, "POST", "patients", LName="New", FName="Nora")
    run(server, "snapshot", "take", "before")

    assert run(server, "snapshot", "export", "before", str(file)) == f"{file.stat().st_size} bytes written to {file}."
    run(server, "snapshot", "import", "came", str(file), office="other")
    run(server, "snapshot", "restore", "came", office="other")

    other = requests.get(f"{server.url}/api/v1/patients", headers={"Authorization": "ODFHIR any/other"})
    assert len(other.json()) == 3
    unwritable = run(server, "snapshot", "export", "before", str(tmp_path / "no" / "file"), code=1)
    assert unwritable == f"mockod: {tmp_path / 'no' / 'file'}: No such file or directory"


def test_a_fault_is_ordered_listed_and_ended(server):
    assert run(server, "fault") == "No faults."
    assert "econnector_down" in run(server, "fault", "kinds")
    words = ("--path", "patients*", "--times", "2", "--seconds", "0.1", "--seconds", "0.2")
    added = read(server, "fault", "add", "slow", *words)
    assert (added["kind"], added["times"], added["seconds"]) == ("slow", 2, [0.1, 0.2])
    run(server, "fault", "add", "econnector_down", "--method", "GET")

    assert len(run(server, "fault", "list").splitlines()) == 2
    assert api(server, "GET", "patients").status_code == 400
    assert run(server, "fault", "end", str(added["number"])) == "faults: 1"
    assert run(server, "fault", "end", "--all") == "faults: 0"
    assert run(server, "fault", "end", "7", code=1) == "mockod: There is no fault 7 here."
    assert "Name the number of one fault, or --all." in run(server, "fault", "end", code=2)


def test_a_stub_is_ordered_with_a_page_from_a_file_and_told_on_one_line(server, tmp_path):
    page = tmp_path / "maintenance.html"
    page.write_text("<h1>Back\nsoon</h1>")
    words = ("--status", "503", "--header", "Retry-After: 30", "--body", f"@{page}", "--times", "1")

    run(server, "fault", "add", "respond", *words)

    assert run(server, "fault", "list") == (
        '1: respond (times 1, status 503, headers {"Retry-After":"30"}, body <h1>Back\\x0asoon</h1>)'
    )
    answer = api(server, "GET", "patients/1")
    assert (answer.status_code, answer.text, answer.headers["Retry-After"]) == (503, "<h1>Back\nsoon</h1>", "30")
    run(server, "fault", "add", "respond", "--merge", '{"Zip": null}', "--remove", "City")
    patient = api(server, "GET", "patients/1").json()
    assert patient["Zip"] is None
    assert "City" not in patient
    assert "A header is its name" in run(server, "fault", "add", "respond", "--header", "Retry-After 30", code=2)
    assert "'{' is no JSON" in run(server, "fault", "add", "respond", "--merge", "{", code=2)
    assert run(server, "fault", "add", "respond", "--body", f"@{tmp_path}/none", code=1).endswith(
        "No such file or directory"
    )
    page.write_bytes(b"\xff")
    assert "codec can't decode" in run(server, "fault", "add", "respond", "--body", f"@{page}", code=1)


def test_the_journal_is_shown_verified_and_cleared(server, tmp_path):
    assert run(server, "journal") == "No requests."
    api(server, "GET", "patients")
    api(server, "GET", "patients/99")

    assert "GET patients/99 404" in run(server, "journal", "show", "--status", "4xx", "--limit", "1")
    assert [one["path"] for one in read(server, "journal", "--method", "GET", "--path", "patients")] == ["patients"]
    expected = tmp_path / "expected.json"
    expected.write_text('{"calls": [{"method": "GET", "path": "patients", "times": 1}]}')
    assert run(server, "journal", "verify", str(expected)).startswith("Verified.")
    assert read(server, "journal", "verify", str(expected))["verified"] is True
    expected.write_text('{"calls": [{"method": "POST", "path": "appointments"}]}')
    assert run(server, "journal", "verify", str(expected), code=1).startswith("Not verified.")
    assert json.loads(run(server, "journal", "verify", str(expected), "--json", code=1))["verified"] is False
    expected.write_text("no JSON")
    assert run(server, "journal", "verify", str(expected), code=1) == "mockod: The body is not valid JSON."
    run(server, "journal", "clear")
    assert read(server, "journal") == []


def test_the_journal_of_the_server_shows_what_matched_nothing(server):
    requests.get(f"{server.url}/v1/patients", timeout=5)
    api(server, "GET", "patients")

    def unmatched():
        return [one["path"] for one in read(server, "journal", "--unmatched", office=None)]

    assert unmatched() == ["v1/patients"]
    api(server, "GET", "labs")
    assert unmatched() == ["v1/patients", "labs"]
    assert "Try /api/v1/patients." in run(server, "journal", "--unmatched", office=None)
    assert [one["path"] for one in read(server, "journal", "--unmatched")] == ["labs"]


def test_a_client_is_advised(server):
    assert run(server, "lint") == "No findings."
    assert read(server, "lint") == []

    api(server, "GET", "patients/99")

    assert run(server, "lint", code=1).splitlines()[0].startswith("refused (once: request ")
    assert json.loads(run(server, "lint", "--json", code=1))[0]["groups"][0]["answer"] == "Patient not found."
    assert read(server, "minimum-version")["version"]
    assert run(server, "why-not", "2026-03-03", "--prov", "1", "--op", "1", "--minutes", "30", "--time", "09:00")
    assert run(server, "why-not", "someday", code=1).startswith("mockod: ")


def test_offices_are_made_listed_and_dropped(server):
    options = ("--practice", "documented", "--clock", "2027-01-01 08:00:00", "--mode", "remote", "--disabled")
    made = read(server, "offices", "create", "second", *options, "--permissions", "ReadAll,ApiComm")
    api(server, "GET", "patients")

    assert (made["office"], made["practice"], made["mode"]) == ("second", "documented", "remote")
    settings = read(server, "settings", office="second")
    assert (settings["enabled"], settings["permissions"]) == (False, ["ApiReadAll", "ApiComm"])
    assert [row["office"] for row in read(server, "offices")["offices"]] == ["office", "second"]
    assert run(server, "offices").splitlines()[1].startswith("second: documented, Open Dental 26.3 remote, 2027-01-01")
    assert run(server, "offices", "create", "second", code=1).startswith("mockod: There is an office second already")
    assert run(server, "offices", "drop", "second") == "dropped: second\nmade: 1"


def test_settings_are_shown_and_changed(server):
    changed = read(
        server,
        *("settings", "set", "--mode", "remote", "--od-version", "22.4", "--conduct", "strict", "--queue-depth", "3"),
        *(
            "--delay",
            "50ms-200ms",
            "--throttle-clock",
            "office",
            "--permissions",
            "ReadAll,Comm",
            "--preference",
            "ApptsAllowOverlap=0",
        ),
    )

    assert changed == read(server, "settings", "show")
    assert changed["preferences"].pop("ApptsAllowOverlap") == "0"
    assert changed.pop("appointment_rules") == []
    assert {name: changed[name] for name in changed if name != "preferences"} == {
        "mode": "remote",
        "od_version": "22.4",
        "conduct": "strict",
        "permissions": ["ApiReadAll", "ApiComm"],
        "enabled": True,
        "queue_depth": 3,
        "throttle_clock": "office",
        "delay": [0.05, 0.2],
    }
    assert "permissions: ApiReadAll, ApiComm" in run(server, "settings")
    back = read(server, "settings", "set", "--preference", "ApptsAllowOverlap")
    assert back["preferences"]["ApptsAllowOverlap"] == "1"
    wrong = run(server, "settings", "set", "--mode", "loud", code=1)
    assert wrong == "mockod: mode: 'loud' is none of local, service, remote"


def test_an_appointment_rule_is_switched_on(server):
    run(server, "offices", "create", "crowns", "--practice", "demo")
    rules = read(server, "settings", "set", "--office", "crowns", "--appointment-rule", "2=on")["appointment_rules"]
    assert [(rule["AppointmentRuleNum"], rule["IsEnabled"]) for rule in rules] == [(1, False), (2, True)]
    wrong = run(server, "settings", "set", "--office", "crowns", "--appointment-rule", "2=maybe", code=1)
    assert wrong == "mockod: appointment_rules[0]: IsEnabled: true or false belongs here"
    run(server, "offices", "drop", "crowns")


def test_a_reset_is_of_the_office(server):
    api(server, "POST", "patients", LName="New", FName="Nora")

    assert run(server, "reset") == "reset: office\noffices: 1"
    assert len(api(server, "GET", "patients").json()) == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["clock", "set", "nonsense"], f"now: {MOMENT}"),
        (["clock", "freeze", "2026-03-02"], f"now: {MOMENT}"),
        (["offices", "create", "b", "--clock", "nonsense"], f"clock: now: {MOMENT}"),
        (["fault", "add", "slow", "--begins", "nonsense"], f"begins: {MOMENT}"),
        (["clock", "advance", "--days", "-1"], "days: a whole number from 0 on belongs here"),
        (["journal", "show", "--since", "x"], "since: a whole number from 0 on belongs here"),
    ],
)
def test_a_value_that_is_not_understood_is_told_with_what_belongs_there(server, words, says):
    assert run(server, *words, code=1) == f"mockod: {says}"


@pytest.mark.parametrize("words", [["reset"], ["journal", "clear"], ["fault", "end", "--all"], ["clock", "run"]])
def test_an_office_of_no_name_is_not_every_office(server, words):
    said = "mockod: office is given and empty; name one, or leave it out."

    assert run(server, *words, "--office", "", code=1) == said
    assert run(server, "offices", "drop", "", code=1) == said


def test_an_office_that_never_was_is_told_and_its_clock_can_be_set_all_the_same(server):
    said = run(server, "journal", office="ofice", code=1)
    assert said.startswith("mockod: There is no office ofice yet; office was meant?")
    assert run(server, "clock", "set", "2030-01-01 00:00:00", office="new") == "mode: frozen\nnow: 2030-01-01 00:00:00"


def test_a_token_is_sent_and_its_lack_told():
    with ServerThread(create_app(Config(practice="tiny", token="secret"))) as guarded:
        assert run(guarded, "clock", code=1) == "mockod: X-Mockod-Token is missing or wrong."
        assert read(guarded, "clock", "--token", "secret", office=None)["mode"] == "running"
        done = runner().invoke(main, ["clock"], env={"MOCKOD_URL": guarded.url, "MOCKOD_TOKEN": "secret"})
        assert done.exit_code == 0


@pytest.mark.parametrize("below", ["/", "/api/v1", "/api/v1/", "/_mockod"])
def test_more_of_the_address_than_is_needed_does_no_harm(server, below):
    assert read(server, "clock", "--url", f"{server.url}{below}")["mode"] == "frozen"
    assert read(server, "clock", "--url", f"{server.url}{below}".removeprefix("http://"))["mode"] == "frozen"


def test_nobody_there_is_one_clear_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    done = runner().invoke(main, ["clock", "--url", f"http://127.0.0.1:{port}"])

    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"mockod: No mockod answers at http://127.0.0.1:{port} (Connection refused); see --url or MOCKOD_URL.\n"
    )


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "file:///etc/passwd", "http://", "http://[", "http://a b", "::"])
def test_an_address_that_is_none_is_one_clear_line_too(url):
    done = runner().invoke(main, ["clock", "--url", url])

    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "see --url" in done.stderr


class SomethingElse(BaseHTTPRequestHandler):
    """A server that is no mockod, and sends everybody elsewhere."""

    def do_GET(self):
        self.send_response(302 if "clock" in self.path else 404)
        self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def test_what_is_no_mockod_is_told_and_never_followed():
    with HTTPServer(("127.0.0.1", 0), SomethingElse) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{other.server_port}"
        moved = runner().invoke(main, ["clock", "--url", url, "--token", "secret"])
        missing = runner().invoke(main, ["lint", "--url", url])
        other.shutdown()

    assert (moved.exit_code, moved.stderr) == (1, f"mockod: {url} answered 302 Found; that seems to be no mockod.\n")
    assert (missing.exit_code, missing.stderr) == (
        1,
        f"mockod: {url} answered 404 Not Found; that seems to be no mockod.\n",
    )


def test_no_proxy_is_asked(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert read(server, "clock")["mode"] == "frozen"


def test_an_office_is_named_whatever_its_letters(server):
    key = "ä&b=c?d#e%20"
    assert read(server, "offices", "create", key)["office"] == key
    assert run(server, "offices", "drop", key).splitlines()[0] == f"dropped: {key}"
    assert Remote(server.url, key).ask("PUT", "settings", {}).data["mode"] == "local"


def test_the_program_itself_ends_with_these_codes(server):
    environment = {**os.environ, "MOCKOD_URL": server.url, "MOCKOD_OFFICE": "office"}
    words = [sys.executable, "-m", "mockod"]
    done = subprocess.run([*words, "clock"], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"mode: frozen\nnow: {MONDAY}\n", "")
    done = subprocess.run([*words, "clock", "set", "soon"], capture_output=True, text=True, env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"mockod: now: {MOMENT}\n")


def test_help_tells_every_command_in_its_own_order():
    told = runner().invoke(main, ["clock", "--help"]).stdout
    assert [told.index(f"\n  {name} ") for name in ("get", "freeze", "run", "set", "advance")] == sorted(
        told.index(f"\n  {name} ") for name in ("get", "freeze", "run", "set", "advance")
    )
    told = runner().invoke(main, ["--help"]).stdout
    advice = ("lint", "minimum-version", "why-not")
    for name in ("serve", "coverage", "clock", "snapshot", "fault", "journal", *advice, "offices", "settings", "reset"):
        assert f"\n  {name} " in told


def test_a_servers_start_loads_none_of_it():
    code = (
        "import sys, mockod.cli.main, mockod.app, mockod.server.uvicorn_server as _;"
        "print(*(name in sys.modules for name in ("
        "'mockod.cli.remote_commands', 'mockod.cli.client', 'mockod.control.openapi')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "False False False\n"


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        (("--offices", "1", "--evict-idle", "--token", "secret"), {}),
        ((), {"MOCKOD_OFFICES": "1", "MOCKOD_EVICT_IDLE": "on", "MOCKOD_TOKEN": "secret"}),
    ],
)
def test_a_served_bound_and_token_hold(options, environment):
    with serving("--practice", "tiny", *options, **environment) as server:
        for key in ("one", "two"):
            headers = {"Authorization": f"ODFHIR any/{key}"}
            assert requests.get(f"{server.base_url}/patients", headers=headers).status_code == 200
        words = ["offices", "--json", "--url", server.base_url]
        refused = runner().invoke(main, words)
        told = runner().invoke(main, [*words, "--token", "secret"])

    assert (refused.exit_code, refused.stderr) == (1, "mockod: X-Mockod-Token is missing or wrong.\n")
    assert [row["office"] for row in json.loads(told.stdout)["offices"]] == ["two"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--offices", "none"], "mockod: --offices: 'none' is no number of offices"),
        (["--evict-idle", "maybe"], "mockod: --evict-idle: 'maybe' is neither on nor off"),
        (["--token", "two words"], "mockod: --token: a token is 1 to 256 visible ASCII characters"),
        (["--allowed-hosts", "http://x"], "mockod: --allowed-hosts: 'http://x' is no host name"),
    ],
)
def test_a_bad_option_of_theirs_stops_the_start(options, says):
    assert refused_start(*options).startswith(says)
