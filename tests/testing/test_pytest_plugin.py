"""The pytest plugin, in projects of their own: what a test's author writes and sees."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mockod.pytest_plugin import INI_OPTIONS, MARKER
from mockod.testing.office import Mockod
from mockod.testing.options import OF_SERVERS, OfficeOptions

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.live

BOOK = """
import pytest, requests

def book(mockod, **changes):
    body = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"} | changes
    return requests.post(f"{mockod.url}/appointments", json=body, auth=mockod.auth, timeout=10)
"""
INI = """
[pytest]
mockod_practice = tiny
mockod_clock = 2026-03-02 07:00
"""


@pytest.fixture(scope="module", autouse=True)
def _imported():
    """Import it all: what a project's run imports is forgotten after it, and PyYAML must not be imported twice."""
    with Mockod(practice="demo") as office:
        office.snapshot("one")
        office.lint()


@pytest.fixture
def project(pytester):
    """A project whose offices are tiny, on Monday 2026-03-02 at 07:00; ``project(code)`` runs its tests."""
    pytester.makeini(INI)

    def run(code: str, *arguments: str, in_process: bool = True) -> pytest.RunResult:
        pytester.makepyfile(BOOK + code)
        run = pytester.runpytest_inprocess if in_process else pytester.runpytest_subprocess
        return run("-p", "no:randomly", *arguments)

    return run


def test_each_test_has_an_office_of_its_own(project):
    done = project(
        """
@pytest.mark.parametrize("number", [1, 2, 3])
def test_books_the_same_time(mockod, number):
    assert book(mockod).status_code == 201
    assert len(mockod.requests) == 1
    mockod.verify("POST appointments", times=1)
"""
    )
    done.assert_outcomes(passed=3)


def test_all_that_commands_the_world_is_at_hand(project):
    done = project(
        """
from datetime import datetime

def test_it(mockod):
    assert mockod.clock.now == datetime(2026, 3, 2, 7)
    mockod.clock.advance(hours=1)
    mockod.faults.add("econnector_down", times=1)
    assert requests.get(f"{mockod.url}/patients/1", headers=mockod.headers).status_code == 400
    mockod.snapshot("before")
    assert book(mockod).status_code == 201
    mockod.snapshots.restore("before")
    assert book(mockod).status_code == 201
    mockod.settings.change(mode="remote")
    assert [finding.rule for finding in mockod.lint()]
"""
    )
    done.assert_outcomes(passed=1)


def test_a_marker_says_what_the_office_begins_with(project):
    done = project(
        """
pytestmark = pytest.mark.mockod(clock="2026-03-03", mode="service")

@pytest.mark.mockod(practice="demo", mode="remote", version="22.1")
@pytest.mark.mockod(conduct="strict", preferences={"ApptsAllowOverlap": 0})
def test_it(mockod):
    settings = mockod.settings.get()
    assert (settings["mode"], settings["od_version"], settings["conduct"]) == ("remote", "22.1", "strict")
    assert settings["preferences"]["ApptsAllowOverlap"] == "0"
    assert str(mockod.clock.now) == "2026-03-03 00:00:00"
    assert requests.get(f"{mockod.url}/patients/11", auth=mockod.auth).json()["LName"] == "Allowed"

def test_of_the_module(mockod):
    assert mockod.settings.get()["mode"] == "service"
"""
    )
    done.assert_outcomes(passed=2)


