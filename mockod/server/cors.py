"""CORS: which web pages of other origins may read the answers, and the headers that tell a browser so.

A browser asks before most requests (a preflight: OPTIONS with Origin and Access-Control-Request-Method), and hands an
answer to the page only where the answer allows the page's origin. The terms are those of https://fetch.spec.whatwg.org.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mockod.rest.messages import Basis, Response

ANY_ORIGIN = "*"
OFF = "off"
METHODS = "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"
"""What a page may send. More than there is: a refusal that the page can read says more than its browser would."""
LONGEST_NAMES = 4000
"""Characters of the headers' names that a page asks for; no page has so many."""
MAX_AGE = 600
"""Seconds for which a browser need not ask again."""
EXPOSED = "Allow, Content-Disposition, Location, Retry-After, X-Mockod-Basis, X-Mockod-Note"
"""What a page may read of the headers, besides the few that it always may. A * would not do with credentials."""
OPEN = {"Access-Control-Allow-Origin": ANY_ORIGIN, "Access-Control-Expose-Headers": EXPOSED}
"""On every answer alike where any page may call, so that none depends on who asks."""
DEPENDS = {"Vary": "Origin"}
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?|null", re.ASCII)
_HEADER_NAMES = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z, \t-]+", re.ASCII)
_DEFAULT_PORT = re.compile(r"(?<=^http:)(//.*):80$|(?<=^https:)(//.*):443$")


@dataclass(frozen=True, slots=True)
class Cors:
    """Whose pages may call."""

    allows: Callable[[str], bool] | None = None
    """Whether pages of an origin may; None where no page may, and none is told anything."""
    is_open: bool = False
    """Whether pages of any origin may."""

    def preflight(self, method: str, headers: Mapping[str, str]) -> Response | None:
        """The answer to a preflight from a page that may call; None for any other request.

        It comes before all else: a browser sends no keys with it, and gives up where it is refused.
        """
        if method != "OPTIONS" or not self._is_allowed(headers.get("Origin") or ""):
            return None
        if not headers.get("Access-Control-Request-Method"):
            return None
        granted = {"Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": str(MAX_AGE)}
        names = headers.get("Access-Control-Request-Headers") or ""
        if len(names) <= LONGEST_NAMES and _HEADER_NAMES.fullmatch(names):
            # By name, as a * does not cover Authorization.
            granted["Access-Control-Allow-Headers"] = names
        if headers.get("Access-Control-Request-Private-Network") == "true":
            granted["Access-Control-Allow-Private-Network"] = "true"
        return Response(204, None, Basis.ASSUMED, granted)

    def headers(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """What every answer says besides: refusals too, so that a page can read why."""
        if self.is_open:
            return OPEN
        if self.allows is None:
            return {}
        origin = headers.get("Origin") or ""
        if not self._is_allowed(origin):
            return DEPENDS
        return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": EXPOSED, **DEPENDS}

    def _is_allowed(self, origin: str) -> bool:
        return bool(origin) and (self.is_open or bool(self.allows and self.allows(origin)))


CLOSED = Cors()


def read_cors(text: str) -> Cors:
    """``*`` for any page, ``off`` for none, or origins with commas. Raises ValueError naming what is no origin.

    >>> read_cors("http://localhost:5173, https://app.example").headers({"Origin": "https://app.example"})["Vary"]
    'Origin'
    """
    if text.strip() == ANY_ORIGIN:
        return Cors(is_open=True)
    if text.strip().lower() == OFF:
        return CLOSED
    given = [name.strip() for name in text.split(",") if name.strip()]
    for name in given:
        if not _ORIGIN.fullmatch(name.lower()):
            raise ValueError(f"{name!r} is no origin; write *, off, or origins as http://localhost:5173, with commas")
    origins = frozenset(_without_default_port(name) for name in given)
    return Cors(lambda origin: _without_default_port(origin) in origins) if origins else CLOSED


def _without_default_port(origin: str) -> str:
    """As a browser writes it.

    >>> _without_default_port("https://App.example:443"), _without_default_port("http://localhost:443")
    ('https://app.example', 'http://localhost:443')
    """
    return _DEFAULT_PORT.sub(lambda found: found[1] or found[2], origin.lower())
