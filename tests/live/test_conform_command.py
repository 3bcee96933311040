"""``mockod conform`` over a real socket: exit codes, files, and what a run leaves that somebody ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from xml.etree import ElementTree

import pytest
import requests

from conftest import MONDAY
from mockod.app import create_app
from mockod.cli.main import main
from mockod.config import read_config
from mockod.server.uvicorn_server import ServerThread
from support.command_line import runner

pytestmark = pytest.mark.live
SHOWN = ("--only", "reads", "--only", "shapes.GET appointments*")


@pytest.fixture(scope="module")
def server():
    with ServerThread(create_app(read_config({"clock": str(MONDAY)}))) as started:
        yield started


def conform(url, *words, key="any/office", code=0):
    """What the command prints, and what it complains of."""
    done = runner().invoke(main, ["conform", "--base-url", url, *words], env={"MOCKOD_CONFORM_KEY": key})
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def test_a_run_over_a_socket_finds_nothing_and_tells_the_version(server):
    told, _ = conform(f"{server.url}/api/v1", *SHOWN)

    assert told.startswith(f"Open Dental at {server.url}/api/v1, version 26.3.")
    assert ", 0 differs, " in told


def test_what_differs_is_exit_code_1(server):
    requests.put(f"{server.url}/_mockod/settings?office=strict", json={"conduct": "strict"}).raise_for_status()

    told, _ = conform(f"{server.url}/api/v1", *SHOWN, key="any/strict", code=1)

    assert "DIFFERS  reads.unknown-parameter-of-appointments" in told


def test_the_report_goes_into_a_file_in_the_form_that_is_asked_for(server, tmp_path):
    file = tmp_path / "report.xml"

    told, _ = conform(f"{server.url}/api/v1", *SHOWN, "--format", "junit", "--report", str(file))

    root = ElementTree.parse(file).getroot()
    assert told.startswith(f"{root.get('tests')} checks: ")
    assert int(root.get("tests")) > 40


def test_a_report_that_cannot_be_written_is_printed(server, tmp_path):
    told, complaint = conform(f"{server.url}/api/v1", *SHOWN, "--report", str(tmp_path / "no" / "file"), code=2)

    assert "Open Dental at" in told
    assert "No such file" in complaint


@pytest.mark.parametrize(
    ("path", "words", "complaint"),
    [
        ("", (), "whole address"),
        ("/_mockod/health", (), "whole address"),
        ("/api/v1", ("--only", "teeth"), "no check is called teeth"),
        ("/api/v1", ("--api-version", "3"), "no Open Dental version"),
        ("/api/v1", ("--key", "developer"), "DEVELOPERKEY/CUSTOMERKEY"),
    ],
)
def test_what_cannot_be_run_is_exit_code_2(server, path, words, complaint):
    told, complained = conform(server.url + path, *words, code=2)

    assert told == ""
    assert complaint in complained


def test_nobody_there_is_exit_code_2():
    with socket.socket() as taken:  # bound, and not listening: it refuses
        taken.bind(("127.0.0.1", 0))
        _, complained = conform(f"http://127.0.0.1:{taken.getsockname()[1]}/api/v1", code=2)

    assert "takes no connection" in complained


def test_an_address_and_a_key_are_needed():
    assert "--base-url and --key" in runner().invoke(main, ["conform"]).stderr


def test_a_key_that_is_refused_is_exit_code_2(server):
    requests.put(f"{server.url}/_mockod/settings?office=off", json={"enabled": False}).raise_for_status()

    _, complained = conform(f"{server.url}/api/v1", key="any/off", code=2)

    assert "API key has not been assigned." in complained
    assert "any/off" not in complained


def test_a_report_does_not_hold_a_key_that_the_server_tells_back(server):
    told_back = {
        "kind": "respond",
        "status": 400,
        "json": "Who is long-developer-key/long-customer-key?",
        "path": "patients*",
    }
    requests.post(f"{server.url}/_mockod/offices", json={"office": "long-customer-key"})
    requests.post(f"{server.url}/_mockod/faults?office=long-customer-key", json=told_back).raise_for_status()

    told, _ = conform(f"{server.url}/api/v1", *SHOWN, key="long-developer-key/long-customer-key", code=1)

    assert "6 differs" in told
    assert "long-" not in told


def test_methods_that_the_key_does_not_permit_are_not_tried(server):
    only_reads = {"permissions": ["ApiReadAll"]}
    requests.put(f"{server.url}/_mockod/settings?office=reader", json=only_reads).raise_for_status()

    told, _ = conform(f"{server.url}/api/v1", "--write", "--only", "writes.patient-made", key="any/reader", code=2)

    assert "the key does not permit POST patients (ApiPatients)" in told


def test_the_list_of_checks_asks_nobody():
    done = runner().invoke(main, ["conform", "--list", "--only", "writes.broken-twice"])

    assert done.stdout == ("writes.broken-twice  (guide, writes)\n    Only a scheduled appointment can be broken.\n")


def test_only_reads_are_sent_without_write(server):
    conform(f"{server.url}/api/v1", key="any/read-only")

    entries = requests.get(f"{server.url}/_mockod/requests?office=read-only&limit=1000").json()
    assert {entry["method"] for entry in entries} == {"GET"}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals between processes")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_somebody_ends_takes_back_what_it_made(server, tmp_path, sent):
    office, file = tmp_path.name, tmp_path / "report.json"
    words = ["--base-url", f"{server.url}/api/v1", "--write", "--only", "statuses", "--pace", "0.1", "-v"]
    command = [sys.executable, "-m", "mockod", "conform", *words, "--format", "json", "--report", str(file)]
    environment = {**os.environ, "MOCKOD_CONFORM_KEY": f"any/{office}"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        for line in process.stderr:
            if "statuses.Scheduled-to-Complete" in line:
                process.send_signal(sent)
                break
        process.stderr.read()
        assert process.wait(timeout=60) == 2

    report = json.loads(file.read_text())
    assert report["stopped"] == "interrupted"
    assert 1 <= len(report["checks"]) < 12
    with requests.Session() as read:
        read.headers["Authorization"] = f"ODFHIR any/{office}"
        (patient,) = read.get(f"{server.url}/api/v1/patients/Simple?LName=Mockodconform").json()
        appointments = read.get(f"{server.url}/api/v1/appointments?PatNum={patient['PatNum']}").json()
    assert patient["PatStatus"] == "Archived"
    assert {row["AptStatus"] for row in appointments} == {"Broken"}
    assert len(report["left"]) == 1 + len(appointments)
