"""The session of the conformance kit: its pace, its patience, and where credentials go."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

import pytest
import requests
from requests.adapters import BaseAdapter

from mockod.conformance import session as sessions
from mockod.conformance.session import Session, Unreachable, base_url, new_http

HEADERS = {"Authorization": "ODFHIR developer/customer"}


@dataclass
class Time:
    """A clock that goes on by sleeping alone."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


class Scripted(BaseAdapter):
    """Answers what a script says, and keeps the requests; each takes so many seconds of a clock."""

    def __init__(self, *answers: tuple[int, dict[str, str], bytes] | Exception, time: Time, takes: float = 0.0) -> None:
        super().__init__()
        self.answers, self.time, self.takes = list(answers), time, takes
        self.requests: list[requests.PreparedRequest] = []

    def send(self, request, **options):
        self.requests.append(request)
        self.time.now += self.takes
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        response = requests.Response()
        response.status_code, headers, content = answer
        response.raw = BytesIO(content)
        response.headers.update(headers)
        response.url, response.request = request.url, request
        return response

    def close(self) -> None:
        pass


def scripted(*answers, pace=0.0, takes=0.0):
    time = Time()
    adapter = Scripted(*answers, time=time, takes=takes)
    http = new_http()
    http.mount("http://", adapter)
    return Session("http://office.test/v1", HEADERS, pace, http=http, clock=lambda: time.now, sleep=time.sleep), adapter


OK = (200, {}, b"[]")


def test_requests_are_as_far_apart_as_the_pace_says_their_own_time_with_it():
    session, adapter = scripted(OK, OK, OK, pace=5.0, takes=2.0)

    for _ in range(3):
        session.send("GET", "things", {})

    assert adapter.time.slept == [3.0, 3.0]


def test_after_429_it_waits_as_long_as_the_server_says_and_asks_again():
    session, adapter = scripted((429, {"Retry-After": "7"}, b""), OK)

    assert session.send("GET", "things", {}).status == 200
    assert adapter.time.slept == [7.0]


@pytest.mark.parametrize(("asked", "waits"), [("", 10.0), ("soon", 10.0), ("999999", 120.0), ("0", 5.0), ("²", 10.0)])
def test_a_server_that_does_not_say_or_says_too_much_is_not_waited_for_for_ever(asked, waits):
    session, adapter = scripted((429, {"Retry-After": asked}, b""), OK, pace=5.0)

    session.send("GET", "things", {})

    assert adapter.time.slept == [waits]


def test_a_server_that_goes_on_refusing_is_asked_no_more():
    session, adapter = scripted(*[(429, {"Retry-After": "1"}, b"")] * 20)

    assert session.send("GET", "things", {}).status == 429
    assert len(adapter.requests) == 1 + sessions.MOST_REFUSALS


def test_a_redirect_is_an_answer_and_credentials_go_nowhere_else():
    session, adapter = scripted((302, {"Location": "http://elsewhere.test/"}, b""))

    assert session.send("GET", "things", {}).status == 302
    assert [request.url for request in adapter.requests] == ["http://office.test/v1/things"]


def test_credentials_are_those_of_the_key_whatever_netrc_says(tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine office.test login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    session, adapter = scripted(OK, OK)

    session.send("GET", "things", {})
    session.send("GET", "things", {}, anonymous=True)

    assert [request.headers.get("Authorization") for request in adapter.requests] == [HEADERS["Authorization"], None]


def test_values_in_a_query_and_a_path_are_encoded():
    session, adapter = scripted(OK)

    session.send("GET", "things/ä b", {"at": "2026-03-02 09:00:00", "like": "a&b=c"})

    assert adapter.requests[0].url.endswith("/things/%C3%A4%20b?at=2026-03-02%2009%3A00%3A00&like=a%26b%3Dc")


def test_a_body_is_json_and_a_text_is_sent_as_it_is():
    session, adapter = scripted(OK, OK, OK)

    session.send("POST", "things", {}, {"Name": "ä"})
    session.send("POST", "things", {}, "{")
    session.send("GET", "things", {})

    assert [request.body for request in adapter.requests] == [b'{"Name": "\\u00e4"}', b"{", None]
    assert {request.headers["Content-Type"] for request in adapter.requests} == {"application/json"}


def test_an_answer_that_is_too_large_is_none(monkeypatch):
    monkeypatch.setattr(sessions, "LARGEST", 10)
    session, _ = scripted((200, {}, b"[" + b" " * 10 + b"]"))

    with pytest.raises(Unreachable, match="MB"):
        session.send("GET", "things", {})


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (requests.exceptions.SSLError("self signed"), "certificate"),
        (requests.exceptions.ConnectTimeout("slow"), "in time"),
        (requests.exceptions.ReadTimeout("slow"), "in time"),
        (requests.exceptions.ConnectionError(f"refused, {HEADERS}"), "connection"),
        (requests.exceptions.ChunkedEncodingError("cut"), "ChunkedEncodingError"),
    ],
)
def test_why_no_answer_came_is_told_without_the_request(failure, words):
    session, _ = scripted(failure)

    with pytest.raises(Unreachable, match=words) as told:
        session.send("GET", "things", {})
    assert "customer" not in str(told.value)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("127.0.0.1:30222/api/v1/", "http://127.0.0.1:30222/api/v1"),
        ("https://api.example.com/api/v1", "https://api.example.com/api/v1"),
        ("http://[::1]:30222", "http://[::1]:30222"),
    ],
)
def test_an_address_may_leave_out_what_goes_without_saying(written, url):
    assert base_url(written) == url


@pytest.mark.parametrize(
    "written", ["ftp://office.test", "http://", "http://me:secret@office.test/", "http://a/?key=b"]
)
def test_an_address_that_is_none_or_holds_credentials_is_refused(written):
    with pytest.raises(ValueError, match="address"):
        base_url(written)
