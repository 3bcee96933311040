"""``mockod serve``: how it starts, what it prints, how it stops, and what survives it."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import time

import pytest
import requests

from mockod.app import create_app
from mockod.config import Config
from mockod.server.uvicorn_server import ServerThread
from support.serving import refused_start, serving

pytestmark = pytest.mark.live
KEYS = {"Authorization": "ODFHIR live/office"}


def test_the_printed_curl_line_works_when_pasted():
    if not shutil.which("curl"):
        pytest.skip("no curl on this machine")
    with serving() as server:
        line = next(line for line in server.greeting.splitlines() if "curl" in line)
        done = subprocess.run(shlex.split(line[line.index("curl") :]), capture_output=True, text=True, timeout=10)

    assert done.stdout.startswith('[{"DateTimeStart":')


def test_it_stops_within_a_second_even_while_clients_keep_their_connections():
    with serving("--practice", "tiny") as server, requests.Session() as client:
        assert client.get(f"{server.base_url}/patients", headers=KEYS).ok
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 1.0


def test_an_acknowledged_write_survives_a_killed_process(tmp_path):
    folder = str(tmp_path / "offices")
    with serving("--practice", "tiny", "--data-dir", folder) as server:
        body = {"PatNum": 1, "Op": 1, "AptDateTime": "2030-01-02 09:00:00", "Note": "kept"}
        assert requests.post(f"{server.base_url}/appointments", json=body, headers=KEYS).status_code == 201
        server.process.kill()
        server.process.wait()

    with serving("--practice", "tiny", "--data-dir", folder) as server:
        assert requests.get(f"{server.base_url}/appointments/1", headers=KEYS).json()["Note"] == "kept"
        stranger = {"Authorization": "ODFHIR live/another"}
        assert requests.get(f"{server.base_url}/appointments", headers=stranger).json() == []


def test_a_reset_brings_a_kept_office_back_to_its_start(tmp_path):
    with serving("--practice", "tiny", "--data-dir", str(tmp_path)) as server:
        body = {"PatNum": 1, "Op": 1, "AptDateTime": "2030-01-02 09:00:00"}
        requests.post(f"{server.base_url}/appointments", json=body, headers=KEYS)
        assert requests.post(f"{server.root_url}/_mockod/reset", headers=KEYS).json() == {
            "reset": "office",
            "offices": 1,
        }
        assert requests.get(f"{server.base_url}/appointments", headers=KEYS).json() == []


def test_a_second_server_on_the_same_folder_is_refused_at_start_and_the_first_goes_on(tmp_path):
    options = ("--practice", "tiny", "--data-dir", str(tmp_path))
    with serving(*options) as first:
        body = {"PatNum": 1, "Op": 1, "AptDateTime": "2030-01-02 09:00:00"}
        assert requests.post(f"{first.base_url}/appointments", json=body, headers=KEYS).status_code == 201

        assert refused_start(*options) == (
            f"mockod: --data-dir: {tmp_path}: in use by another mockod (process {first.process.pid}); "
            "one at a time can use a folder"
        )
        assert requests.post(f"{first.root_url}/_mockod/reset").status_code == 200
        assert requests.post(f"{first.base_url}/appointments", json=body, headers=KEYS).status_code == 201
        first.process.kill()
        first.process.wait()

    with serving(*options) as second:
        (listed,) = requests.get(f"{second.root_url}/_mockod/offices").json()["offices"]
        assert (listed["office"], listed["state"]) == ("office", "unopened")
        assert len(requests.get(f"{second.base_url}/appointments", headers=KEYS).json()) == 1
        assert second.stop() == 0
    with serving(*options):
        pass


def test_options_are_environment_variables_too():
    with serving(MOCKOD_PRACTICE="tiny", MOCKOD_CLOCK="2026-03-02 07:00:00", MOCKOD_OD_VERSION="22.1") as server:
        clock = requests.get(f"{server.root_url}/_mockod/clock").json()
        booked = requests.get(f"{server.base_url}/preferences?PrefName=ProgramVersion", headers=KEYS).json()

    assert clock == {"mode": "frozen", "now": "2026-03-02 07:00:00"}
    assert booked[0]["ValueString"].startswith("22.1.")


def test_an_option_wins_over_its_variable():
    with serving("--clock", "2026-03-02 07:00:00", MOCKOD_CLOCK="2020-01-01 00:00:00") as server:
        assert requests.get(f"{server.root_url}/_mockod/clock").json()["now"] == "2026-03-02 07:00:00"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--port", "99999"], "mockod: --port: '99999' is no port"),
        (["--port", "http"], "mockod: --port: 'http' is no port"),
        (["--practice", "nowhere"], "mockod: --practice: no practice and no file is called 'nowhere'"),
        (["--clock", "yesterday"], "mockod: --clock: 'yesterday' is neither now nor"),
        (["--clock", "2026-02-30 00:00:00"], "mockod: --clock: "),
        (["--mode", "cloud"], "mockod: --mode: 'cloud' is none of local, service, remote"),
        (["--od-version", "20.5"], "mockod: --od-version: '20.5' is no Open Dental version"),
        (["--od-version", "21.0"], "mockod: --od-version: "),
        (["--conduct", "kind"], "mockod: --conduct: 'kind' is no conduct"),
        (["--conduct", "strict,manners=on"], "mockod: --conduct: 'manners=on' is no point of conduct"),
        (["--data-dir", "/dev/null/x"], "mockod: --data-dir: /dev/null/x"),
    ],
)
def test_a_bad_value_is_refused_at_start_by_its_name(options, says):
    assert refused_start(*options).startswith(says)


def test_a_bad_variable_is_refused_too():
    assert refused_start(MOCKOD_MODE="cloud").startswith("mockod: --mode (from MOCKOD_MODE): 'cloud' is none of local")


def test_a_mistake_in_a_practice_is_refused_with_file_line_and_reason(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("providers:\n  - {ProvNum: 1, Abbr: DOC1}\noperatories:\n  - {OpName: A, ProvDentist: 7}\n")

    assert refused_start("--practice", str(path)) == (
        "mockod: mine.yaml:4: operatories: ProvDentist: there is no provider 7"
    )


def test_a_port_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"cannot listen on 127.0.0.1:{port}" in refused_start("--port", port)


def test_a_host_that_is_none_is_told_by_its_name():
    assert refused_start("--host", "nowhere.invalid").startswith("mockod: --host: cannot listen on nowhere.invalid:0: ")


def test_an_application_outlives_its_server():
    app = create_app(Config(practice="tiny"))
    for expected in (1, 2):
        with ServerThread(app) as server:
            body = {"PatNum": 1, "Op": 1, "AptDateTime": "2030-01-02 09:00:00"}
            made = requests.post(f"{server.url}/api/v1/appointments", json=body, headers=KEYS)
            assert made.json()["AptNum"] == expected


@pytest.mark.parametrize(("mode", "rows"), [("local", 200), ("remote", 100)])
def test_the_mode_says_how_many_rows_a_page_has(tmp_path, mode, rows):
    codes = "".join(f"  - {{ProcCode: T{number:04}}}\n" for number in range(200))
    path = tmp_path / "codes.yaml"
    path.write_text(f"procedurecodes:\n{codes}")

    with serving("--practice", str(path), "--mode", mode) as server:
        assert len(requests.get(f"{server.base_url}/procedurecodes", headers=KEYS).json()) == rows


def test_the_port_is_the_real_apis_own_unless_another_is_asked_for():
    from mockod.config import read_config

    assert read_config({}).port == 30222
    assert read_config({"mode": "service"}).port == 30223
    assert read_config({"mode": "service", "port": "0"}).port == 0


def test_the_command_answers_for_help_and_version():
    import sys

    done = subprocess.run([sys.executable, "-m", "mockod", "serve", "--help"], capture_output=True, text=True)
    for option in ("host", "port", "practice", "clock", "data-dir", "mode", "od-version", "conduct"):
        assert f"--{option}" in done.stdout
        assert f"MOCKOD_{option.upper().replace('-', '_')}" in done.stdout
    assert re.search(r"env var: MOCKOD_PORT,\s+PORT", done.stdout)
    done = subprocess.run([sys.executable, "-m", "mockod", "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("mockod, version ")


def test_a_token_that_is_given_by_variable_is_not_in_the_list_of_processes():
    if not shutil.which("ps"):
        pytest.skip("no ps on this machine")
    token = "s3cret-of-a-test"
    with serving("--practice", "tiny", MOCKOD_TOKEN=token) as server:
        listed = subprocess.run(["ps", "-ww", "-A", "-o", "args"], capture_output=True, text=True, timeout=10).stdout
        assert requests.get(f"{server.root_url}/_mockod/clock").status_code == 401
        assert requests.get(f"{server.root_url}/_mockod/clock", headers={"X-Mockod-Token": token}).ok

    assert "mockod serve" in listed
    assert token not in listed + server.greeting
