"""The log of ``mockod serve``: on standard error, as text or JSON, with a line for each request."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from mockod._version import __version__
from support.serving import command, refused_start, serving

pytestmark = pytest.mark.live
KEYS = {"Authorization": "ODFHIR acme-developer/office-number-12"}
TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} "


@dataclass(frozen=True)
class Logged:
    """A running server, and the file that its standard error goes to."""

    process: subprocess.Popen[str]
    file: Path
    url: str

    @property
    def lines(self) -> list[str]:
        return self.file.read_text().splitlines()

    def stop(self) -> list[str]:
        """Its whole log."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=5)
        return self.lines


@contextmanager
def logging_server(folder: Path, *options: str, **environment: str) -> Iterator[Logged]:
    """``with logging_server(tmp_path, "--log-format", "json") as server``."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    file = folder / "log.txt"
    with file.open("w") as log:
        process = subprocess.Popen(
            command("--practice", "tiny", *options, "--port", str(port)),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, **environment},
        )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(500):
            try:
                requests.get(f"{url}/_mockod/health", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.02)
        yield Logged(process, file, url)
    finally:
        process.kill()
        process.wait(timeout=5)
        process.stdout.close()


def ask(server: Logged, *paths: str) -> None:
    for path in paths:
        requests.get(server.url + path, headers=KEYS, timeout=5)


def without_times(lines: list[str]) -> list[str]:
    """Without the times, which are as they may be."""
    assert all(re.match(TIME, line) for line in lines), lines
    return [re.sub(r"  \d+\.\d ms", "", line[24:]) for line in lines]


def test_start_requests_and_stop_are_in_the_log_unless_told_otherwise(tmp_path):
    with logging_server(tmp_path) as server:
        ask(server, "/api/v1/patients/1", "/v1/patients/1", "/_mockod/clock")
        lines = without_times(server.stop())

    office, here = "office: offi...r-12", "There is nothing here; the API is at /api/v1."
    assert lines == [
        f"INFO started  version: {__version__}  url: {server.url}/api/v1  practice: tiny  "
        "api: Open Dental 26.3, API local",
        f"INFO office created  {office}  practice: tiny",
        f"INFO GET /api/v1/patients/1 200  {office}",
        f"INFO GET /v1/patients/1 404  unmatched: {here} Try /api/v1/patients/1.",
        f"INFO GET /_mockod/clock 200  {office}",
        "INFO stopped",
    ]


def test_at_level_warning_nothing_is_logged_of_requests_that_are_answered(tmp_path):
    with logging_server(tmp_path, MOCKOD_LOG_LEVEL="warning") as server:
        ask(server, "/api/v1/patients/1", "/nowhere")

        assert server.stop() == []


def test_as_json_each_line_is_an_object_and_nothing_else_is_printed(tmp_path):
    with logging_server(tmp_path, "--log-level", "debug", MOCKOD_LOG_FORMAT="json") as server:
        ask(server, "/api/v1/patients/1", "/_mockod/health")
        lines = [json.loads(line) for line in server.stop()]
        printed = server.process.stdout.read()

    assert printed == ""
    told = [line for line in lines if line.get("path") != "/_mockod/health"]
    assert [line["message"] for line in told] == ["started", "office created", "request", "stopped"]
    assert (told[0]["url"], told[0]["practice"], told[0]["version"]) == (f"{server.url}/api/v1", "tiny", __version__)
    assert (told[2]["method"], told[2]["path"], told[2]["status"]) == ("GET", "/api/v1/patients/1", 200)
    assert (told[2]["office"], told[2]["level"]) == ("offi...r-12", "info")
    assert [line["level"] for line in lines if line not in told] == ["debug"] * (len(lines) - len(told))


def test_the_line_of_a_slow_answer_tells_how_long_the_client_waited(tmp_path):
    with logging_server(tmp_path, "--log-format", "json") as server:
        headers = {**KEYS, "X-Mockod-Fault": "slow; seconds=0.3"}
        requests.get(f"{server.url}/api/v1/patients/1", headers=headers, timeout=5)
        (line,) = [told for told in map(json.loads, server.stop()) if told["message"] == "request"]

    assert line["faults"] == ["slow"]
    assert 300 <= line["milliseconds"] < 3000


def test_a_forged_path_makes_one_line(tmp_path):
    with logging_server(tmp_path) as server:
        ask(server, "/api/v1/x%0a2026-01-01%2000:00:00.000%20INFO%20all%20offices%20reset%1b[2J")
        lines = server.stop()

    assert lines[1][24:].startswith(
        "INFO GET /api/v1/x%0A2026-01-01%2000:00:00.000%20INFO%20all%20offices%20reset%1B%5B2J"
    )
    assert len(without_times(lines)) == 3


def test_what_is_no_http_is_told_in_the_same_form(tmp_path):
    with logging_server(tmp_path) as server:
        with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=5) as connection:
            connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 400")
        lines = without_times(server.stop())

    assert lines[1].startswith("WARNING Invalid HTTP request received.")


def test_a_webhook_that_fails_again_and_again_is_told_once_and_without_secrets(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    body = {"EndPointUrl": f"http://127.0.0.1:{port}/hook/?token=secret", "WatchTable": "Patient"}
    with logging_server(tmp_path, "--log-level", "warning", "--clock", "2026-03-02 09:00:00") as server:
        more = {"PollingSeconds": 1, "DateTimeStart": "2026-03-01 00:00:00", "DateTimeStop": "2026-03-09 00:00:00"}
        made = requests.post(f"{server.url}/api/v1/subscriptions", json={**body, **more}, headers=KEYS, timeout=5)
        assert made.status_code == 201, made.text
        patient = {"LName": "Doe", "FName": "Jo", "Birthdate": "1990-01-01"}
        requests.post(f"{server.url}/api/v1/patients", json=patient, headers=KEYS, timeout=5)
        requests.post(f"{server.url}/_mockod/clock/advance", json={"seconds": 30}, headers=KEYS, timeout=20)
        lines = without_times(server.stop())

    assert len(lines) == 1
    url = f"http://127.0.0.1:{port}/hook/"
    assert lines[0].startswith(
        f"WARNING webhook not delivered  office: offi...r-12  subscription: 1  url: {url}  problem: "
    )
    assert "secret" not in lines[0]


def test_a_server_whose_output_nobody_reads_goes_on_answering():
    with serving("--practice", "tiny") as server, requests.Session() as client:
        for _ in range(1500):
            assert client.get(f"{server.base_url}/patients/1", headers=KEYS, timeout=5).status_code == 200
        assert server.stop() == 0


def test_a_level_that_is_none_is_refused_by_its_name():
    assert refused_start(MOCKOD_LOG_LEVEL="loud").startswith(
        "mockod: --log-level (from MOCKOD_LOG_LEVEL): 'loud' is none of debug, info, "
    )
