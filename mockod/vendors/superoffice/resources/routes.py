"""Where paths lead: below the API's own base path, and below a tenant's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.router import Found, Routes
from mockod.vendors.superoffice.resources.appointments import endpoints as appointments
from mockod.vendors.superoffice.resources.lists import API, MDO_LISTS, ZONE_LIST

_BASE = re.compile(r"/*(?:[^/]+/+)?api(?:/+v1)?(?=/|$)", re.IGNORECASE)
_RESOURCES: Mapping[str, Callable[[], Iterable[Endpoint[Any]]]] = {
    "api": lambda: API,
    "appointment": lambda: appointments.ENDPOINTS,
    "timezone": lambda: ZONE_LIST,
    "mdolist": lambda: MDO_LISTS,
}


class ApiRoutes(Routes):
    """Routes in which the empty path tells what there is."""

    def find(self, method: str, path: str) -> Found | None:
        return super().find(method, path if self.segments(path) else "api")


class TenantRoutes(ApiRoutes):
    """The same with the base path in the paths, and perhaps a tenant before it: ``Cust12345/api/v1/Appointment``."""

    def find(self, method: str, path: str) -> Found | None:
        found = _BASE.match(path)
        return super().find(method, path[found.end() :]) if found else None


def base_of(path: str) -> str:
    """The base path that a tenant's path begins with, ``/Cust12345/api/v1``; nothing where there is none.

    >>> base_of("/Cust12345/api/v1/Appointment/3")
    '/Cust12345/api/v1'
    """
    found = _BASE.match(path)
    return found[0] if found else ""


ROUTES = ApiRoutes(_RESOURCES)
TENANT_ROUTES = TenantRoutes(_RESOURCES)
