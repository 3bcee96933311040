"""Every resource of Open Dental that is simulated, and the module that holds its endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import cast

from mockod.endpoint import Endpoint, Routes

RESOURCES = {
    "appointments": "appointments.endpoints",
    "appointmenttypes": "appointmenttypes",
    "clinics": "clinics",
    "definitions": "definitions",
    "operatories": "operatories",
    "patients": "patients.endpoints",
    "preferences": "preferences",
    "procedurecodes": "procedurecodes",
    "providers": "providers",
    "scheduleops": "schedules",
    "schedules": "schedules",
}
"""Resource -> module, imported when the resource is first asked for; its table is called ENDPOINTS."""


def _table(module: str, name: str = "ENDPOINTS") -> Callable[[], Iterable[Endpoint]]:
    return lambda: cast(Iterable[Endpoint], getattr(import_module(f"mockod.opendental.{module}"), name))


ROUTES = Routes({resource: _table(module) for resource, module in RESOURCES.items()})
"""What is answered below ``/api/v1``."""
FORM_ROUTES = Routes({"appointments": _table("appointments.endpoints", "CREATE_FORM")})
"""What is answered below ``/api`` besides: the create form."""
