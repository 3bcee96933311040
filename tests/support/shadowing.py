"""Offices played to a shadow: calls of the test client as exchanges with a real office."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from werkzeug.test import TestResponse

from mockod.rest.exchange import Comparison, Exchange
from mockod.rest.messages import Request
from mockod.vendors.opendental.access.versions import DEFAULT
from mockod.vendors.opendental.shadow.office import OfficeShadow, begin
from support.api_client import ApiClient

TODAY = date(2026, 3, 2)


def new_shadow(version: str = DEFAULT, mode: str = "local") -> OfficeShadow:
    """A shadow of an office of this version."""
    return begin({"od_version": version, "mode": mode, "enterprise": False}, TODAY)


def exchange(method: str, path: str, answer: TestResponse, body: bytes = b"", **query: Any) -> Exchange:
    """A call below the API's base path, and what it was answered."""
    headers = {"Content-Type": "application/json"} if body else {}
    request = Request(method, path, urlencode(query), headers, body)
    named = {name.lower(): value for name, value in answer.headers.items()}
    return Exchange(request, answer.status_code, named, answer.data)


def seen(shadow: OfficeShadow, office: ApiClient, path: str, **query: Any) -> Comparison:
    """What a shadow finds when a client reads from an office."""
    return shadow.observe(exchange("GET", path, office.get(path, **query), **query))
