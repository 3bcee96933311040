"""Scope: which office, or offices, a control call is about; and the special kinds of answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.nearest import was_meant
from mockod.runtime.shared_offices import SharedOffices
from mockod.runtime.time_travel import TimeTravel
from mockod.runtime.vendor_runtime import VendorRuntime
from mockod.simulation.fault_kinds import FaultKinds
from mockod.store.office import Office
from mockod.store.registry import Offices
from mockod.vendors.vendor import ControlFeatures, Vendor

T = TypeVar("T")
MOST_COMPARED = 1000
"""Offices among which the one is looked for that was meant by a wrong name."""


def offered(feature: T | None) -> T:
    """A feature of the vendor; refuses with 404 where it has none such."""
    if feature is None:
        raise ApiError(404, "The vendor does not offer this.", Basis.ASSUMED)
    return feature


@dataclass(frozen=True, slots=True)
class Result:
    """An answer in two forms: JSON for programs, and text for people who ask for it."""

    data: Any
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is a file."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that is a page for a browser, with all that it needs in it."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Scope:
    """What a control call is about: the office of a customer key, or, without one, all offices of the vendor."""

    runtime: VendorRuntime
    features: ControlFeatures
    """What the vendor offers."""
    read_key: Callable[[], str | None]
    sent: bytes = b""
    """The body, for methods that take a file."""
    is_named: bool = False
    """Whether the key is a name in the query, and not part of a client's own credentials."""
    content_type: str = ""
    """What the request says that the body is."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Those of the request, among which may be a client's own credentials."""
    served: Sequence[VendorRuntime] = ()
    """All vendors of the application, the first of them that which is meant where none is named."""

    @property
    def vendor(self) -> Vendor:
        return self.runtime.vendor

    @property
    def shared(self) -> SharedOffices:
        """The offices, with what all vendors have of them."""
        return self.runtime.shared

    @property
    def offices(self) -> Offices:
        return self.runtime.offices

    @property
    def time_travel(self) -> TimeTravel:
        return self.runtime.time_travel

    @property
    def fault_kinds(self) -> FaultKinds:
        return self.runtime.api.faults

    @property
    def key_to_come(self) -> str | None:
        """The customer key; of an office that may not be made yet. None for all offices."""
        return self.read_key()

    @property
    def key(self) -> str | None:
        """The customer key. Read only where it matters: a health check with any header is healthy.

        Refuses a name in the query that no office has: it is misspelt, or too early. Credentials are good for an
        office that is not made yet, as they are in a request to the API.
        """
        key = self.read_key()
        if key is not None and self.is_named and not self.offices.exists(key):
            makes = "Its first request makes it, or POST /_mockod/offices (mockod offices create)."
            raise ApiError(404, f"There is no office {key} yet{self._meant(key) or '.'} {makes}", Basis.ASSUMED)
        return key

    def _meant(self, key: str) -> str:
        """``; my-office was meant?``, where there are few enough offices to compare."""
        keys = self.offices.by_key()
        return was_meant(key, keys) if len(keys) <= MOST_COMPARED else ""

    def all_offices(self) -> dict[str, int]:
        """For the answer of a call that is about all offices: how many there are. Empty where it is about one."""
        return {"offices": len(self.offices.by_key())} if self.read_key() is None else {}

    @property
    def office_to_come(self) -> Office:
        """The one office meant, made where it is not there yet; refuses where none is named."""
        return self.offices.office(self.key_to_come or self.named)

    @property
    def named(self) -> str:
        """The key of the one office meant; refuses where none is named."""
        key = self.key
        if key is None:
            how = self.how_to_name
            raise ApiError(400, f"{how[0].upper()}{how[1:]}", Basis.ASSUMED)
        return key

    @property
    def how_to_name(self) -> str:
        return f"name one office, by ?office= or by the {self.vendor.key_header} header."

    @property
    def office(self) -> Office:
        """The one office meant; refuses where none is named."""
        return self.offices.office(self.named)

    def below_base(self, path: str | None) -> str | None:
        """A path as the journal has it: without the API's prefix, which may be written before it. That of a further
        vendor begins with the prefix, which may be left out; without a path any of that vendor is meant.
        """
        if path is None:
            return None if self.runtime.is_first else f"{(self.vendor.home or self.vendor.base_path).strip('/')}/*"
        below = self._without_prefix(path)
        return below if self.runtime.is_first else f"{self.vendor.base_path.strip('/')}/{below.lstrip('/')}"

    def endpoint(self, name: str | None) -> str | None:
        """An endpoint's name, ``GET notes/{id}``, as the journal has it."""
        if name is None or self.runtime.is_first:
            return name
        method, blank, path = name.partition(" ")
        return f"{method} {self.below_base(path)}" if blank else name

    def _without_prefix(self, path: str) -> str:
        for prefix in (self.vendor.base_path, *self.runtime.api.prefixes):
            before = f"{prefix.strip('/')}/"
            if path.lower().startswith(before):
                return path[len(before) :]
        return path
