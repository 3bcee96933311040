"""Deliveries: what an office sends to a receiver of its own accord, and only to where the operator lets it.

This machine's own addresses are always allowed, other hosts where the operator names them; never those at which
mockod itself listens. A name is resolved once, and the connection goes to that very address: so a name that means this
machine now cannot mean another later, or mockod itself.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from mockod.simulation.clock import monotonic
from mockod.simulation.server_addresses import plain
from mockod.store.transaction import IsServedHere, served_nowhere

TIMEOUT = 10.0
"""Seconds for a delivery, from the first connection tried to the head of the answer."""
PORTS = {"http": 80, "https": 443}
AGENT = "mockod"
"""The User-Agent of every delivery, by which the control plane knows it and refuses it."""
ITSELF = "mockod does not send to itself"
_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_.])?", re.ASCII)
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_UNFIT_FOR_URL = re.compile(rf"{_UNFIT.pattern}|\\")
"""A backslash besides: some take it for a slash, and so read another host out of the same text."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request, as it goes out."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery: the receiver's status, or why there is none."""

    status: int | None = None
    problem: str = ""

    @property
    def has_arrived(self) -> bool:
        """Any 2xx will do; a redirection is none, and is not followed."""
        return self.status is not None and 200 <= self.status < 300


def is_host(text: str) -> bool:
    """Whether a text can be a host: a name or an address, without scheme and port."""
    return bool(_HOST.fullmatch(text)) or _is_ip(text)


def is_address(url: str) -> bool:
    """Whether a text is an address of the web, as far as its looks go."""
    return _split(url) is not None


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    """Whether something may be sent there: to this machine, or to one of the ``hosts`` named."""
    parts = _split(url)
    if parts is None:
        return False
    host = parts.hostname or ""
    return host == "localhost" or _is_loopback(host) or host in hosts


def leads_here(url: str, is_served_here: IsServedHere) -> bool:
    """Whether an address of the web is one of mockod's own, as far as can be said without resolving a name."""
    parts = _split(url)
    if parts is None:
        return False
    host = parts.hostname or ""
    addresses = ("127.0.0.1", "::1") if host == "localhost" else (host,)
    return any(_is_ip(address) and is_served_here(address, _port(parts)) for address in addresses)


def is_of_this_machine(address: str) -> bool:
    """Whether an IP address is one of this machine's: only to such can a socket be bound."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True


def deliver(delivery: Delivery, hosts: Collection[str], is_served_here: IsServedHere = served_nowhere) -> Outcome:
    """Send it, once, and see whether it arrives. Never raises."""
    parts = _split(delivery.url)
    if parts is None or not is_allowed(delivery.url, hosts):
        return Outcome(problem="mockod may not send to this host")
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, _port(parts), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "it is no name"
        return Outcome(problem=f"{host} has no address ({reason})")
    addresses = [a for a in dict.fromkeys(str(info[4][0]) for info in found) if host in hosts or _is_loopback(a)]
    if any(is_served_here(address, _port(parts)) for address in addresses):
        return Outcome(problem=ITSELF)
    outcome = Outcome(problem=f"{host} is not this machine")
    from mockod.runtime.pinned_http import NobodyThere, in_words, post  # here, as most offices send nothing

    headers = {"Host": parts.netloc, **delivery.headers, "User-Agent": AGENT}
    until = monotonic() + TIMEOUT
    for address in addresses:
        try:
            return Outcome(post(address, delivery.url, _encoded(headers), delivery.body, until))
        except NobodyThere as exc:
            outcome = Outcome(problem=str(exc))
        except (OSError, ValueError) as exc:
            return Outcome(problem=in_words(exc))
    return outcome


def _split(url: str) -> SplitResult | None:
    if _UNFIT_FOR_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        fits = parts.scheme in PORTS and is_host(parts.hostname or "") and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        return None
    return parts if fits else None


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _is_ip(text: str) -> bool:
    try:
        plain(text)
    except ValueError:
        return False
    return True


def _is_loopback(text: str) -> bool:
    return _is_ip(text) and plain(text).is_loopback


def _encoded(headers: Mapping[str, str]) -> dict[str, bytes]:
    """Values as they came in by a header once; what no header can hold is replaced."""
    return {name: _UNFIT.sub(" ", value).strip().encode("latin-1", "replace") for name, value in headers.items()}
