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
from mockod.rest.router import Routes
from mockod.store.office import Transaction
from mockod.vendors.opendental.engine.documented import is_documented, words_of

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


def is_lacking(verb: str, name: str, below: str) -> bool:
    """Whether the vendor has a method with these words below a resource that is simulated, and mockod has not."""
    simulated = {words_of(f"{endpoint.method} {endpoint.path}") for endpoint in load(name).endpoints}
    return is_documented(verb, name, below) and (verb, name, below.lower()) not in simulated


ROUTES = Routes({name: _endpoints(name) for name in RESOURCES})
"""What is answered below ``/api/v1``."""
FORM_ROUTES = Routes({"appointments": _create_form})
"""What is answered below ``/api`` besides: the create form."""
