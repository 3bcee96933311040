"""Every method that the vendor documents, whether it is simulated or not: what an office has and mockod may lack.

The list beside this module is made from the vendor's facts: ``PYTHONPATH=tests python -m support.vendor_facts``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from mockod.rest.endpoint import Endpoint, Inputs
from mockod.rest.router import Routes

YOUNGER = ("GET procedurelogs/GroupNotes 25.2.38",)
"""Methods that came after the pages of which the list is made."""


def listed_only(work: object, inputs: Inputs) -> object:
    """What stands in the place of the work of a method that is documented and no more."""
    raise NotImplementedError("this method is listed, not simulated")


@cache
def documented_methods() -> tuple[Endpoint[Any], ...]:
    """A row each, in the order of the resources' names; ``since`` is empty where no page says. None can be run."""
    text = Path(__file__).with_name("documented_methods.txt").read_text(encoding="utf-8")
    return tuple(_row(line) for line in text.splitlines() if line)


def _row(line: str) -> Endpoint[Any]:
    """A row from ``GET employers/{EmployerNum} 23.3.22``."""
    verb, path, *since = line.split()
    return Endpoint(verb, path, listed_only, since=since[0] if since else "")


@cache
def documented_resources() -> frozenset[str]:
    return frozenset(endpoint.resource for endpoint in documented_methods())


@cache
def documented_routes() -> Routes:
    """Finds the documented method that a request means."""
    rows: dict[str, list[Endpoint[Any]]] = {}
    for endpoint in (*documented_methods(), *map(_row, YOUNGER)):
        rows.setdefault(endpoint.resource, []).append(endpoint)

    def table(name: str) -> Callable[[], list[Endpoint[Any]]]:
        return lambda: rows[name]

    return Routes({name: table(name) for name in rows})


def is_simulated(endpoint: Endpoint[Any]) -> bool:
    """Whether a method does its work, or is listed only."""
    return endpoint.run is not listed_only
