"""A real browser: a page from another origin calls the API in Chromium, and reads what it may."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from mockod.app import create_app
from mockod.config import Config
from mockod.server import ServerThread

pytestmark = pytest.mark.live

NAMES = ("chromium", "chromium-browser", "google-chrome")
PAGE = """
<!doctype html><title>A page</title><pre></pre>
<script type="module">
const root = "%s", keys = {Authorization: "ODFHIR page/office"}, seen = {};
async function call(name, path, options = {}) {
  try {
    const answer = await fetch(root + path, {...options, headers: {...keys, ...options.headers}});
    const header = (name) => answer.headers.get(name);
    seen[name] = {
      status: answer.status, body: await answer.json(), location: header("Location"),
      basis: header("X-Mockod-Basis"), retry: header("Retry-After"),
    };
  } catch (error) {
    seen[name] = String(error);
  }
}
const json = (body) => ({
  method: "POST", body: JSON.stringify(body), headers: {"Content-Type": "application/json"},
});
await call("read", "/api/v1/patients");
await call("booked", "/api/v1/appointments", json({PatNum: 1, Op: 1, AptDateTime: "2030-01-15 09:00:00"}));
await call("refused", "/api/v1/appointments", json({PatNum: 1}));
await call("turned away", "/api/v1/patients", {headers: {"X-Mockod-Fault": "throttled"}});
await call("cut", "/api/v1/patients", {headers: {"X-Mockod-Fault": "answer_lost"}});
await call("without keys", "/api/v1/patients", {headers: {Authorization: ""}});
await call("patched", "/api/v1/patients/1", {method: "PATCH"});
await call("nowhere", "/patients");
await call("commanded", "/_mockod/clock", {method: "PUT", body: '{"mode": "frozen"}'});
document.querySelector("pre").textContent = JSON.stringify(seen);
</script>
"""


@cache
def chromium() -> str | None:
    """The program; one that does not even tell its version (a stub for another way to install it) is none."""
    for path in filter(None, map(shutil.which, NAMES)):
        if subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0:
            return path
    return None


@contextmanager
def page(text: str) -> Iterator[str]:
    """The address of a page, at an origin of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture
def show(tmp_path: Path) -> Callable[[str], str]:
    """The text that a browser shows in the ``pre`` of an address, once all is loaded."""
    browser = chromium()
    if browser is None:
        pytest.skip("no Chromium on this machine")

    def read(url: str) -> str:
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        options += [f"--user-data-dir={tmp_path}", "--virtual-time-budget=20000", "--dump-dom"]
        shown = subprocess.run([browser, *options, url], capture_output=True, text=True, timeout=120)
        found = re.search(r"<pre[^>]*>(.*?)</pre>", shown.stdout, re.DOTALL)
        assert found, (shown.stdout, shown.stderr)
        return html.unescape(found[1])

    return read


def seen_by_a_page(show: Callable[[str], str], **options: Any) -> tuple[dict[str, Any], list[Any]]:
    """What a page saw of a server with these options, and what the server's lint says of it."""
    with ServerThread(create_app(Config(practice="tiny", **options))) as server:
        with page(PAGE % server.url) as address:
            seen = json.loads(show(address))
        return seen, requests.get(f"{server.url}/_mockod/lint?office=office", timeout=5).json()


def test_a_page_of_another_origin_reads_books_and_sees_why_it_is_refused(show):
    seen, findings = seen_by_a_page(show)

    assert (seen["read"]["status"], len(seen["read"]["body"]), seen["read"]["basis"]) == (200, 2, "observed")
    booked = seen["booked"]
    assert (booked["status"], booked["body"]["AptDateTime"]) == (201, "2030-01-15 09:00:00")
    assert booked["location"].endswith(f"/api/v1/appointments/{booked['body']['AptNum']}")
    assert (seen["refused"]["status"], seen["refused"]["body"]) == (400, "Op is required.")
    assert (seen["turned away"]["status"], seen["turned away"]["retry"]) == (429, "5")
    assert seen["cut"] == "TypeError: Failed to fetch"
    assert (seen["without keys"]["status"], seen["without keys"]["body"]) == (
        401,
        "Authorization header is missing or invalid.",
    )
    assert seen["patched"]["body"] == "patients PATCH  is not a valid method."
    assert (seen["nowhere"]["status"], seen["nowhere"]["body"]) == (
        404,
        "There is nothing here; the API is at /api/v1.",
    )
    assert seen["commanded"] == "TypeError: Failed to fetch"
    (told,) = [finding for finding in findings if finding["rule"] == "keys_in_a_page"]
    assert told["text"].startswith("Keys sent by a web page: http://localhost:")


def test_a_page_of_an_allowed_host_commands(show):
    seen, _ = seen_by_a_page(show, allowed_hosts=("localhost",))

    assert (seen["read"]["status"], seen["commanded"]["status"]) == (200, 200)
    assert seen["commanded"]["body"]["mode"] == "frozen"


@pytest.mark.parametrize("cors", ["off", "http://localhost:1"])
def test_a_page_that_is_not_let_in_sees_nothing(show, cors):
    seen, _ = seen_by_a_page(show, cors=cors)

    assert set(map(str, seen.values())) == {"TypeError: Failed to fetch"}


def test_an_address_below_mockod_can_be_typed_into_a_browser(show):
    with ServerThread(create_app(Config(practice="tiny"))) as server:
        assert json.loads(show(f"{server.url}/_mockod/health"))["status"] == "ok"
        assert show(f"{server.url}/_mockod/offices?format=text").startswith("0 of at most 10000 offices")


def test_the_page_of_the_api_draws_its_document_in_a_browser(show):
    """Swagger UI has fetched it: the first ``pre`` is the version that it tells."""
    with ServerThread(create_app(Config(practice="tiny"))) as server:
        assert show(f"{server.url}/_mockod/opendental/docs?version=22.1").strip() == "22.1"
