"""What the doctor looks at of a server, each mistake made for real; and the command."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from mockod import vendors
from mockod._version import __version__
from mockod.app import create_app
from mockod.cli.main import main
from mockod.config import read_config
from mockod.doctor import server_checks
from mockod.doctor.checks import examine
from mockod.doctor.findings import Status
from mockod.doctor.subject import Answering, Subject
from mockod.server.uvicorn_server import ServerThread
from support.command_line import runner

pytestmark = pytest.mark.live
SUBJECT = Subject(url="", host="127.0.0.1", port=30222, vendor=vendors.default(), environment={})
MOCKOD = json.dumps({"status": "ok", "mockod": __version__}).encode()
CLEARED = (
    "MOCKOD_URL",
    "MOCKOD_PORT",
    "MOCKOD_HOST",
    "MOCKOD_TOKEN",
    "MOCKOD_DATA_DIR",
    "PORT",
    "HTTP_PROXY",
    "http_proxy",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One with listed keys and a token."""
    file = tmp_path_factory.mktemp("keys") / "keys.yaml"
    file.write_text("keys:\n  - {developer: developer-1, customer: customer-1}\n")
    with ServerThread(
        create_app(read_config({"practice": "tiny", "keys": str(file), "token": "a-secret-token"}))
    ) as running:
        yield running


