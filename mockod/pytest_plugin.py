"""The pytest plugin: a fixture ``mockod`` that gives each test an office of its own. ``-p no:mockod`` switches it off.

pytest loads it in every project that has mockod installed, so nothing of mockod is imported before a test asks for it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mockod.client import Client
    from mockod.testing.local_server import LocalServer
    from mockod.testing.servers import Servers

LAST_REQUESTS = 10
"""Of the office, in the report of a failing test."""
LONGEST_NAME = 60
"""Characters of a test's name in the customer key of its office."""
MARKER = (
    "mockod(practice=, clock=, mode=, version=, conduct=, permissions=, enabled=, queue_depth=, throttle_clock=, "
    "delay=, preferences=, appointment_rules=): what the office of the fixture mockod begins with."
)
INI_OPTIONS = {
    "practice": "demo, tiny, documented, or the path of a practice file",
    "clock": "yyyy-MM-dd HH:mm: freeze the clock of every office there",
    "mode": "local, service or remote",
    "version": "the Open Dental version to be, as 22.4",
    "conduct": "faithful or strict, single points after it: faithful,overlaps=on",
}
"""What can be said for all tests, as ``mockod_practice = tiny``."""


def pytest_addoption(parser: pytest.Parser) -> None:
    for name, wants in INI_OPTIONS.items():
        parser.addini(f"mockod_{name}", f"offices of the fixture mockod: {wants}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)
    # pytest itself only warns of a name that it does not know. What holds them is private from pytest 9 on.
    written = vars(config).get("_inicfg") or vars(config).get("inicfg") or ()
    names = [name.removeprefix("mockod_") for name in written if name.startswith("mockod_")]
    problem = _wrong_name(names, INI_OPTIONS) if names else ""
    if problem:
        raise pytest.UsageError(f"{config.inipath}: mockod_… {problem}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Refuse a misspelt option of a marker when its test is collected, as pytest does with a misspelt marker."""
    test = metafunc.definition
    markers = list(test.iter_markers("mockod"))
    if markers and _is_ours(test):
        for marker in markers:
            by_name = f"takes its options by name: mockod(practice={marker.args[0]!r})" if marker.args else ""
            problem = by_name or _wrong_name(marker.kwargs)
            if problem:
                pytest.fail(f"{test.nodeid}: @pytest.mark.mockod {problem}", pytrace=False)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show a failing test what its office was asked."""
    outcome: Any = yield
    report: pytest.TestReport = outcome.get_result()
    used = item.stash.get(_USED, None)
    if used is not None and report.when != "teardown" and report.failed:
        report.sections.append(("mockod requests", used.describe()))


@pytest.fixture(scope="session")
def _mockod_servers(pytestconfig: pytest.Config) -> Iterator[Servers]:
    """The servers of this process: one, and one more for each practice file that a marker names."""
    from mockod.testing.servers import Servers

    options = {name: value for name in INI_OPTIONS if (value := pytestconfig.getini(f"mockod_{name}"))}
    if "practice" in options:
        options["practice"] = _found(pytestconfig, options["practice"])
    servers = Servers(**options)
    yield servers
    servers.stop()


@pytest.fixture(scope="session")
def mockod_server(_mockod_servers: Servers) -> LocalServer:
    """The server of this process, for offices that outlive a test: ``mockod_server.office("a-key")``."""
    return _mockod_servers.of(None)


@pytest.fixture
def mockod(request: pytest.FixtureRequest, _mockod_servers: Servers) -> Iterator[Client]:
    """An office of the test's own: ``url``, ``headers``, ``auth``, and all that commands the world around the API."""
    from mockod.client import ControlError
    from mockod.testing.servers import is_file

    options: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("mockod"))):  # the nearest last, as it wins
        options.update(marker.kwargs)
    customer = customer_key(request.node.name, request.node.nodeid)
    try:
        file = None
        if "practice" in options and is_file(options["practice"]):
            file = _found(request.config, options.pop("practice"))
        server = _mockod_servers.of(file)
        office = server.office(customer, **options)
    except ControlError as exc:
        raise pytest.fail.Exception(f"@pytest.mark.mockod: {exc.text}", pytrace=False) from None
    except (ValueError, OSError) as exc:  # of the configuration, or a practice file
        raise pytest.fail.Exception(f"mockod: {exc}", pytrace=False) from None
    request.node.stash[_USED] = _Used(server, customer)
    yield office
    server.drop(customer)


class _Used:
    """The office of a test, as its report tells of it."""

    def __init__(self, server: LocalServer, customer: str) -> None:
        self._server = server
        self._customer = customer
        self._before = max((entry.number for entry in server.strays()), default=0)

    def describe(self) -> str:
        """The last requests, and what reached no office meanwhile."""
        lines = self._server.last_requests(self._customer, LAST_REQUESTS) or ["No requests reached this office."]
        strays = self._server.strays(self._before)[-LAST_REQUESTS:]
        lines += [f"no office  {stray.method} {stray.path} {stray.status}  {stray.unmatched}" for stray in strays]
        return "\n".join(lines)


_USED = pytest.StashKey[_Used]()


def customer_key(name: str, nodeid: str) -> str:
    """The customer key of a test's office: its name, to be known by, and a checksum, to be its own.

    >>> customer_key("test_it[a b/c]", "tests/test_a.py::test_it[a b/c]")
    'test_it-a-b-c-35ecebf6'
    """
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", name)[:LONGEST_NAME].strip("-")
    return f"{plain}-{zlib.crc32(nodeid.encode('utf-8', 'replace')):08x}"


def _found(config: pytest.Config, practice: Any) -> str:
    """A practice file from where pytest's configuration is, if it is there; else as it was named."""
    path = config.rootpath / Path(practice)
    return str(path) if path.is_file() else str(practice)


def _is_ours(item: pytest.Item) -> bool:
    """Whether a test gets its fixture ``mockod`` from here: a project's own may read markers its own way."""
    info = getattr(item, "_fixtureinfo", None)
    definitions: Sequence[Any] = info.name2fixturedefs.get("mockod", ()) if info else ()
    return bool(definitions) and definitions[-1].func.__module__ == __name__


def _wrong_name(names: Iterable[str], known: Iterable[str] | None = None) -> str:
    """What is wrong with a name that is none of those known, without which those of the marker; else nothing."""
    from mockod.testing.options import wrong_name

    return wrong_name(names, known) if known else wrong_name(names)
