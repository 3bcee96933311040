"""One module or folder for each word of the URL; a folder has its Resource in ``endpoints``.

A resource's module is called like the resource, and the Resource in it like the module in capitals. It is imported
when the resource is first asked for, so that a server's start does not grow with the number of resources.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from mockod.rest.endpoint import Endpoint
from mockod.rest.router import Found, Routes
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.documented import documented_routes

if TYPE_CHECKING:
    from mockod.vendors.opendental.engine.resource import Resource

_MODULES = {
    module.name: ".endpoints" if module.ispkg else ""
    for module in pkgutil.iter_modules(__path__)
    if module.name != "routes"
}
RESOURCES: tuple[str, ...] = tuple(sorted(_MODULES))
"""Every resource that is simulated."""


def load(name: str) -> Resource:
    """The resource of this name, its module imported."""
    module = import_module(f"{__name__}.{name}{_MODULES[name]}")
    return cast("Resource", getattr(module, name.upper()))


def _endpoints(name: str) -> Callable[[], tuple[Endpoint[Transaction], ...]]:
    return lambda: load(name).endpoints


def _create_form() -> tuple[Endpoint[Transaction], ...]:
    from mockod.vendors.opendental.resources.appointments.endpoints import CREATE_FORM

    return CREATE_FORM.endpoints


ROUTES = Routes({name: _endpoints(name) for name in RESOURCES})
"""What is answered below ``/api/v1``."""
FORM_ROUTES = Routes({"appointments": _create_form})
"""What is answered below ``/api`` besides: the create form."""


def find_documented(verb: str, path: str) -> Found | None:
    """Where a path below ``/api/v1`` that no simulated method answers leads by the vendor's pages.

    The endpoint found is listed only; without one the vendor has no such method either. None for a resource that the
    vendor does not have.
    """
    return documented_routes().find(verb, path)
