"""What is done before the process forks."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockod.store.registry import Offices


class ParkAll:
    """Before a process forks: an SQLite connection must not be carried into another process."""

    def __init__(self, offices: Offices) -> None:
        self._offices = weakref.ref(offices)

    def __call__(self) -> None:
        offices = self._offices()
        if offices is not None:
            offices.park_all()