class Stranger(BaseHTTPRequestHandler):
    """Some other program; at the API it answers what its server says there, and elsewhere what else that says."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        is_api = self.path.startswith("/api/v1") and self.server.api
        status, content = self.server.api if is_api else (200, self.server.says)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def stranger():
    with HTTPServer(("127.0.0.1", 0), Stranger) as running:
        running.says, running.api, running.asked = b"[]", None, []
        Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield running
        running.shutdown()


def nobody() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"


def found(check, url, **changes):
    return list(check(replace(SUBJECT, url=url, **changes)))


def told(check, url, **changes):
    finding = found(check, url, **changes)[-1]
    return finding.status, finding.text, finding.remedy


class TestAddress:
    @pytest.mark.parametrize("path", ["", "/", "/api/v1", "/api/v1/", "/_mockod"])
    def test_the_server_or_its_api_is_well(self, path):
        assert told(server_checks.address, f"http://127.0.0.1:30222{path}") == (
            Status.OK,
            "clients need http://127.0.0.1:30222/api/v1",
            "",
        )

    @pytest.mark.parametrize("path", ["/v1", "/api", "/api/v1/api/v1", "/api/v1/appointments", "/API/V1"])
    def test_another_path_is_a_problem_with_the_right_one(self, path):
        assert told(server_checks.address, f"http://127.0.0.1:30222{path}") == (
            Status.PROBLEM,
            f"its path is {path}, and the API is at /api/v1.",
            "http://127.0.0.1:30222/api/v1",
        )

    @pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://", "http://127.0.0.1:99999", "http://[::1", "/api/v1"])
    def test_what_is_no_address_is_told_by_every_check(self, url):
        assert told(server_checks.address, url)[0] is Status.PROBLEM
        assert found(server_checks.server, url) == []

    def test_https_is_told(self):
        first, last = found(server_checks.address, "https://127.0.0.1:30222/api/v1")

        assert (first.status, last.status) == (Status.WARNING, Status.OK)
        assert first.remedy.endswith("http://127.0.0.1:30222/api/v1")

    def test_a_password_in_it_is_not_told(self):
        assert "s3cret" not in str(found(server_checks.address, "http://ana:s3cret@127.0.0.1:30222/v1"))


class TestServer:
    def test_one_that_runs_is_told_with_its_version(self, server):
        assert told(server_checks.server, server.url) == (Status.OK, f"mockod {__version__}", "")

    def test_nobody_there(self):
        url = nobody()
        status, text, remedy = told(server_checks.server, url)

        assert status is Status.PROBLEM
        assert text.startswith(f"nobody listens at {url.removeprefix('http://')} (")
        assert remedy == f"mockod serve --port {url.rpartition(':')[2]}"

    def test_nobody_there_in_a_container_may_be_in_another(self):
        assert "the name of its service" in told(server_checks.server, nobody(), is_in_container=True)[2]

    def test_a_name_that_nobody_knows(self, monkeypatch):
        def unknown(*_: object, **__: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(server_checks.socket, "getaddrinfo", unknown)

        assert told(server_checks.server, "http://mockod:30222")[1] == "the name mockod is not known here."

    def test_one_address_of_a_name_without_a_server(self, server, monkeypatch):
        """As localhost is, where a client asks at ::1 first."""
        addresses = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, server.port)) for host in ("127.0.0.2", "127.0.0.1")
        ]
        monkeypatch.setattr(server_checks.socket, "getaddrinfo", lambda *_, **__: addresses)
        first, last = found(server_checks.server, f"http://localhost:{server.port}")

        assert (first.status, first.remedy) == (Status.WARNING, "Call 127.0.0.1.")
        assert first.text == "localhost is also 127.0.0.2, where nobody listens, and some clients ask there first."
        assert last.status is Status.OK

    @pytest.mark.parametrize("says", [b"[]", b"{}", b"<h1>Hi</h1>", b""])
    def test_another_program(self, stranger, says):
        stranger.says = says
        status, text, _ = told(server_checks.server, f"http://127.0.0.1:{stranger.server_port}")

        assert status is Status.PROBLEM
        assert text.startswith("what answers is no mockod: ")

    def test_an_older_mockod(self, stranger):
        stranger.says = json.dumps({"status": "ok", "mockod": "0.1.0"}).encode()
        status, text, _ = told(server_checks.server, f"http://127.0.0.1:{stranger.server_port}")

        assert status is Status.WARNING
        assert text == f"mockod 0.1.0 answers, and {__version__} is installed here."


class TestToken:
    def test_a_missing_one(self, server):
        status, text, remedy = told(server_checks.token, server.url)

        assert status is Status.WARNING
        assert text.startswith("/_mockod is closed: ")
        assert remedy == "Set MOCKOD_TOKEN to the server's token."

    def test_the_right_one(self, server):
        assert told(server_checks.token, server.url, token="a-secret-token")[0] is Status.OK

    def test_nobody_there_is_told_elsewhere(self):
        assert found(server_checks.token, nobody()) == []


class TestKeys:
    def test_none(self, server):
        assert told(server_checks.keys, server.url)[0] is Status.WARNING

    @pytest.mark.parametrize("keys", ["Bearer abc", "ODFHIR one-key", "ODFHIR a/b/c", "Basic YTpi"])
    def test_malformed_ones(self, server, keys):
        status, text, remedy = told(server_checks.keys, server.url, credentials=keys)

        assert status is Status.PROBLEM
        assert text == "Authorization header is missing or invalid."
        assert remedy.startswith("It is invalid. It must be: ODFHIR")

    def test_those_that_are_listed(self, server):
        assert told(server_checks.keys, server.url, credentials="ODFHIR developer-1/customer-1")[0] is Status.OK

    def test_those_that_are_not(self, server):
        status, text, remedy = told(server_checks.keys, server.url, credentials="ODFHIR developer-1/customer-2")

        assert status is Status.PROBLEM
        assert text == "the server refuses them: Invalid credentials."
        assert "--keys" in remedy

    def test_no_office_is_made_by_looking(self, server):
        told(server_checks.keys, server.url, credentials="ODFHIR developer-1/customer-1")
        client = server_checks.Transport(server.url, {server_checks.TOKEN_HEADER: "a-secret-token"})

        assert client.ask("GET", "offices").data["made"] == 0

    def test_a_server_that_repeats_them_does_not_make_us_repeat_them(self, stranger):
        stranger.says = MOCKOD
        stranger.api = 400, json.dumps("no key secret-developer/secret-customer here").encode()
        url = f"http://127.0.0.1:{stranger.server_port}"
        findings = examine(replace(SUBJECT, url=url, credentials="ODFHIR secret-developer/secret-customer"))

        assert "no key ***/*** here" in str(findings)
        assert "secret" not in str(findings)

    def test_neither_token_nor_keys_are_sent_to_a_stranger(self, stranger):
        url = f"http://127.0.0.1:{stranger.server_port}"
        findings = examine(replace(SUBJECT, url=url, token="secret-token", credentials="ODFHIR secret-1/secret-2"))

        assert [path for path, _ in stranger.asked] == ["/_mockod/health"]
        assert "secret" not in str(stranger.asked)
        assert (findings[-1].status, findings[-1].text) == (
            Status.OK,
            "well-formed; they were sent to nobody, as no mockod answers",
        )

    @pytest.mark.parametrize(
        ("status", "content", "told_so"),
        [(400, b'"Too busy."', "400 Too busy."), (502, b"<h1>Oops</h1>", "502 Bad Gateway"), (200, b"[]", "200 []")],
    )
    def test_any_answer_but_that_to_an_unknown_path_tells_nothing_of_them(self, stranger, status, content, told_so):
        stranger.says, stranger.api = MOCKOD, (status, content)

        assert told(server_checks.keys, f"http://127.0.0.1:{stranger.server_port}", credentials="ODFHIR a/b") == (
            Status.WARNING,
            f"well-formed; whether they are let in could not be told: {told_so}",
            "",
        )

    def test_nothing_is_asked_in_the_clear_of_an_address_with_https(self, stranger):
        stranger.says, stranger.api = MOCKOD, (404, b'"No such resource."')
        url = f"https://127.0.0.1:{stranger.server_port}"
        examine(replace(SUBJECT, url=url, token="secret-token", credentials="ODFHIR secret-1/secret-2"))
        subject = replace(SUBJECT, url=url, credentials="ODFHIR secret-1/secret-2")
        subject.__dict__["answering"] = Answering(version=__version__)

        assert [finding.status for finding in server_checks.keys(subject)] == [Status.WARNING]
        assert stranger.asked == []


class TestCommand:
    def run(self, *words: str, **environment: str):
        return runner().invoke(main, ["doctor", *words], env=dict.fromkeys(CLEARED) | environment)

    def test_all_well_is_exit_code_0(self, server):
        done = self.run(
            "--url", f"{server.url}/api/v1", "--key", "developer-1/customer-1", MOCKOD_TOKEN="a-secret-token"
        )

        assert done.exit_code == 0, done.output
        assert f"ok       Server       mockod {__version__}" in done.stdout.splitlines()
        assert "problem" not in done.stdout

    def test_a_problem_is_exit_code_1_and_nothing_secret_is_told(self, server):
        done = self.run(
            *("--url", server.url.replace("//", "//ana:s3cret@") + "/v1", "--key", "developer-1/customer-2"),
            MOCKOD_TOKEN="another-token",
            HTTP_PROXY="http://ana:s3cret@proxy.example:3128",
        )

        assert done.exit_code == 1
        assert [word for word in ("s3cret", "another-token", "customer-2", "developer-1") if word in done.output] == []

    def test_as_json(self, server):
        rows = json.loads(self.run("--url", server.url, "--json").stdout)

        assert {row["about"] for row in rows} >= {"Python", "Options", "Port", "Proxy", "Base URL", "Server", "Keys"}
        assert all(set(row) == {"status", "about", "text", "remedy"} for row in rows)