def test_a_practice_file_lies_beside_the_configuration(project, pytester):
    from support.paths import PRACTICES

    text = (PRACTICES / "tiny.yaml").read_text("utf-8")
    pytester.mkdir("practices").joinpath("ours.yaml").write_text(text.replace("tiny", "ours"), "utf-8")
    done = project(
        """
@pytest.mark.mockod(practice="practices/ours.yaml", mode="remote")
def test_file(mockod):
    assert book(mockod).status_code == 201
    assert mockod.ready()["practice"].endswith("ours.yaml")

@pytest.mark.mockod(practice="practices/ours.yaml")
def test_the_same_file(mockod, _mockod_servers):
    assert mockod.root_url == _mockod_servers.of(mockod.ready()["practice"]).root_url

def test_others(mockod, mockod_server):
    assert mockod.ready()["practice"] == "tiny"
    assert mockod.root_url == mockod_server.root_url
"""
    )
    done.assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        ('practise="tiny"', "has no option 'practise'; practice was meant?"),
        ("zzz=1", "has no option 'zzz'; choose practice, clock,"),
        ('"tiny"', "takes its options by name: mockod(practice='tiny')"),
    ],
)
def test_a_misspelt_option_of_a_marker_is_refused_before_anything_runs(project, marker, told):
    done = project(f"def test_first(mockod): pass\n@pytest.mark.mockod({marker})\ndef test_it(mockod): pass")

    done.assert_outcomes(errors=1)
    assert f"::test_it: @pytest.mark.mockod {told}" in done.stdout.str()
    assert "Traceback" not in done.stdout.str()


def test_a_misspelt_option_of_the_configuration_is_a_usage_error(project, pytester):
    pytester.makeini("[pytest]\nmockod_practise = tiny")
    done = pytester.runpytest_inprocess()

    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["*tox.ini: mockod_… has no option 'practise'; practice was meant?*"])


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        ('mode="remot"', "@pytest.mark.mockod: mode: 'remot' is none of local, service, remote"),
        ('practice="tinny"', "mockod: --practice: no practice and no file is called 'tinny'*"),
        ('clock="yesterday"', "@pytest.mark.mockod: *yyyy-MM-dd HH:mm:ss*"),
        ('preferences={"Nothing": 1}', "*preferences: 'Nothing' is no preference of this office"),
    ],
)
def test_a_bad_value_is_told_in_one_line(project, marker, told):
    done = project(f"@pytest.mark.mockod({marker})\ndef test_it(mockod): pass")

    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*ERROR at setup of test_it*", told, "*short test summary info*"], consecutive=True)


def test_a_bad_value_of_the_configuration_is_told(pytester):
    pytester.makeini("[pytest]\nmockod_mode = remot")
    pytester.makepyfile("def test_it(mockod): pass")
    done = pytester.runpytest_inprocess()

    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*--mode: 'remot' is none of local, service, remote*"])


def test_a_failing_test_shows_what_its_office_was_asked(project):
    done = project(
        """
def test_another(mockod):
    requests.get(f"{mockod.root_url}/api/v2/others", auth=mockod.auth)

def test_fails(mockod):
    book(mockod)
    requests.get(f"{mockod.root_url}/v1/patients/1", auth=mockod.auth)
    assert book(mockod, PatNum=99).status_code == 201
"""
    )
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        [
            "*mockod requests*",
            "*POST appointments 201*appointment: 1 inserted*",
            "*POST appointments 404*Patient not found.",
            "no office  GET /v1/patients/1 404*",
        ]
    )
    assert "others" not in done.stdout.str()


def test_a_test_whose_own_fixture_fails_shows_them_too(project):
    done = project(
        """
@pytest.fixture
def booked(mockod):
    assert book(mockod, PatNum=99).status_code == 201

def test_it(booked): pass
"""
    )
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*mockod requests*", "*POST appointments 404*Patient not found."])


def test_the_report_tells_the_right_path_to_who_says_the_prefix_twice(project):
    done = project(
        """
def test_it(mockod):
    assert requests.get(f"{mockod.url}/api/v1/patients/1", auth=mockod.auth).ok
"""
    )
    done.stdout.fnmatch_lines(["*GET api/v1/patients/1 404*v1 is not a valid resource.*Try /api/v1/patients/1."])


def test_the_last_ten_requests_are_shown_and_none_is_told(project):
    done = project(
        """
def test_eleven(mockod):
    for number in range(1, 12):
        requests.get(f"{mockod.url}/patients/{number}", auth=mockod.auth)
    assert 0

def test_none(mockod):
    assert 0
"""
    )
    done.assert_outcomes(failed=2)
    shown = done.stdout.str()
    assert "GET patients/2 " in shown
    assert "GET patients/1 " not in shown
    assert "No requests reached this office." in shown


