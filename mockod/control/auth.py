"""Guard: a control call needs the token, where one is set, and may not come from another site's page in a browser.

A browser lets any page send requests to a server on its user's machine. It also says which page sends them, and
that is what is looked at here; programs say nothing of the kind and pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hmac import compare_digest

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis

TOKEN_HEADER = "X-Mockod-Token"
SIGNS = ("Origin", "Sec-Fetch-Site", "Sec-Fetch-Dest")
"""What browsers say of a request, and programs do not. (Sec-Fetch-Mode is said by programs on Node too.)"""
BROWSER = "Mozilla/"
"""How the User-Agent of every browser begins: over plain http, reading a page of its own it gives no other sign."""
FOREIGN = ("cross-site", "same-site")
"""What ``Sec-Fetch-Site`` says of pages that this server did not make."""
ANY_ADDRESS = ("0.0.0.0", "::")
"""Bound to these, a server answers at every address of its machine."""
PORTS = {"http": 80, "https": 443}


class Guard:
    """Looks at a control call's headers before anything else does."""

    def __init__(self, token: str = "", names: Iterable[str] = ()) -> None:
        """``names`` are hosts, besides loopback, by which a browser may call this server: its address and others."""
        self._token = token.encode()
        self._names = frozenset(name.strip("[]").lower() for name in names)

    def check(self, headers: Mapping[str, str], *, is_open: bool = False) -> None:
        """Refuses with 401 without the token, unless the call is open to all; with 403 what a foreign page sends."""
        if any(headers.get(sign) for sign in SIGNS) or (headers.get("User-Agent") or "").startswith(BROWSER):
            self._check_page(headers.get("Host") or "", headers.get("Sec-Fetch-Site") or "", headers.get("Origin"))
        if self._token and not is_open:
            given = headers.get(TOKEN_HEADER) or ""
            if not compare_digest(given.encode("utf-8", "backslashreplace"), self._token):
                raise ApiError(401, f"{TOKEN_HEADER} is missing or wrong.", Basis.ASSUMED)

    def _check_page(self, host: str, site: str, origin: str | None) -> None:
        if site.lower() in FOREIGN:
            raise ApiError(403, f"A page of another site may not command this server (Sec-Fetch-Site: {site}).")
        if origin and not _is_same(origin, host):
            raise ApiError(403, "A page of another origin may not command this server.")
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
