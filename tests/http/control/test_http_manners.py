"""/_mockod as HTTP wants it: HEAD where GET is, Allow with every 405, Accept weighed, bodies as programs write them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from flask.testing import FlaskClient

from mockod.app import create_app
from mockod.config import Config
from mockod.control.accept import prefers_text
from mockod.server import ServerThread
from support.control_routes import CONTROL

ENDPOINTS = CONTROL.endpoints
PATHS = sorted({endpoint.path for endpoint in ENDPOINTS})


@pytest.fixture(scope="module")
def http() -> FlaskClient:
    return create_app(Config(practice="tiny")).test_client()


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    with ServerThread(create_app(Config(practice="tiny"))) as server:
        yield server.url


def verbs_of(path: str) -> set[str]:
    return {endpoint.method for endpoint in ENDPOINTS if endpoint.path == path}


@pytest.mark.parametrize("path", [path for path in PATHS if "GET" in verbs_of(path)])
def test_a_head_tells_what_a_get_would(http, path):
    url = f"/_mockod/{path}?office=headed"
    shown, headed = http.get(url), http.head(url)

    assert (headed.status_code, headed.data) == (shown.status_code, b"")
    assert headed.headers == shown.headers


@pytest.mark.parametrize("path", ["/_mockod/health", "/_mockod/requests?format=text", "/_mockod/openapi.json", "/"])
def test_a_program_that_waits_for_the_server_may_ask_by_head(root, path):
    shown, headed = requests.get(root + path, timeout=5), requests.head(root + path, timeout=5)

    assert (shown.status_code, headed.status_code, headed.content) == (200, 200, b"")
    assert int(headed.headers["Content-Length"]) == len(shown.content) > 0
    assert headed.headers["Content-Type"] == shown.headers["Content-Type"]


def test_the_root_says_where_the_api_is_and_takes_nothing(http):
    assert http.get("/").json == "This is mockod; the API is at /api/v1."
    assert http.head("/").status_code == 200
    for verb in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert http.open("/", method=verb).status_code == 404


def test_a_head_changes_nothing(http):
    assert http.head("/_mockod/reset").status_code == 405


@pytest.mark.parametrize("path", PATHS)
def test_a_405_names_what_is_allowed(http, path):
    known = verbs_of(path)
    for verb in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"):
        if verb in known or (verb == "HEAD" and "GET" in known):
            continue
        refused = http.open(f"/_mockod/{path}", method=verb, json={})
        assert refused.status_code == 405
        assert set(refused.headers["Allow"].split(", ")) == known | ({"HEAD"} if "GET" in known else set())


def test_allowed_verbs_stand_in_the_usual_order(http):
    assert http.patch("/_mockod/faults").headers["Allow"] == "GET, HEAD, POST, DELETE"
    assert http.get("/_mockod/reset").headers["Allow"] == "POST"


def test_a_path_without_any_method_is_not_there(http):
    refused = http.get("/_mockod/health/deep")

    assert (refused.status_code, refused.json["detail"]) == (404, "There is no /_mockod/health/deep.")
    assert "Allow" not in refused.headers


@pytest.mark.parametrize(
    ("accept", "is_text"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("image/png", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("text/plain", True),
        (" text/plain ", True),
        ("Text/Plain", True),
        ("text/*", True),
        ("text/plain;charset=utf-8", True),
        ("text/html, text/plain;q=0.1", True),
        ("application/json, text/plain, */*", False),
        ("text/plain, application/json", False),
        ("text/plain, */*", False),
        ("text/plain, */*;q=0.1", True),
        ("text/plain;q=0.5, application/json", False),
        ("application/json;q=0.5, text/plain", True),
        ("application/json ; q=0.5 , text/plain ; q=0.51", True),
        ("application/*;q=0.2, text/*;q=0.3", True),
        ("text/plain;q=0", False),
        ("text/plain;q=0, text/*", False),
        ("application/json;q=0, */*", True),
        ("text/plain;q=0.1, text/plain;q=0.9, application/json;q=0.5", True),
        ("text/plain;q=high", True),
        ("text/plain;q=\u0661", True),
        ("text/plainer", False),
        (",;,=;q", False),
        ("text/plain;q=0.5," * 1000, True),
    ],
)
def test_text_is_for_those_who_would_rather_have_it_than_json(accept, is_text):
    assert prefers_text(accept) is is_text


def test_an_answer_is_text_by_weight_or_by_format(http):
    def kind(query: str = "", accept: str = "*/*") -> str:
        return http.get(f"/_mockod/offices{query}", headers={"Accept": accept}).mimetype

    assert kind() == kind(accept="text/plain;q=0.5, application/json") == "application/json"
    assert kind("?format=text", "application/json") == kind(accept="text/plain, */*;q=0.1") == "text/plain"


FROZEN = b'{"mode": "frozen", "now": "2026-03-02 09:00:00"}'


def test_a_byte_order_mark_before_json_is_nobodys_mistake(http):
    assert http.put("/_mockod/clock?office=bom", data=b"\xef\xbb\xbf" + FROZEN).json["now"] == "2026-03-02 09:00:00"


@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip"])
def test_a_compressed_body_is_refused_in_words(http, coding):
    refused = http.put("/_mockod/clock", data=FROZEN, headers={"Content-Encoding": coding})

    assert (refused.status_code, refused.json["detail"]) == (400, "Content-Encoding is not supported.")
    assert (
        http.put("/_mockod/clock?office=plain", data=FROZEN, headers={"Content-Encoding": "identity"}).status_code
        == 200
    )
