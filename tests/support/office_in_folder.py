"""An office whose data are in a folder, and the control plane's calls about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from support.api_client import ApiClient


def client(folder: Path, **options: Any) -> ApiClient:
    """Office ``one`` of an application on the folder, on the tiny practice, at rest on Monday 2026-03-02 at 07:00."""
    config = Config(practice="tiny", clock=Clock.frozen(MONDAY), data_dir=folder, **options)
    return ApiClient(create_app(config).test_client(), "one")


def close(office: ApiClient) -> None:
    """End its application, as a process that stops does."""
    office.http.application.extensions["mockod.site"].close()


def control(office: ApiClient, method: str, path: str, **options: Any) -> Any:
    """A call below ``/_mockod`` with the office's credentials."""
    return office.http.open(f"/_mockod/{path}", method=method, headers=office.headers, **options)
