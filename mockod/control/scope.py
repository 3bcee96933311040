"""Whom a control call means, and what the control plane asks of a vendor."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.runtime.time_travel import TimeTravel
from mockod.simulation.faults import Fault
from mockod.simulation.journal import Entry
from mockod.simulation.scheduler import Event
from mockod.store.office import Office, Transaction
from mockod.store.registry import Offices

KEY = re.compile(r"[^/\s]{1,128}")
"""A customer key."""


class ControlAdapter(Protocol):
    """What a vendor lets be commanded."""

    def customer(self, headers: Mapping[str, str]) -> str:
        """The customer key that a request's headers name; refuses malformed ones."""

    def told_settings(self, settings: Any) -> dict[str, Any]:
        """An office's settings as JSON."""

    def changed_settings(self, settings: Any, asked: Mapping[str, Any]) -> Any:
        """The settings with what is asked, in the same shape. Raises ValueError naming what is wrong."""

    def fault(self, order: Mapping[str, Any]) -> Fault:
        """A fault as it was ordered. Raises ValueError naming what is wrong."""

    def fault_kinds(self) -> dict[str, str]:
        """Every kind of fault, and what it does."""

    def preferences(self, tx: Transaction) -> dict[str, str]:
        """An office's preferences by name."""

    def set_preferences(self, tx: Transaction, asked: Mapping[str, Any]) -> None:
        """Change some; None brings the default back. Raises ValueError naming what is wrong."""

    def spelled(self, table: str, column: str, stored: Any) -> Any:
        """A stored value as clients know it. Raises ValueError where the column cannot hold such."""

    def is_stamp(self, column: str) -> bool:
        """Whether a column of this name tells when its row was made or changed."""

    def select_patient(self, office: Office, pat_num: int) -> list[Event]:
        """Somebody at the office selects a patient; what that told to whom."""

    def lint(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        """Mistakes that these requests show: ``rule``, ``times``, the numbers of some ``requests``, ``text``."""

    def minimum_version(self, entries: Sequence[Entry]) -> dict[str, Any]:
        """The oldest ``version`` that knows what these requests use, ``because`` of what, and a ``note``."""

    def why_not(self, tx: Transaction, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A day in ``pieces`` with their reasons, and ``notes``. Raises ValueError naming what is wrong."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer for programs and, where a person asks for text, for people."""

    data: Any
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is a file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a control call means: the office of a customer key, or, without one, all of them."""

    offices: Offices
    vendor: ControlAdapter
    read_key: Callable[[], str | None]
    time_travel: TimeTravel
    sent: bytes = b""
    """The body, for methods that take a file."""

    @property
    def key(self) -> str | None:
        """Read only where it matters: a health check with any header is healthy."""
        return self.read_key()

    @property
    def named(self) -> str:
        """The key of the one office meant, made or not; refuses where none is named."""
        key = self.key
        if key is None:
            raise ApiError(400, "Name one office, by ?office= or by the Authorization header.", Basis.ASSUMED)
        return key

    @property
    def office(self) -> Office:
        """The one office meant; refuses where none is named."""
        return self.offices.office(self.named)
