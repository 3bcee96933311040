"""Subject: what a doctor looks at, gathered before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from mockod.client.transport import ControlError, NoServer, Transport, over_http_within
from mockod.vendors.vendor import Vendor

SECONDS = 3
"""What a server has to answer, and a connection to be made."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MARKS_OF_A_CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers at an address."""

    version: str = ""
    """Of the mockod that it is; empty where it is none."""
    reason: str = ""
    """Why it is taken for none."""


@dataclass(frozen=True)
class Subject:
    """A client's view of a server, and the machine that it is on."""

    url: str
    """The address that the client has: of the API or of the server."""
    host: str
    port: int
    """Where a server would listen that is started here."""
    vendor: Vendor
    environment: Mapping[str, str]
    credentials: str = field(default="", repr=False)
    """The value of the vendor's key header, as the client sends it."""
    token: str = field(default="", repr=False)
    data_dir: Path | None = None
    is_in_container: bool = False

    @property
    def address(self) -> SplitResult:
        """Raises ValueError for what is no address."""
        address = urlsplit(self.url if "://" in self.url else f"http://{self.url}")
        if not address.hostname or address.scheme not in ("http", "https"):
            raise ValueError("it is no address of a server")
        _ = address.port  # raises for one out of range
        return address

    @property
    def host_name(self) -> str:
        """Of the address; where there is none, this machine's."""
        return (self.address.hostname or "") if self.root_url else LOOPBACK[0]

    @property
    def address_port(self) -> int:
        """Of the address; where there is none, that of a server started here."""
        if not self.root_url:
            return self.port
        address = self.address
        return address.port or (443 if address.scheme == "https" else 80)

    @property
    def is_of_this_machine(self) -> bool:
        return self.address.hostname in LOOPBACK

    @property
    def root_url(self) -> str:
        """Scheme, host and port alone; of what is no address, nothing."""
        try:
            address = self.address
        except ValueError:
            return ""
        name = f"[{address.hostname}]" if ":" in (address.hostname or "") else address.hostname
        return f"{address.scheme}://{name}" + (f":{address.port}" if address.port else "")

    @cached_property
    def answering(self) -> Answering:
        """Who answers. It is asked once, without token and keys, which are for a mockod alone."""
        transport = Transport(self.root_url, send=over_http_within(SECONDS))
        try:
            told = transport.ask("GET", "health").data
        except (NoServer, ControlError) as exc:
            return Answering(reason=str(exc))
        except ValueError:
            told = None
        if not isinstance(told, dict) or "mockod" not in told:
            return Answering(reason=f"{self.root_url} answers, but is no mockod.")
        return Answering(version=str(told["mockod"]) or "of an unknown version")


def in_container(environment: Mapping[str, str]) -> bool:
    """Whether this process is in a container, as far as its engine says so."""
    return "KUBERNETES_SERVICE_HOST" in environment or any(map(Path.exists, _MARKS_OF_A_CONTAINER))
