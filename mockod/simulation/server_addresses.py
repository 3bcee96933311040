"""Where an application's own servers listen: an office sends nothing there of its own accord. Pure but for its list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address

Address = IPv4Address | IPv6Address
LOOPBACK = {4: ip_address("127.0.0.1"), 6: ip_address("::1")}
"""What a connection to "any address" leads to, by IP version."""


class ServerAddresses:
    """The addresses and ports at which servers listen now. May be asked from any thread."""

    def __init__(self, is_of_this_machine: Callable[[str], bool]) -> None:
        """``is_of_this_machine`` says of an IP address whether it is one of this machine's."""
        self._is_of_this_machine = is_of_this_machine
        self._bound: tuple[tuple[Address, int], ...] = ()

    @contextmanager
    def added(self, address: str, port: int) -> Iterator[None]:
        """A server listens there meanwhile: at an IP address, ``0.0.0.0`` or ``::`` for all."""
        own = (plain(address), port)
        self._bound = (*self._bound, own)
        try:
            yield
        finally:
            bound = list(self._bound)
            bound.remove(own)
            self._bound = tuple(bound)

    def include(self, address: str, port: int) -> bool:
        """Whether a connection to an IP address and a port is one to such a server."""
        asked = plain(address)
        if asked.is_unspecified:
            asked = LOOPBACK[asked.version]
        return any(port == its_port and self._leads_to(asked, bound) for bound, its_port in self._bound)

    def _leads_to(self, asked: Address, bound: Address) -> bool:
        if not bound.is_unspecified:
            return asked == bound
        # A socket that listens at :: takes IPv4 too.
        return bound.version in (6, asked.version) and (asked.is_loopback or self._is_of_this_machine(str(asked)))


def plain(address: str) -> Address:
    """An IP address without its zone; an IPv4 address that is written as IPv6 as what it is.

    >>> plain("::ffff:127.0.0.1"), plain("fe80::1%eth0")
    (IPv4Address('127.0.0.1'), IPv6Address('fe80::1'))

    Raises ValueError for any other text.
    """
    found = ip_address(address.partition("%")[0])
    return (found.ipv4_mapped if isinstance(found, IPv6Address) else None) or found