def test_the_office_is_dropped_after_the_test(project):
    done = project(
        """
kept = []

def test_one(mockod):
    assert book(mockod).status_code == 201
    kept.append(mockod.customer)

def test_other(mockod, mockod_server):
    assert kept[0] not in [office.office for office in mockod.offices]
    long_lived = mockod_server.office("a-key", mode="remote")
    assert [office.office for office in long_lived.offices if office.mode == "remote"] == ["a-key"]
"""
    )
    done.assert_outcomes(passed=2)


def test_workers_have_a_server_each(project, pytester):
    done = project(
        """
import pathlib

@pytest.mark.parametrize("number", range(8))
def test_it(mockod, worker_id, number):
    assert book(mockod).status_code == 201
    with pathlib.Path(f"{worker_id}.url").open("a") as file:
        file.write(mockod.root_url + "\\n")
""",
        "-n",
        "2",
    )
    done.assert_outcomes(passed=8)
    urls = [set(path.read_text().split()) for path in pytester.path.glob("gw*.url")]
    assert [len(one) for one in urls] == [1] * len(urls)
    assert len(set.union(*urls)) == len(urls)


def test_workers_tell_of_a_misspelt_option_too(project):
    done = project("@pytest.mark.mockod(practise='tiny')\ndef test_it(mockod): pass", "-n", "1")

    assert "::test_it: @pytest.mark.mockod has no option 'practise'; practice was meant?" in done.stdout.str()


def test_a_test_whose_time_is_frozen_is_served_and_ends_at_once(project):
    done = project(
        """
import time_machine
from datetime import datetime, timezone
from freezegun import freeze_time

@freeze_time("2026-03-02 07:00")
def test_freezegun(mockod):
    assert book(mockod).status_code == 201
    mockod.clock.advance(hours=2)

@time_machine.travel(datetime(2026, 3, 2, 7, tzinfo=timezone.utc), tick=False)
def test_time_machine(mockod):
    assert book(mockod).status_code == 201
    mockod.clock.advance(hours=2)
"""
    )
    done.assert_outcomes(passed=2)


@pytest.mark.parametrize("freezer", ["freezegun.freeze_time", "time_machine.travel"])
def test_a_session_whose_time_is_frozen_is_served_and_ends_at_once(project, freezer):
    done = project(
        f"""
import freezegun, time_machine

@pytest.fixture(scope="session", autouse=True)
def frozen():
    with {freezer}("2026-03-02 07:00"):
        yield

def test_it(mockod):
    assert book(mockod).status_code == 201
    assert mockod.clock.run().now.year == 2026
"""
    )
    done.assert_outcomes(passed=1)


def test_an_own_fixture_of_that_name_wins(project):
    done = project(
        """
@pytest.fixture
def mockod():
    return "ours"

@pytest.mark.mockod("anything", at="all")
def test_it(mockod):
    assert mockod == "ours"
"""
    )
    done.assert_outcomes(passed=1)


def test_it_can_be_switched_off(project):
    done = project("def test_it(mockod): pass", "-p", "no:mockod")

    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*fixture 'mockod' not found*"])


def test_strict_markers_are_content(project):
    done = project("@pytest.mark.mockod(mode='remote')\ndef test_it(mockod): pass", "--strict-markers", "-W", "error")

    done.assert_outcomes(passed=1)


def test_a_project_that_asks_for_no_office_imports_nothing_of_the_server(pytester):
    pytester.makepyfile(
        """
import sys

def test_it():
    found = [name for name in sys.modules if name.startswith("mockod.") or name in ("flask", "uvicorn", "sqlite_utils")]
    assert set(found) <= {"mockod._version", "mockod.pytest_plugin"}
"""
    )
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_the_marker_tells_every_option_and_the_configuration_only_such():
    options = set(OfficeOptions.__annotations__)

    assert all(f"{option}=" in MARKER for option in options)
    assert MARKER.count("=") == len(options)
    assert tuple(INI_OPTIONS) == OF_SERVERS


def test_the_plugin_is_imported_in_no_time():
    program = (
        "import time, pytest; began = time.perf_counter();"
        "import mockod.pytest_plugin; print(time.perf_counter() - began)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert float(done.stdout) < 0.1
