"""Snapshots over HTTP: taken, restored, compared and deleted; for offices in memory and in files."""

from __future__ import annotations

from threading import Thread

import pytest

from conftest import MONDAY
from mockod.rest.errors import ApiError
from mockod.simulation.clock import Clock
from mockod.store import office_places
from mockod.store.office import Office
from mockod.store.snapshots import MOST, Snapshot, Snapshots
from support.api_client import ApiClient
from support.db import database
from support.snapshot_calls import booked_office, command, control, names, refused, restore, take

NOW = str(MONDAY)
LATER = "2026-04-01 08:30:00"
SETTINGS = {
    "mode": "remote",
    "od_version": "22.4.28",
    "conduct": "strict",
    "permissions": ["ApiReadAll"],
    "enabled": False,
}


@pytest.fixture(params=["memory", "file"])
def office(request, tmp_path) -> ApiClient:
    return booked_office(request.param, tmp_path)


def settings(office):
    return office.http.get("/_mockod/settings", headers=office.headers).json


def test_a_snapshot_tells_its_name_the_offices_time_and_how_large_it_is(office):
    taken = take(office)

    assert (taken["name"], taken["taken"], taken["bytes"] % 4096) == ("before", NOW, 0)
    assert control(office, "GET").json == [taken]
    assert control(office, "GET", "?format=text").text == f"before, taken {NOW}, {taken['bytes']} bytes\n"


def test_without_any_the_list_is_empty(office):
    assert control(office, "GET").json == []
    assert control(office, "GET", "?format=text").text == "No snapshots.\n"


def test_restoring_brings_back_data_clock_and_settings(office):
    before, had = database(office).contents(), settings(office)
    taken = take(office)
    office.put("appointments/1", {"AptStatus": "Complete", "Note": "changed"})
    office.book(AptDateTime="2026-03-02 10:00:00")
    command(office, "clock", mode="frozen", now=LATER)
    command(office, "settings", **SETTINGS, preferences={"AppointmentTimeIncrement": 15})

    assert restore(office) == taken

    assert database(office).contents() == before
    assert office.http.get("/_mockod/clock", headers=office.headers).json == {"mode": "frozen", "now": NOW}
    assert settings(office) == had
    assert office.book(AptDateTime="2026-03-02 10:00:00")["AptNum"] == 2


def test_a_snapshot_can_be_restored_again_and_again_and_in_any_order(office):
    take(office, "one")
    office.book(AptDateTime="2026-03-02 10:00:00")
    take(office, "two")

    for name, count in [("one", 1), ("two", 2), ("two", 2), ("one", 1), ("two", 2)]:
        restore(office, name)
        assert len(office.read("appointments")) == count
        office.book(AptDateTime="2026-03-02 11:00:00")


def test_a_running_clock_runs_on_as_it_did(office):
    command(office, "clock", mode="running", now="2031-05-06 07:08:00")
    take(office)
    office.set_clock(LATER)

    restore(office)

    told = office.http.get("/_mockod/clock", headers=office.headers).json
    assert (told["mode"], told["now"][:16]) == ("running", "2031-05-06 07:08")


def test_faults_stay_as_they_are(office):
    take(office)
    office.http.post("/_mockod/faults", json={"kind": "slow", "seconds": 1, "times": 5}, headers=office.headers)

    restore(office)

    assert len(office.http.get("/_mockod/faults", headers=office.headers).json) == 1


def test_a_reset_leaves_the_snapshots(office):
    take(office)
    office.http.post("/_mockod/reset", headers=office.headers)
    assert office.read("appointments") == []

    restore(office)

    assert len(office.read("appointments")) == 1


def test_a_name_is_given_once_unless_it_says_to_replace(office):
    take(office)
    office.book(AptDateTime="2026-03-02 10:00:00")

    assert refused(control(office, "POST", json={"name": "before"})) == (
        409,
        'There is a snapshot "before" already; replace it or choose another name.',
    )
    take(office, replace=True)

    office.book(AptDateTime="2026-03-02 11:00:00")
    restore(office)
    assert len(office.read("appointments")) == 2
    assert names(office) == ["before"]


def test_one_is_deleted_by_name_and_all_without(office):
    for name in ("one", "two", "three"):
        take(office, name)

    assert control(office, "DELETE", "?name=two").json == {"snapshots": 2}
    assert names(office) == ["one", "three"]
    assert control(office, "DELETE").json == {"snapshots": 0}
    assert names(office) == []
    assert control(office, "DELETE").json == {"snapshots": 0}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/restore", {"name": "other"}),
        ("DELETE", "?name=other", None),
        ("GET", "/file?name=other", None),
        ("GET", "/diff?from=other", None),
        ("GET", "/diff?from=before&to=other", None),
    ],
)
def test_a_name_that_there_is_not_is_not_found(office, method, path, body):
    take(office)

    assert refused(control(office, method, path, json=body)) == (404, 'There is no snapshot "other" of this office.')
    assert names(office) == ["before"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "two\nlines", 7, True, ["a"]])
def test_a_name_is_up_to_a_hundred_characters_on_one_line(office, name):
    assert refused(control(office, "POST", json={"name": name})) == (
        400,
        "name: a name of 1 to 100 characters on one line belongs here",
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "text"),
    [
        ("POST", "", {}, "name is required."),
        ("POST", "", {"name": None}, "name is required."),
        ("POST", "", {"name": "a", "replace": "true"}, "replace: true or false belongs here"),
        ("POST", "", {"name": "a", "over": True}, "over is not known here."),
        ("POST", "/restore", {}, "name is required."),
        ("GET", "/file", None, "name is required."),
        ("PUT", "/file", None, "name is required."),
        ("GET", "/diff?since=a", None, "since is not known here."),
    ],
)
def test_what_is_missing_or_malformed_is_told(office, method, path, body, text):
    assert refused(control(office, method, path, json=body)) == (400, text)
    assert names(office) == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("POST", "", {"name": "a"}),
        ("DELETE", "", None),
        ("POST", "/restore", {"name": "a"}),
        ("GET", "/diff", None),
        ("GET", "/file?name=a", None),
        ("PUT", "/file?name=a", None),
    ],
)
def test_without_an_office_they_are_refused(office, method, path, body):
    response = office.http.open(f"/_mockod/snapshots{path}", method=method, json=body)

    assert refused(response) == (400, "Name one office, by ?office= or by the Authorization header.")


