"""What tests of snapshots say to the control plane, and the offices that they say it to."""

from __future__ import annotations

from pathlib import Path

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from support.api_client import ApiClient


def application(kind: str, folder: Path, practice: str = "tiny"):
    """An application of its own at Monday 07:00, its offices in ``memory`` or each in a ``file``."""
    data_dir = folder / "offices" if kind == "file" else None
    return create_app(Config(practice=practice, clock=Clock.frozen(MONDAY), data_dir=data_dir))


def booked_office(kind: str, folder: Path) -> ApiClient:
    """An office of the tiny practice with appointment 1."""
    office = ApiClient(application(kind, folder).test_client(), "one")
    office.book(AptDateTime="2026-03-02 09:00:00")
    return office


def control(office, method, path="", **options):
    return office.http.open(f"/_mockod/snapshots{path}", method=method, headers=office.headers, **options)


def take(office, name="before", **more):
    response = control(office, "POST", json={"name": name, **more})
    assert response.status_code == 201, response.text
    return response.json


def restore(office, name="before"):
    response = control(office, "POST", "/restore", json={"name": name})
    assert response.status_code == 200, response.text
    return response.json


def names(office):
    return [one["name"] for one in control(office, "GET").json]


def refused(response):
    assert response.headers["Content-Type"].startswith("application/problem+json"), response.text
    return response.status_code, response.json["detail"]


def command(office, subject, **body):
    response = office.http.put(f"/_mockod/{subject}", json=body, headers=office.headers)
    assert response.status_code == 200, response.text
    return response.json
