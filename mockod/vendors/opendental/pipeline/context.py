"""A call on its way through the checks, and everything found out about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from mockod.rest.endpoint import Endpoint, Page
from mockod.rest.messages import Request
from mockod.rest.router import Found
from mockod.simulation.faults import RequestFaults
from mockod.vendors.opendental.access.authorization import Keys
from mockod.vendors.opendental.access.settings import Settings

if TYPE_CHECKING:
    from mockod.vendors.opendental.wire.date_formats import DateSpelling


class Routing(Protocol):
    """Finds where a request leads."""

    def find(self, method: str, path: str) -> Found | None: ...


class Routed:
    """The routing of one request that was looked up already."""

    __slots__ = ("_found",)

    def __init__(self, found: Found | None) -> None:
        self._found = found

    def find(self, method: str, path: str) -> Found | None:
        return self._found


@dataclass(slots=True)
class Context:
    """Each check finds out one thing more."""

    request: Request
    keys: Keys
    settings: Settings
    routes: Routing
    faults: RequestFaults
    """The faults over it."""
    below_base: bool = True
    """Whether it came in below ``/api/v1``, where the vendor documents its methods."""
    found: Found | None = None
    is_simulated: bool = True
    """False for what a real office of this version would do, and mockod cannot."""
    query: dict[str, str] = field(default_factory=dict)
    page: Page = field(default_factory=lambda: Page(0))
    spelling: DateSpelling | None = None
    body: dict[str, Any] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    """Parameters and fields that the method does not have."""
    changes: dict[tuple[str, str], int] = field(default_factory=dict)
    """Rows written, by table and verb."""
    rows: int | None = None
    """Rows of the list that is answered."""

    @property
    def endpoint(self) -> Endpoint[Any]:
        return cast(Endpoint[Any], cast(Found, self.found).endpoint)