def test_another_offices_snapshots_are_not_seen(office):
    take(office)
    other = ApiClient(office.http, "two")

    assert names(other) == []
    assert refused(control(other, "POST", "/restore", json={"name": "before"}))[0] == 404
    take(other)
    control(office, "DELETE")
    assert names(other) == ["before"]


def test_an_office_has_so_many_snapshots_and_a_clear_refusal_for_more(office):
    for number in range(MOST):
        take(office, f"number {number}")

    assert refused(control(office, "POST", json={"name": "one more"})) == (
        409,
        "This office has 50 snapshots already; delete some first.",
    )
    take(office, "number 7", replace=True)
    assert len(names(office)) == MOST


def test_all_snapshots_together_take_so_many_bytes():
    def snapshot(name, size):
        return Snapshot(name, MONDAY, Clock(), None, size, b"x" * size)

    kept = Snapshots(most_bytes=2_000_000)
    kept.keep("one", snapshot("a", 900_000))
    kept.keep("two", snapshot("a", 1_000_000))
    for office in ("one", "two", "three"):
        with pytest.raises(ApiError, match="All snapshots together may take 2 MB"):
            kept.keep(office, snapshot("b", 200_000))
    kept.keep("two", snapshot("a", 1_100_000), replace=True)
    kept.drop("one")
    kept.keep("three", snapshot("b", 900_000))

    assert [[one.size for one in kept.listed(office)] for office in ("one", "two", "three")] == [
        [],
        [1_100_000],
        [900_000],
    ]


def test_parked_offices_are_taken_and_restored_as_others_are(office, monkeypatch):
    monkeypatch.setattr(office_places, "OPEN_AT_ONCE", 1)

    def park():
        ApiClient(office.http, "two").read("appointments")
        assert office.http.application.extensions["mockod.offices"].by_key()["one"].is_parked

    park()
    take(office)
    office.book(AptDateTime="2026-03-02 10:00:00")
    park()
    restore(office)
    park()

    assert len(office.read("appointments")) == 1


def test_the_difference_is_told_by_row_and_in_sentences(office):
    take(office, "made")
    office.book(AptDateTime="2026-03-02 10:00:00")
    take(office, "second")
    office.set_clock(LATER)
    for number in (1, 2):
        office.put(f"appointments/{number}", {"AptStatus": "UnschedList"})

    assert control(office, "GET", "/diff?from=second&format=text").text.splitlines() == [
        "2 appointments: AptStatus Scheduled -> UnschedList, Op 1 -> 0 (1, 2)",
        "2 histappointments added (3, 4)",
    ]
    assert control(office, "GET", "/diff?from=second").json[0] == {
        "table": "appointment",
        "key": 1,
        "kind": "changed",
        "changes": {"AptStatus": ["Scheduled", "UnschedList"], "Op": [1, 0], "DateTStamp": [NOW, LATER]},
    }
    between = [
        (one["table"], one["key"], one["kind"]) for one in control(office, "GET", "/diff?from=made&to=second").json
    ]
    assert between == [("appointment", 2, "added"), ("histappointment", 2, "added")]
    backwards = [(one["table"], one["kind"]) for one in control(office, "GET", "/diff?to=made").json]
    assert backwards[:2] == [("appointment", "changed"), ("appointment", "removed")]


def test_where_nothing_differs_it_says_so(office):
    take(office)

    assert control(office, "GET", "/diff?from=before").json == []
    assert control(office, "GET", "/diff?from=before&format=text").text == "No differences.\n"
    assert control(office, "GET", "/diff").json == []


def test_an_office_that_is_dropped_while_its_snapshot_is_taken_leaves_none(office, monkeypatch):
    offices, snapshot = office.http.application.extensions["mockod.offices"], Office.snapshot

    def and_dropped(self, name):
        taken = snapshot(self, name)
        offices.drop("one")
        return taken

    monkeypatch.setattr(Office, "snapshot", and_dropped)

    assert refused(control(office, "POST", json={"name": "a"})) == (400, "This office has just been dropped.")
    assert names(office) == []


@pytest.mark.parametrize("call", ["take", "forget", "list"])
def test_a_snapshot_under_way_undoes_nothing_that_another_call_does_to_its_name(office, monkeypatch, call):
    snapshot, others = Office.snapshot, []

    def then_another_call():
        office.put("appointments/1", {"Note": "written after the first was taken"})
        if call == "take":
            take(office, "a", replace=True)
        elif call == "forget":
            others.append(control(office, "DELETE", "?name=a").status_code)
        else:
            others.append(names(office))

    other = Thread(target=then_another_call)

    def and_another_call(self, name):
        taken = snapshot(self, name)
        if not other.ident:
            other.start()
            other.join(0.3)  # it ends here only where it need not wait
        return taken

    monkeypatch.setattr(Office, "snapshot", and_another_call)
    take(office, "a")
    other.join()

    if call == "take":
        restore(office, "a")
        assert office.read("appointments/1")["Note"] == "written after the first was taken"
    else:
        assert (others, names(office)) == {"forget": ([200], []), "list": ([["a"]], ["a"])}[call]
