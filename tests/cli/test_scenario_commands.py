"""mockod scenario: listed, played here or on any server, checked; and a server that begins with one."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import requests

from mockod.app import create_app
from mockod.cli.main import main
from mockod.client import Client
from mockod.config import Config, ConfigError, read_config
from mockod.scenario import library
from mockod.server.uvicorn_server import ServerThread
from support.command_line import runner
from support.serving import refused_start, serving

pytestmark = pytest.mark.live
STORY = """\
story: Somebody is known
practice: tiny
clock: "2026-03-02 07:30:00"
steps:
  - say: By her number
    get: patients/1
    answer: {PatNum: 1, PatStatus: Patient}
"""


@pytest.fixture(scope="module")
def server():
    with ServerThread(create_app(Config(practice="tiny", token="secret"))) as server:
        yield server


@pytest.fixture
def story(tmp_path):
    def write(text: str = STORY):
        file = tmp_path / "a-story.yaml"
        file.write_text(text)
        return file

    return write


@pytest.fixture(scope="module")
def stranger():
    """A server of another kind, which knows one patient."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            is_known = self.path == "/other/v1/patients/1" and self.headers["Authorization"] == "ODFHIR dev/cust"
            content = json.dumps({"PatNum": 1, "PatStatus": "Patient"} if is_known else "Unknown.").encode()
            self.send_response(200 if is_known else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/other/v1"
    server.shutdown()
    server.server_close()


def run(*words, code: int = 0) -> str:
    done = runner().invoke(main, ["scenario", *map(str, words)])
    assert done.exit_code == code, done.output
    return (done.stderr if code and done.stderr else done.stdout).rstrip("\n")


def test_those_that_come_with_mockod_are_listed():
    assert [line.split()[0] for line in run("list").splitlines()] == library.names()
    assert [row["name"] for row in json.loads(run("list", "--json"))] == library.names()


def test_one_is_played_on_a_server_of_its_own_by_name_or_file(story):
    assert run("run", "a-gateway-in-between", "-q") == "a-gateway-in-between: passed, 7 steps"
    assert run("run", story()).splitlines() == [
        "a-story: Somebody is known",
        "  passed    0  [the start 201]",
        "  passed    1  By her number  [GET patients/1 200]",
        "a-story: passed, 1 step",
    ]


def test_one_that_fails_is_told_whole_and_ends_with_1(story):
    told = run("run", "-q", story(STORY.replace("PatStatus: Patient", "PatStatus: Inactive")), code=1)

    assert '               PatStatus: "Inactive" was expected, "Patient" came' in told.splitlines()
    [played] = json.loads(run("run", "--json", story(STORY.replace("1\n", "99\n")), code=1))
    assert (played["passed"], played["steps"][1]["status"], played["steps"][1]["line"]) == (False, 404, 5)


def test_it_is_played_on_a_running_server_in_an_office_of_its_name(server, story):
    for url in (server.url, f"{server.url}/api/v1", server.url.removeprefix("http://")):
        assert "passed, 1 step" in run("run", story(), "--base-url", url, "--token", "secret")
    assert "passed, 1 step" in run("run", story(), "--base-url", server.url, "--token", "secret", "--office", "mine")

    told = requests.get(f"{server.url}/_mockod/offices", headers={"X-Mockod-Token": "secret"}).json()
    assert {row["office"] for row in told["offices"]} == {"a-story", "mine"}


def test_without_the_token_a_running_server_refuses_the_start(server, story):
    assert "failed at step 0 of 1" in run("run", story(), "--base-url", server.url, code=1)


def test_it_is_played_on_a_server_that_is_no_mockod(stranger, story):
    keys = ("--developer", "dev", "--office", "cust")

    told = run("run", story(), "--base-url", stranger, *keys)
    assert told.splitlines()[1:3] == [
        "  skipped   0  [the start]",
        "               no control plane here: practice and clock are as they are",
    ]
    assert "passed, 1 step" in told


def test_what_needs_a_control_plane_is_refused_there_or_left_out(stranger, story):
    keys = ("--developer", "dev", "--office", "cust", "--base-url", stranger)
    file = story(f"{STORY}  - advance: {{hours: 1}}\n")

    refused = run("run", file, *keys, code=1)
    assert refused.startswith("mockod: http://127.0.0.1:")
    assert refused.endswith("has no control plane, which is needed: line 8: advance. With --skip the rest is played.")
    assert run("run", file, *keys, "--skip").endswith("a-story: passed, 2 steps, 1 of them skipped")


def test_nobody_there_is_2_and_a_wrong_name_or_file_1(story, tmp_path):
    assert run("run", story(), "--base-url", "http://127.0.0.1:1", code=2).startswith("mockod: Nobody answers at http")
    assert run("run", "late-cancelation", code=1) == (
        "mockod: There is no scenario late-cancelation; late-cancellation was meant?"
    )
    assert run("run", tmp_path / "none.yaml", code=1).endswith("none.yaml:1: No such file or directory")
    assert run("check", "late-cancelation", code=1).endswith("late-cancellation was meant?")
    broken = story("story: A\nsteps: 7\nclock: 7\n")
    assert run("run", broken, code=1).splitlines() == [
        f"mockod: {broken}:2: steps: a list of 1 to 500 steps belongs here",
        f"{broken}:3: clock: a clock wants yyyy-MM-dd HH:mm:ss between 1900 and 2999",
    ]


def test_a_file_may_have_any_name(tmp_path):
    file = tmp_path / "my own story.yaml"
    file.write_text(STORY)
    assert run("run", "-q", file) == "my own story: passed, 1 step"


def test_the_shipped_ones_have_no_mistakes():
    folder = library.path_of("no-show").parent

    assert run("check", folder).splitlines() == [f"{folder}/{name}.yaml: no mistakes" for name in library.names()]


def test_a_server_begins_with_one_in_the_office_that_it_greets_with():
    with serving("--scenario", "late-cancellation") as server:
        keys = {"Authorization": "ODFHIR demo-developer/demo-customer"}
        told = requests.get(f"{server.base_url}/appointments/26", headers=keys).json()

    assert "Scenario       late-cancellation, in the office demo-customer" in server.greeting
    assert (told["AptStatus"], told["serverDateTime"]) == ("UnschedList", "2026-03-02 07:30:00")


def test_a_server_does_not_begin_with_one_that_fails_or_is_none(story):
    failing = story(STORY.replace("PatNum: 1,", "PatNum: 2,"))
    with pytest.raises(ConfigError, match=r"--scenario: a-story: Somebody is known(?s:.*)failed at step 1 of 1"):
        create_app(Config(scenario=str(failing)))
    with pytest.raises(ConfigError, match=r"--scenario: There is no scenario no-shw; no-show was meant\?"):
        read_config({"scenario": "no-shw"})
    assert (
        refused_start("--scenario", str(story("story: A\n"))) == "mockod: --scenario: a-story.yaml:1: steps are missing"
    )


def test_an_office_that_is_kept_in_a_file_is_not_played_over(story, tmp_path):
    config = Config(scenario=str(story()), data_dir=tmp_path / "offices")
    for note in ("first", "second"):
        app = create_app(config)
        http, keys = app.test_client(), {"Authorization": "ODFHIR demo-developer/demo-customer"}
        if note == "first":
            http.put("/api/v1/patients/1", json={"Preferred": "Kept"}, headers=keys)
        assert http.get("/api/v1/patients/1", headers=keys).json["Preferred"] == "Kept"
        app.extensions["mockod.site"].close()


def test_python_plays_one_and_tells_what_failed(server):
    client = Client(server.url, "python", token="secret")

    assert client.play("no-show").passed
    assert [step.outcome for step in client.play("no-show").steps] == ["passed"] * 12
    assert {one.name for one in client.scenarios} == set(library.names())
    with pytest.raises(AssertionError, match=r"failed 1 \(line 3\)  \[GET patients/99\]\n    status 200 was expected"):
        client.scenarios.play_text("story: A\nsteps:\n  - get: patients/99\n")
