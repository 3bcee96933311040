"""The simulated APIs, one package each. They import nothing of each other."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mockod.vendors.vendor import Vendor

PACKAGES = ("opendental",)
"""The vendors that there are, the one first that is meant where none is named; each has a VENDOR."""


@cache
def installed() -> tuple[Vendor, ...]:
    """All vendors, loaded when they are first asked for."""
    return tuple(cast("Vendor", import_module(f"mockod.vendors.{name}").VENDOR) for name in PACKAGES)


def default() -> Vendor:
    """The vendor that is meant where none is named."""
    return installed()[0]
