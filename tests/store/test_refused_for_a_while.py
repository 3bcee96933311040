"""What the disk refuses for a while: a drop takes all or nothing, and no practice makes no office."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from support.api_client import ApiClient
from support.failing_disk import fail
from support.office_in_folder import client, close, control
from support.paths import PRACTICES

LATER = "2026-03-05 12:00:00"


@pytest.fixture
def office(tmp_path) -> ApiClient:
    """With a booking, a snapshot ``kept``, another clock and another setting than at the start."""
    office = client(tmp_path / "offices")
    office.book(AptDateTime="2026-03-02 09:00:00")
    assert control(office, "POST", "snapshots", json={"name": "kept"}).status_code == 201
    office.set_clock(LATER)
    assert control(office, "PUT", "settings", json={"mode": "service"}).status_code == 200
    return office


def snapshots(office: ApiClient) -> list[str]:
    return [one["name"] for one in control(office, "GET", "snapshots").json]


def drop(office: ApiClient):
    return control(office, "DELETE", "offices")


def all_but(ending: str):
    """What deletes files, but none of this ending."""
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.name.endswith(ending):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(path, missing_ok)

    return unlink


def test_a_refused_drop_leaves_clock_and_settings_too(office, monkeypatch):
    for ending in (".json", ".sqlite"):
        with monkeypatch.context() as patched:
            patched.setattr(Path, "unlink", all_but(ending))
            assert drop(office).status_code == 400

        assert control(office, "GET", "clock").json["now"] == LATER
        assert control(office, "GET", "settings").json["mode"] == "service"
        assert len(office.read("appointments")) == 1
        assert snapshots(office) == ["kept"]
    assert drop(office).status_code == 200


def test_a_dropped_office_takes_its_snapshots_along_even_where_their_files_cannot_be_deleted(
    office, tmp_path, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", all_but(".snapshot"))
        assert drop(office).status_code == 200
        assert snapshots(office) == []
        refused = office.get("appointments")  # a new office would find them
        assert (refused.status_code, "cannot be read or written" in refused.json) == (400, True)

    assert office.read("appointments") == []
    assert snapshots(office) == []
    close(office)
    assert snapshots(client(tmp_path / "offices")) == []


def test_snapshots_of_an_office_that_was_reset_before_it_was_opened_stay_until_it_is_dropped(office, tmp_path):
    close(office)
    later = client(tmp_path / "offices")
    assert control(later, "POST", "reset").status_code == 200
    assert snapshots(later) == ["kept"]
    assert later.read("appointments") == []
    close(later)

    again = client(tmp_path / "offices")
    assert control(again, "POST", "reset").status_code == 200
    assert [drop(again).status_code for _ in range(2)] == [200, 404]
    assert snapshots(again) == []


def test_the_last_snapshot_is_forgotten_without_another_look_at_the_folder(office, monkeypatch):
    assert snapshots(office) == ["kept"]
    with monkeypatch.context() as patched:
        fail(patched, "glob", errno.EIO)
        forgotten = control(office, "DELETE", "snapshots?name=kept")
    assert (forgotten.status_code, forgotten.json) == (200, {"snapshots": 0})


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("patients: 7")])
def test_a_practice_file_that_is_gone_or_wrong_by_now_refuses_new_offices_in_words(tmp_path, change):
    practice = tmp_path / "own.yaml"
    practice.write_text((PRACTICES / "tiny.yaml").read_text())
    app = create_app(Config(practice=str(practice), clock=Clock.frozen(MONDAY)))
    http = app.test_client()
    assert ApiClient(http, "one").read("patients")
    assert http.put("/_mockod/clock", json={"mode": "frozen", "now": LATER}).status_code == 200
    change(practice)

    refused = ApiClient(http, "two").get("patients")
    assert (refused.status_code, "own.yaml" in refused.json) == (400, True)
    made = http.post("/_mockod/offices", json={"office": "two"})
    assert (made.status_code, "own.yaml" in made.json["detail"]) == (400, True)
    assert ApiClient(http, "one").read("patients")
    practice.write_text((PRACTICES / "tiny.yaml").read_text())
    assert ApiClient(http, "two").read("patients")


def test_shipped_practices_that_cannot_be_listed_make_no_office(office, monkeypatch):
    with monkeypatch.context() as patched:
        fail(patched, "glob", errno.EMFILE)
        made = office.http.post("/_mockod/offices", json={"office": "two", "practice": "documented"})
    assert (made.status_code, "Too many open files" in made.json["detail"]) == (400, True)
