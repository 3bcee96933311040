"""Where paths lead: below the API's own base path, and below a tenant's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.router import Found, Routes
from mockod.vendors.superoffice.resources.appointments import endpoints as appointments
from mockod.vendors.superoffice.resources.lists import API, MDO_LISTS, ZONE_LIST
from mockod.vendors.superoffice.wire.base_path import base_of

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
        base = base_of(path)
        return None if base is None else super().find(method, path.removeprefix(base))


ROUTES = ApiRoutes(_RESOURCES)
TENANT_ROUTES = TenantRoutes(_RESOURCES)
