"""Reading by itself what a practice needs: once, to the end of each list, patiently, with the client's keys."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from mockod.app import create_site
from mockod.config import read_config
from mockod.server.uvicorn_server import ServerThread
from mockod.shadow import learner as learners
from mockod.vendors.opendental.shadow.wanted import wanted
from support.shadowing import TODAY, played_office, proxying

pytestmark = pytest.mark.live
KEYS = {"Authorization": "ODFHIR any-developer/my-office"}
QUERIES = (
    {"date": "2026-03-03"},
    {"date": "2026-03-04", "lengthMinutes": "60"},
    {"dateStart": "2026-03-02", "dateEnd": "2026-04-10"},
    *({"ProvNum": str(provider), "dateEnd": "2026-03-20"} for provider in (1, 2, 3, 4)),
    *({"OpNum": str(operatory), "ProvNum": "1"} for operatory in (1, 2, 3, 4, 5, 6)),
    {"ProvNum": "3", "OpNum": "5", "lengthMinutes": "30", "dateEnd": "2026-04-10"},
)
JSON = {"Content-Type": "application/json"}


def begin(url: str, **headers: str) -> int:
    return requests.get(f"{url}/providers", headers=headers, timeout=20).status_code


def test_a_client_that_asks_little_leaves_a_practice_with_the_same_slots(make_office, tmp_path):
    with (
        ServerThread(create_site(read_config({"clock": f"{TODAY} 07:00:00"}))) as office,
        proxying(office.url, learn=40) as proxied,
    ):
        assert begin(proxied.url, **KEYS) == 200
        assert proxied.learner.done.wait(60)

    assert proxied.differences() == []
    path = tmp_path / "office.yaml"
    path.write_text("".join(proxied.shadow.practice(TODAY)), encoding="utf-8")
    real, played = make_office("demo"), make_office(str(path))
    answers = [[one.read("appointments/Slots", **query) for one in (real, played)] for query in QUERIES]
    assert [query for query, (slots, served) in zip(QUERIES, answers, strict=True) if slots != served] == []
    assert sum(len(slots) for slots, _ in answers) > 200
    assert len(played.read("patients")) == len(real.read("patients"))


def test_it_begins_once_with_the_keys_of_the_first_client_who_is_let_in():
    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        return 200, JSON, b"[]"

    with played_office(answer) as office, proxying(office.url, learn=5) as proxied:
        begin(proxied.url)
        begin(proxied.url, **KEYS)
        begin(proxied.url, Authorization="ODFHIR another/key")
        assert proxied.learner.done.wait(60)

    by_itself = [(path, headers["authorization"]) for _, path, headers in office.asked[3:]]
    assert sorted(urlsplit(path).path.removeprefix("/api/v1/") for path, _ in by_itself) == sorted(
        listing.path for listing in wanted(TODAY, 5)
    )
    assert {keys for _, keys in by_itself} == {KEYS["Authorization"]}


def test_nothing_is_read_unless_that_was_asked_for():
    with played_office(lambda path: (200, JSON, b"[]")) as office, proxying(office.url) as proxied:
        begin(proxied.url, **KEYS)

    assert len(office.asked) == 1


def test_lists_are_read_to_their_end_and_one_that_never_ends_is_left(monkeypatch):
    monkeypatch.setattr(learners, "MOST_PAGES", 5)

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        offset = int(parse_qs(parts.query).get("Offset", ["0"])[0])
        name = parts.path.removeprefix("/api/v1/")
        counts = {"patients": 250 - offset, "appointments": 100, "schedules": 100}
        first = 0 if name == "schedules" else offset  # these are always the same page; appointments go on for ever
        rows = [{"Num": first + n} for n in range(min(counts.get(name, 0), 100))]
        return 200, JSON, json.dumps(rows).encode()

    with played_office(answer) as office, proxying(office.url, learn=5) as proxied:
        begin(proxied.url, **KEYS)
        assert proxied.learner.done.wait(60)

    asked = [urlsplit(path).path.removeprefix("/api/v1/") for _, path, _ in office.asked]
    assert (asked.count("patients"), asked.count("appointments"), asked.count("schedules")) == (3, 5, 2)


def test_too_many_requests_are_made_fewer_and_what_does_not_come_is_left(monkeypatch):
    monkeypatch.setattr(learners, "SECONDS_TO_COME_AGAIN", 0.01)
    turned_away: list[str] = []

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        name = urlsplit(path).path.removeprefix("/api/v1/")
        if name == "clinics" and turned_away.count(name) < 2:
            turned_away.append(name)
            return 429, JSON | ({"Retry-After": "0"} if len(turned_away) == 1 else {}), b'"Too many requests"'
        if name == "patients":
            turned_away.append(name)
            return 429, JSON, b'"Too many requests"'
        return 200, JSON, b"[]"

    with played_office(answer) as office, proxying(office.url, learn=5) as proxied:
        begin(proxied.url, **KEYS)
        assert proxied.learner.done.wait(60)

    assert turned_away == ["clinics"] * 2 + ["patients"] * learners.TRIES
    assert proxied.differences() == []


def test_it_ends_with_the_proxy():
    with played_office(lambda path: (429, JSON | {"Retry-After": "60"}, b'"Too many requests"')) as office:
        with proxying(office.url, learn=5) as proxied:
            proxied.learner.begin(KEYS["Authorization"])
        asked = len(office.asked)

    assert not proxied.learner.done.is_set()
    assert asked <= 2
