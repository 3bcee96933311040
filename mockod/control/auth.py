"""Guard: a control call needs the token, where one is set, and may not come from another site's page in a browser.

Nor may it be a webhook delivery, of this mockod or of another: whoever may subscribe must not command by it.

A browser lets any page send requests to a server on its user's machine. It also says which page sends them, and
that is what is looked at here; programs say nothing of the kind and pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hmac import compare_digest

from mockod.rest.browsers import is_browser
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.runtime.webhook_sender import AGENT

TOKEN_HEADER = "X-Mockod-Token"
OPEN = ("health", "ready")
"""What needs no token: whoever waits for a server to come up asks these, and has none."""
FOREIGN = ("cross-site", "same-site")
"""What ``Sec-Fetch-Site`` says of pages that this server did not make."""
ANY_ADDRESS = ("0.0.0.0", "::")
"""Bound to these, a server answers at every address of its machine."""
PORTS = {"http": 80, "https": 443}


class Guard:
    """Looks at a control call's headers before anything else does."""

    def __init__(self, token: str = "", address: str = "", allowed: Iterable[str] = ()) -> None:
        """``address`` is the server's own; ``allowed`` are further hosts by which a browser may call it.

        The pages of those hosts may call it too.
        """
        self._token = token.encode()
        self._allowed = frozenset(_bare(name) for name in allowed)
        self._names = self._allowed | ({_bare(address)} if address else set())

    def check(self, headers: Mapping[str, str], *, is_open: bool = False) -> None:
        """Refuses with 401 without the token, unless the call is open to all; with 403 what a foreign page sends, and
        webhook deliveries.
        """
        if headers.get("User-Agent") == AGENT:
            raise ApiError(403, "A webhook delivery may not command this server.", Basis.ASSUMED)
        if is_browser(headers):
            self._check_page(headers.get("Host") or "", headers.get("Sec-Fetch-Site") or "", headers.get("Origin"))
        if self._token and not is_open:
            given = headers.get(TOKEN_HEADER) or ""
            if not compare_digest(given.encode("utf-8", "backslashreplace"), self._token):
                raise ApiError(401, f"{TOKEN_HEADER} is missing or wrong.", Basis.ASSUMED)

    def allows(self, origin: str) -> bool:
        """Whether pages of this origin may command this server: its host is allowed, alone or with its port."""
        rest = origin.lower().partition("://")[2]
        return not self._allowed.isdisjoint((_split(rest)[0], _bare(rest)))

    def _check_page(self, host: str, site: str, origin: str | None) -> None:
        if origin and self.allows(origin):
            return
        if site.lower() in FOREIGN:
            raise ApiError(403, f"A page of another site may not command this server (Sec-Fetch-Site: {site}).")
        if origin and not _is_same(origin, host):
            raise ApiError(403, "A page of another origin may not command this server; see --allowed-hosts.")
        if not self._is_ours(_split(host)[0]):
            # Else a name that somebody lets point at this machine would be an origin of its own.
            raise ApiError(403, "A browser may not call this server by that name; see --allowed-hosts.")

    def _is_ours(self, name: str) -> bool:
        from ipaddress import ip_address  # here, as only a browser's calls need it

        if name in self._names or name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self._names.isdisjoint(ANY_ADDRESS)


def _bare(host: str) -> str:
    return host.strip("[]").lower()


def _is_same(origin: str, host: str) -> bool:
    """Whether an origin names this host and port; its scheme may be that of a proxy before us."""
    scheme, found, rest = origin.lower().partition("://")
    port = PORTS.get(scheme, 0)
    return bool(found) and _split(rest, port) == _split(host, port)


def _split(host: str, port: int = 0) -> tuple[str, int]:
    """Name and port of a host as a header has it, brackets aside."""
    name, found, digits = host.lower().rpartition(":")
    if not found or "]" in digits or not (digits.isascii() and digits.isdigit() and len(digits) <= 5):
        return host.lower().strip("[]"), port
    return name.strip("[]"), int(digits)
