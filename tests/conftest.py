"""What tests share: applications on the shipped practices, and a fresh office for each test."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from mockod.app import create_app
from mockod.config import Config
from mockod.rest.errors import ApiError
from mockod.simulation.clock import Clock
from mockod.vendors.opendental.access.conduct import parse_conduct
from mockod.vendors.opendental.access.settings import MODES, Settings
from mockod.vendors.opendental.access.versions import parse_version
from support.api_client import ApiClient
from support.insured_office import INSURED
from support.paths import PRACTICES
from support.superoffice import SuperOfficeClient

MONDAY = datetime(2026, 3, 2, 7, 0)
"""When tests happen, unless they say otherwise: before the office opens."""

LIVE = Path(__file__).parent / "live"

settings.register_profile("ci", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("long", settings.get_profile("ci"), max_examples=2000, derandomize=False)
settings.load_profile("ci")

_keys = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="let tests/reliability try everything, not a share of it")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is timed over a real socket may be tried again: a busy machine can hold a client up for longer than a law
    allows. Laws that hold on any machine (nothing lost, one winner) are tested elsewhere, and once."""
    for item in items:
        if LIVE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests of reliability counted, where they tried everything."""
    if terminalreporter.config.getoption("--full"):
        for report in terminalreporter.getreports("passed"):
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session")
def is_full(request: pytest.FixtureRequest) -> bool:
    """Whether tests of reliability try everything."""
    return bool(request.config.getoption("--full"))


@lru_cache(maxsize=16)  # a test with a practice file of its own makes one that no other test asks for
def application(practice: str, mode: str = "local", version: str = "26.3", conduct: str = "faithful"):
    """One application per kind of office; every test uses keys of its own, so it is never shared in effect."""
    return create_app(
        Config(
            practice=practice,
            clock=Clock.frozen(MONDAY),
            settings=replace(
                Settings(), mode=MODES[mode], version=parse_version(version), conduct=parse_conduct(conduct)
            ),
        )
    )


def new_office(practice: str = "tiny", **settings: str) -> ApiClient:
    """A fresh office: ``new_office("demo", conduct="strict", version="22.1")``."""
    return ApiClient(application(practice, **settings).test_client(), f"office-{next(_keys)}")


@contextmanager
def office_for_a_test(practice: str) -> Iterator[ApiClient]:
    """A fresh office that ends with its test: the offices of all tests together would take gigabytes."""
    office = new_office(practice)
    yield office
    with suppress(ApiError):  # it was not made, or the test has dropped it
        office.http.application.extensions["mockod.offices"].drop(office.customer)


@pytest.fixture
def office() -> Iterator[ApiClient]:
    """A fresh office on the tiny practice, its clock frozen on Monday 2026-03-02 at 07:00."""
    with office_for_a_test("tiny") as one:
        yield one


@pytest.fixture
def demo() -> Iterator[ApiClient]:
    """A fresh office on the demo practice, its clock frozen on Monday 2026-03-02 at 07:00."""
    with office_for_a_test("demo") as one:
        yield one


@pytest.fixture
def so(office: ApiClient) -> SuperOfficeClient:
    """The same office for a client of SuperOffice."""
    return SuperOfficeClient(office.http, office.customer)


@pytest.fixture
def so_demo(demo: ApiClient) -> SuperOfficeClient:
    """The demo practice's for a client of SuperOffice."""
    return SuperOfficeClient(demo.http, demo.customer)


@pytest.fixture
def make_office() -> Callable[..., ApiClient]:
    """Makes offices of any kind; see ``new_office``."""
    return new_office


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the practices of tests are, each text once: its application serves every test that has the same."""
    return tmp_path_factory.mktemp("practices")


@pytest.fixture
def practice_office(practice_folder: Path) -> Callable[..., ApiClient]:
    """Makes an office from the text of a practice file, added to the tiny practice unless ``alone``."""

    def make(text: str, *, alone: bool = False, **settings: str) -> ApiClient:
        tiny = "" if alone else (PRACTICES / "tiny.yaml").read_text()
        content = f"{tiny}\n{text}".encode()
        path = practice_folder / f"{sha256(content).hexdigest()[:16]}.yaml"
        path.write_bytes(content)
        return new_office(str(path), **settings)

    return make


@pytest.fixture
def insured(practice_office: Callable[..., ApiClient]) -> ApiClient:
    """An office with an insured family on the tiny practice."""
    return practice_office(INSURED)


@pytest.fixture
def claimed(insured: ApiClient) -> ApiClient:
    """The same with a primary claim of procedures 101 and 102: number 1, with the lines 1 and 3."""
    answer = insured.post("claims", {"PatNum": 1, "procNums": [101, 102], "ClaimType": "P"})
    assert answer.status_code == 201, answer.text
    return insured
