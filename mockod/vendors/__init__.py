"""The simulated APIs, one package each. They import nothing of each other."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mockod.store.images import PracticeLoader
    from mockod.vendors.vendor import Vendor

PACKAGES = ("opendental", "telehealth", "superoffice")
"""The vendors that there are, the one first that is meant where none is named; each has a VENDOR.

That value is light: what a vendor needs to answer is loaded when it is first called.
"""


@cache
def installed() -> tuple[Vendor, ...]:
    """All vendors, loaded when they are first asked for."""
    return tuple(cast("Vendor", import_module(f"mockod.vendors.{name}").VENDOR) for name in PACKAGES)


def default() -> Vendor:
    """The vendor that is meant where none is named."""
    return installed()[0]


def practice_loader() -> PracticeLoader:
    """How practice files become offices that all vendors share."""
    from mockod.store.shared_practice import Share, SharedPractice

    vendors = installed()
    return SharedPractice(tuple(Share(one.practice_part, one.practice_loader, one.tables) for one in vendors))()
