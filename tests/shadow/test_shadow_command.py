"""``mockod shadow`` as a person runs it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys

import pytest
import requests

from mockod.app import create_site
from mockod.cli.main import main
from mockod.config import read_config
from mockod.server.uvicorn_server import ServerThread
from mockod.store.practice_file import read_practice
from mockod.vendors.opendental.practice import loader
from support.command_line import runner
from support.shadowing import TODAY

KEYS = {"Authorization": "ODFHIR secret-developer/secret-customer"}


@pytest.mark.live
@pytest.mark.skipif(os.name != "posix", reason="ends it by SIGTERM")
def test_it_passes_on_until_it_is_ended_and_leaves_its_files(tmp_path):
    with ServerThread(create_site(read_config({"clock": f"{TODAY} 07:00:00"}))) as office:
        command = [sys.executable, "-m", "mockod", "shadow", "--upstream", f"{office.url}/api/v1", "--port", "0"]
        command += ["--report", str(tmp_path / "shadow.txt"), "--practice", str(tmp_path / "office.yaml")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            greeting = ""
            while "Files" not in greeting:
                line = process.stdout.readline()
                assert line, process.stderr.read()
                greeting += line
            url = re.search(r"Base URL +(\S+)", greeting)[1]
            direct = requests.get(f"{office.url}/api/v1/patients", headers=KEYS, timeout=20)
            shadowed = requests.get(f"{url}/patients", headers=KEYS, timeout=20)
            refused = requests.post(f"{url}/patients", json={}, headers=KEYS, timeout=20)
            process.send_signal(signal.SIGTERM)
            said, logged = process.communicate(timeout=30)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()

    assert (process.returncode, shadowed.content, refused.status_code) == (0, direct.content, 403)
    assert "1 request, 0 differences" in said
    assert "18 patients" in said
    assert "GET patients 200" in logged
    assert (tmp_path / "shadow.txt").read_text().startswith(f"mockod shadow of {office.url}, held against mockod ")
    assert json.loads((tmp_path / "shadow.json").read_text())["requests"] == 1
    assert loader.mistakes(read_practice(tmp_path / "office.yaml"), TODAY) == []
    files = "".join(path.read_text() for path in tmp_path.iterdir())
    assert not re.search("secret|ODFHIR|Allowed", said + logged + files)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Missing option '--upstream'"),
        (["--upstream", "office.test"], "mockod: --upstream: a URL belongs here"),
        (["--upstream", "https://a:b@office.test"], "without user and password"),
        (["--upstream", "https://office.test", "--od-version", "next"], "mockod: "),
        (["--upstream", "https://office.test", "--mode", "fast"], "Invalid value for '--mode'"),
        (["--upstream", "https://office.test", "--report", "/nowhere/at/all.txt"], "mockod: there is no folder"),
        (["--upstream", "https://office.test", "--ca-file", "/nowhere.pem"], "Invalid value for '--ca-file'"),
        (["--upstream", "https://office.test", "--port", "70000"], "Invalid value for '--port'"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_starts(words, told):
    done = runner().invoke(main, ["shadow", *words])

    assert done.exit_code != 0
    assert told in done.stderr + done.stdout + str(done.exception)


def test_a_port_that_is_taken_is_named():
    with ServerThread(create_site(read_config({}))) as other:
        done = runner().invoke(main, ["shadow", "--upstream", "https://office.test", "--port", str(other.port)])

    assert done.exit_code != 0
    assert "--port: Address already in use" in str(done.stderr + str(done.exception))


def test_the_proxy_does_not_stand_before_itself():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    done = runner().invoke(main, ["shadow", "--upstream", f"http://localhost:{port}", "--port", port])

    assert done.exit_code != 0
    assert "this is the proxy's own address" in str(done.stderr + str(done.exception))
