"""``mockod health``: an exit code for containers, CI and scripts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from mockod._version import __version__
from mockod.app import create_app
from mockod.cli.environment import own_url
from mockod.cli.main import main
from mockod.config import Config
from mockod.server.uvicorn_server import ServerThread
from support.command_line import runner

pytestmark = pytest.mark.live


def run(*words: str, **environment: str):
    cleared = dict.fromkeys(("MOCKOD_URL", "MOCKOD_PORT", "MOCKOD_HOST", "MOCKOD_MODE", "PORT"))
    return runner().invoke(main, ["health", *words], env=cleared | environment)


@pytest.fixture(scope="module")
def server():
    with ServerThread(create_app(Config(practice="tiny", token="secret"))) as running:
        yield running


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_a_server_is_ready_and_says_what_it_is_without_its_token(server):
    done = run("--url", server.url)

    assert done.exit_code == 0
    assert done.stdout == f"mockod {__version__} is ready at {server.url}: practice tiny.\n"


def test_the_base_url_of_a_client_will_do(server):
    assert run("--url", f"{server.url}/api/v1/").exit_code == 0


def test_it_finds_the_server_by_the_variables_that_the_server_was_started_with(server):
    assert run(MOCKOD_PORT=str(server.port), MOCKOD_HOST="0.0.0.0").exit_code == 0


def test_nobody_there_is_exit_code_1_as_docker_wants_it():
    done = run("--url", f"http://127.0.0.1:{free_port()}")

    assert done.exit_code == 1
    assert done.stderr.startswith("mockod: No mockod answers at http://127.0.0.1:")


def test_it_waits_for_a_server_that_is_still_to_start():
    port = free_port()
    command = [sys.executable, "-m", "mockod", "health", "--url", f"http://127.0.0.1:{port}", "--wait", "60"]
    waiting = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    with ServerThread(create_app(Config(practice="tiny")), port=port):
        told, _ = waiting.communicate(timeout=60)

    assert waiting.returncode == 0
    assert "is ready" in told


class Stranger(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<h1>Welcome</h1>")

    def log_message(self, *_: object) -> None:
        pass


def test_another_program_that_answers_is_not_ready():
    with HTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        Thread(target=stranger.serve_forever, args=(0.02,), daemon=True).start()
        done = run("--url", f"http://127.0.0.1:{stranger.server_port}")
        stranger.shutdown()

    assert done.exit_code == 1
    assert "is no mockod" in done.stderr


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({}, "http://127.0.0.1:30222"),
        ({"PORT": "8080"}, "http://127.0.0.1:8080"),
        ({"PORT": "8080", "MOCKOD_PORT": "8081"}, "http://127.0.0.1:8081"),
        ({"MOCKOD_MODE": "service"}, "http://127.0.0.1:30223"),
        ({"MOCKOD_HOST": "0.0.0.0"}, "http://127.0.0.1:30222"),
        ({"MOCKOD_HOST": "::"}, "http://[::1]:30222"),
        ({"MOCKOD_PORT": "tcp://10.0.0.1:30222"}, "http://127.0.0.1:30222"),
        ({"MOCKOD_PORT": "no port"}, "http://127.0.0.1:30222"),
    ],
)
def test_where_a_server_of_this_environment_listens(environment, url):
    assert own_url(environment) == url
