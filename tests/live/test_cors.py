"""CORS: pages of other origins call the API, through either door; the control plane stays closed to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from mockod.app import create_app
from mockod.config import Config, ConfigError, read_config
from mockod.server import ServerThread
from mockod.server.cors import EXPOSED, read_cors
from support.paths import PACKAGE

pytestmark = pytest.mark.live

PAGE = "http://localhost:5173"
KEYS = {"Authorization": "ODFHIR page/office"}
ASKED = {
    "Origin": PAGE,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


Call = Callable[..., Answer]


@pytest.fixture(params=["wsgi", "asgi"])
def served(request) -> Iterator[Callable[..., Call]]:
    """``served(cors="off")`` is a way to call an application on the tiny practice through one of its doors."""
    with ExitStack() as stack:

        def serve(**options: Any) -> Call:
            app = create_app(Config(practice="tiny", **options))
            if request.param == "asgi":
                root = stack.enter_context(ServerThread(app)).url
                session = stack.enter_context(requests.Session())

                def call(method: str, path: str, headers: Mapping[str, str], json: Any = None) -> Answer:
                    came = session.request(method, root + path, headers=headers, json=json, timeout=10)
                    return Answer(came.status_code, came.headers, came.content)
            else:
                client = app.test_client()

                def call(method: str, path: str, headers: Mapping[str, str], json: Any = None) -> Answer:
                    came = client.open(path, method=method, headers=headers, **({} if json is None else {"json": json}))
                    return Answer(came.status_code, came.headers, came.data)

            return call

        yield serve


def cors_of(answer: Answer) -> dict[str, str]:
    """What an answer says to a browser, by the end of the header's name."""
    told = {name.title(): value for name, value in answer.headers.items()}
    return {
        name.removeprefix("Access-Control-"): value
        for name, value in told.items()
        if name.startswith("Access-Control-") or name == "Vary"
    }


def test_a_preflight_is_answered_before_keys_are_asked(served):
    answer = served()("OPTIONS", "/api/v1/appointments", ASKED)

    assert (answer.status, answer.body) == (204, b"")
    assert "Content-Type" not in answer.headers
    assert "Content-Length" not in answer.headers
    assert cors_of(answer) == {
        "Allow-Origin": "*",
        "Allow-Methods": "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS",
        "Allow-Headers": "authorization,content-type",
        "Max-Age": "600",
        "Expose-Headers": EXPOSED,
    }


def test_a_preflight_asks_for_the_private_network_only_where_it_says_so(served):
    call = served()
    private = call("OPTIONS", "/api/v1/patients", {**ASKED, "Access-Control-Request-Private-Network": "true"})

    assert cors_of(private)["Allow-Private-Network"] == "true"
    assert "Allow-Private-Network" not in cors_of(call("OPTIONS", "/api/v1/patients", ASKED))


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/appointments/create", "/appointments", "/v1/appointments", "/"]
)
def test_a_page_with_a_wrong_path_is_let_through_to_read_why(served, path):
    call = served()

    assert call("OPTIONS", path, ASKED).status == 204
    refused = call("POST", path, {**KEYS, "Origin": PAGE}, {})
    assert refused.status in (400, 404)
    assert cors_of(refused) == {"Allow-Origin": "*", "Expose-Headers": EXPOSED}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Access-Control-Request-Method": "POST"}, 401),
        ({"Origin": PAGE}, 401),
        ({**KEYS}, 400),
        ({**KEYS, "Origin": PAGE}, 400),
        ({**KEYS, "Access-Control-Request-Method": "POST"}, 400),
    ],
)
def test_options_that_is_no_preflight_stays_an_unsupported_verb(served, headers, status):
    answer = served()("OPTIONS", "/api/v1/appointments", headers)

    assert answer.status == status
    if status == 400:
        assert answer.body == b'"appointments OPTIONS  is not a valid method."'


@pytest.mark.parametrize("names", ["x" * 20_000, "a\xe9", "a b, c@", "a{}"])
def test_odd_names_of_headers_are_no_harm(served, names):
    answer = served()("OPTIONS", "/api/v1/patients", {**ASKED, "Access-Control-Request-Headers": names})

    assert answer.status == 204
    assert cors_of(answer).get("Allow-Headers", names) == names


def test_every_answer_can_be_read_by_any_page(served):
    call = served()
    office = "/_mockod/faults?office=office"

    def read(method: str, path: str, status: int, json: Any = None, **headers: str) -> Answer:
        answer = call(method, path, {**KEYS, "Origin": PAGE, **headers}, json)
        assert answer.status == status, answer.body
        assert cors_of(answer) == {"Allow-Origin": "*", "Expose-Headers": EXPOSED}
        return answer

    read("GET", "/api/v1/patients", 200)
    read("HEAD", "/api/v1/patients", 400)
    made = read("POST", "/api/v1/appointments", 201, {"PatNum": 1, "Op": 1, "AptDateTime": "2030-01-15 09:00:00"})
    assert made.headers["Location"]
    read("POST", "/api/v1/appointments", 400, {"PatNum": 1})
    read("GET", "/api/v1/patients", 401, Authorization="Bearer nobody")
    read("GET", "/api/v1/patients/99", 404)
    read("GET", "/api/v1/teeth", 404)
    read("GET", "/api/v1/patients", 400, **{"X-Mockod-Fault": "nonesuch"})
    for kind, status in (("throttled", 429), ("econnector_down", 400), ("permission_missing", 401)):
        assert call("POST", office, {}, {"kind": kind, "times": 1}).status == 201
        answer = read("GET", "/api/v1/patients", status)
        assert ("Retry-After" in answer.headers) is (status == 429)
    read("GET", "/appointments", 404)
    read("GET", "/", 200)


