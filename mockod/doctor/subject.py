"""Subject: what a doctor looks at, gathered before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from mockod.vendors.vendor import Vendor

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MARKS_OF_A_CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))


@dataclass(frozen=True, slots=True)
class Subject:
    """A client's view of a server, and the machine that it is on."""

    url: str
    """The address that the client has: of the API or of the server."""
    host: str
    port: int
    """Where a server would listen that is started here."""
    vendor: Vendor
    environment: Mapping[str, str]
    credentials: str = ""
    """The value of the vendor's key header, as the client sends it."""
    token: str = ""
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


def in_container(environment: Mapping[str, str]) -> bool:
    """Whether this process is in a container, as far as its engine says so."""
    return "KUBERNETES_SERVICE_HOST" in environment or any(map(Path.exists, _MARKS_OF_A_CONTAINER))
