"""An office that is as large as an office may be: it refuses what needs room, and does everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config, ConfigError, read_config
from mockod.simulation.clock import Clock
from support.api_client import ApiClient
from support.db import database

MEGABYTE = 1_000_000
SMALL = 3
"""Megabytes of an office that is soon full: the tables alone take more than one."""
FULL = (400, "The office's database is full.")
NOTE = {"PatNum": 1, "Note": "n" * 60_000}


def client(folder: Path | None, megabytes: int = SMALL, practice: str = "tiny") -> ApiClient:
    config = Config(practice=practice, clock=Clock.frozen(MONDAY), data_dir=folder, office_size=megabytes)
    return ApiClient(create_app(config).test_client(), "full")


@pytest.fixture(params=["memory", "file"])
def folder(request, tmp_path) -> Path | None:
    return tmp_path / "offices" if request.param == "file" else None


def filled(folder: Path | None) -> ApiClient:
    """An office without room for another note; and then none for a short one."""
    office = client(folder)
    for note in (NOTE, {**NOTE, "Note": "n" * 4_000}, {**NOTE, "Note": "n" * 50}):
        for _ in range(100):
            answer = office.post("commlogs", note)
            if answer.status_code != 201:
                break
        assert (answer.status_code, answer.json) == FULL
    return office


def control(office: ApiClient, method: str, path: str, **options):
    return office.http.open(f"/_mockod/{path}", method=method, headers=office.headers, **options)


def pages(office: ApiClient) -> int:
    return database(office).rows("PRAGMA page_count")[0][0]


def test_a_full_office_takes_no_more_than_it_may_and_says_so(folder):
    office = filled(folder)

    assert pages(office) == SMALL * MEGABYTE // 4096
    refused = office.post("commlogs", NOTE)
    assert refused.headers["X-Mockod-Basis"] == "assumed"
    assert "--office-size" in refused.headers["X-Mockod-Note"]


def test_a_full_office_is_read_as_before_and_what_it_refuses_changes_nothing(folder):
    office = filled(folder)
    before = database(office).contents()

    assert office.post("commlogs", NOTE).status_code == 400
    assert database(office).contents() == before
    assert len(office.get("commlogs").json) == len(before["commlog"])
    assert control(office, "GET", "settings").status_code == 200


def test_rows_that_are_deleted_make_room_in_a_full_office(folder):
    office = client(folder)
    made = []
    while (answer := office.post("apptfielddefs", {"FieldName": f"F{len(made)}", "PickList": ""})).status_code == 201:
        made.append(answer.json["ApptFieldDefNum"])
        if len(made) == 20:
            break
    employers = [office.post("employers", {"EmpName": "x" * 255}).json["EmployerNum"] for _ in range(100)]
    while office.post("commlogs", NOTE).status_code == 201:
        pass
    while (answer := office.post("employers", {"EmpName": "x" * 255})).status_code == 201:
        employers.append(answer.json["EmployerNum"])
    assert (answer.status_code, answer.json) == FULL

    for number in employers:
        assert office.http.delete(f"/api/v1/employers/{number}", headers=office.headers).status_code == 200
    assert office.post("employers", {"EmpName": "x" * 255}).status_code == 201


def test_a_reset_and_a_restore_empty_a_full_office(folder):
    office = client(folder)
    assert control(office, "POST", "snapshots", json={"name": "before"}).status_code == 201
    for way in ({"path": "reset"}, {"path": "snapshots/restore", "json": {"name": "before"}}):
        while office.post("commlogs", NOTE).status_code == 201:
            pass
        assert control(office, "POST", **way).status_code == 200
        assert office.post("commlogs", NOTE).status_code == 201


def test_a_snapshot_larger_than_the_office_may_be_is_refused_and_changes_nothing(tmp_path):
    roomy = client(None, megabytes=6)
    for _ in range(50):
        assert roomy.post("commlogs", NOTE).status_code == 201
    control(roomy, "POST", "snapshots", json={"name": "large"})
    file = control(roomy, "GET", "snapshots/file?name=large").data
    office = client(tmp_path / "offices")
    assert control(office, "PUT", "snapshots/file?name=large", data=file).status_code == 200
    before = database(office).contents()

    refused = control(office, "POST", "snapshots/restore", json={"name": "large"})

    assert (refused.status_code, refused.json["detail"]) == FULL
    assert database(office).contents() == before


def test_a_file_that_is_larger_than_offices_may_be_now_is_read_and_grows_no_more(tmp_path):
    roomy = client(tmp_path, megabytes=5)
    while roomy.post("commlogs", NOTE).status_code == 201:
        pass
    roomy.http.application.extensions["mockod.site"].close()

    office = client(tmp_path)

    assert len(office.get("commlogs").json) > 20
    assert office.refusal("POST", "commlogs", NOTE) == FULL
    assert control(office, "POST", "reset").status_code == 200
    assert pages(office) < SMALL * MEGABYTE // 4096
    assert office.post("commlogs", NOTE).status_code == 201


def test_a_practice_larger_than_an_office_may_be_stops_the_start(tmp_path):
    patients = "\n".join(f"- {{PatNum: {n}, LName: {'x' * 100}, FName: {'y' * 100}}}" for n in range(1, 4000))
    path = tmp_path / "large.yaml"
    path.write_text(f"patients:\n{patients}\n")

    with pytest.raises(ValueError, match=r"--office-size: the practice .*large.yaml takes 6 megabytes"):
        client(None, practice=str(path))
    assert client(None, megabytes=6, practice=str(path)).get("patients/1").status_code == 200


@pytest.mark.parametrize("text", ["1", "1000"])
def test_the_smallest_and_the_largest_size_can_be_chosen(text):
    assert read_config({"office-size": text}).office_size == int(text)


@pytest.mark.parametrize("text", ["0", "1001", "64MB", "-1", "1.5"])
def test_any_other_size_is_refused(text):
    with pytest.raises(ConfigError, match=f"--office-size: '{text}' is no size; choose 1 to 1000 megabytes"):
        read_config({"office-size": text})