def test_an_answer_to_a_mistake_of_ours_can_be_read_too(served, monkeypatch):
    call = served()
    monkeypatch.setattr("mockod.runtime.vendor_runtime.VendorRuntime.receive", None)

    broken = call("GET", "/api/v1/patients", {**KEYS, "Origin": PAGE})

    assert (broken.status, cors_of(broken)["Allow-Origin"]) == (500, "*")


def test_programs_are_told_the_same_so_that_no_cache_mixes_answers_up(served):
    assert cors_of(served()("GET", "/api/v1/patients", KEYS)) == {"Allow-Origin": "*", "Expose-Headers": EXPOSED}


def test_of_listed_origins_each_is_named_and_no_other(served):
    call = served(cors=f"{PAGE}, https://App.example:443")
    allowed = {"Expose-Headers": EXPOSED, "Vary": "Origin"}

    for origin in (PAGE, "https://app.example"):
        assert cors_of(call("GET", "/api/v1/patients", {**KEYS, "Origin": origin})) == {
            **allowed,
            "Allow-Origin": origin,
        }
        preflight = call("OPTIONS", "/api/v1/patients", {**ASKED, "Origin": origin})
        assert (preflight.status, cors_of(preflight)["Allow-Origin"]) == (204, origin)
    for origin in (
        "http://localhost:5174",
        "https://localhost:5173",
        "http://app.example",
        "null",
        f"{PAGE}.evil.example",
    ):
        answer = call("GET", "/api/v1/patients", {**KEYS, "Origin": origin})
        assert (answer.status, cors_of(answer)) == (200, {"Vary": "Origin"})
        assert call("OPTIONS", "/api/v1/patients", {**ASKED, "Origin": origin}).status == 401
    assert cors_of(call("GET", "/api/v1/patients", KEYS)) == {"Vary": "Origin"}


def test_where_cors_is_off_nothing_is_said_of_it(served):
    call = served(cors="off")

    assert cors_of(call("GET", "/api/v1/patients", {**KEYS, "Origin": PAGE})) == {}
    assert call("OPTIONS", "/api/v1/patients", ASKED).status == 401
    assert call("OPTIONS", "/api/v1/patients", {**ASKED, **KEYS}).status == 400


@pytest.mark.parametrize("cors", ["*", PAGE, "off"])
def test_the_control_plane_stays_closed_to_pages_whatever_the_api_allows(served, cors):
    call = served(cors=cors)

    for method in ("GET", "OPTIONS", "DELETE"):
        for path in ("/_mockod/clock", "/_mockod/health", "/_mockod", "/_mockod/nothing"):
            answer = call(method, path, ASKED)
            assert (answer.status, cors_of(answer)) == (403, {})


def test_pages_of_an_allowed_host_may_command(served):
    call = served(allowed_hosts=("localhost:5173", "app.example"), token="s3cret", cors="off")

    for origin in (PAGE, "https://app.example", "http://app.example:8080"):
        preflight = call("OPTIONS", "/_mockod/clock", {**ASKED, "Origin": origin})
        assert (preflight.status, cors_of(preflight)["Allow-Origin"]) == (204, origin)
        told = {"Allow-Origin": origin, "Expose-Headers": EXPOSED, "Vary": "Origin"}
        page = {"Origin": origin, "Sec-Fetch-Site": "cross-site", "User-Agent": "Mozilla/5.0"}
        frozen = {"mode": "frozen", "now": "2026-03-02 09:00:00"}
        refused = call("PUT", "/_mockod/clock", page, frozen)
        assert (refused.status, cors_of(refused)) == (401, told)
        done = call("PUT", "/_mockod/clock", {**page, "X-Mockod-Token": "s3cret"}, frozen)
        assert (done.status, cors_of(done)) == (200, told)
    for origin in ("http://localhost:3000", "http://localhost:5174", "http://app.example.evil.example", "null"):
        assert call("OPTIONS", "/_mockod/clock", {**ASKED, "Origin": origin}).status == 403
        assert call("GET", "/_mockod/clock", {"Origin": origin, "X-Mockod-Token": "s3cret"}).status == 403


@pytest.mark.parametrize(
    "cors",
    ["localhost:5173", "http://", "http://localhost:5173/", "http://a b", "*, http://a", "on", "http://a;http://b"],
)
def test_what_is_no_origin_is_refused_at_start(cors):
    with pytest.raises(ConfigError, match=r"^--cors: '.*' is no origin; write \*, off, or origins as http://"):
        read_config({"cors": cors})
    with pytest.raises(ValueError, match="is no origin"):
        create_app(Config(practice="tiny", cors=cors))


@pytest.mark.parametrize("origin", ["null", "http://[::1]:3000", "capacitor://localhost", "chrome-extension://abcdef"])
def test_origins_of_every_kind_can_be_listed(origin):
    assert read_cors(f"http://a,{origin}").headers({"Origin": origin})["Access-Control-Allow-Origin"] == origin


def test_every_header_of_ours_is_exposed():
    """Those that are sent; the fault and the token come from the client."""
    named = {name for path in PACKAGE.rglob("*.py") for name in re.findall(r"X-Mockod-[A-Z]\w+", path.read_text())}

    assert named - {"X-Mockod-Fault", "X-Mockod-Token"} == set(re.findall(r"X-Mockod-\w+", EXPOSED))
