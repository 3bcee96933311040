"""The access log: a line for each request, written here alone, whichever door it came in by."""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

from mockod.log import Line, printable, shortened
from mockod.rest.messages import Basis, Response
from mockod.server.site import CONTROL
from mockod.simulation.clock import monotonic

LEFT = Response(0, None, Basis.ASSUMED, unmatched="the client left before its turn")
"""What is told of a request that nobody waits for any more."""
PROBES = frozenset(f"{CONTROL}/{word}" for word in ("health", "ready"))
"""Asked every few seconds by whatever watches over a container: told at level debug, unless they fail."""
LONGEST = 500
"""Characters of a path."""
LONGEST_METHOD = 50
"""Characters of a method: HTTP lets a client make one up."""
log = logging.getLogger("mockod.access")


class AccessLine(Line):
    """``GET /v1/notes/11 200  1.2 ms  office: dem...mer  fault: slow``.

    The path is percent-encoded, as a client sends it; the query is left out, as it tells of people. Where the path
    repeats the request's own keys they are shortened there too.
    """

    __slots__ = ("_method", "_milliseconds", "_path", "_response")

    def __init__(self, method: str, path: str, response: Response, seconds: float) -> None:
        super().__init__("request")
        self._method = method
        self._path = path
        self._response = response
        self._milliseconds = round(seconds * 1000, 1)

    def given(self) -> dict[str, object]:
        response = self._response
        facts: dict[str, object] = {
            "method": printable(self._method[:LONGEST_METHOD]),
            "path": quote(self._without_keys(self._path)[:LONGEST], safe="/:@!$&'()*+,;=~"),
            "status": response.status or None,
            "milliseconds": self._milliseconds,
        }
        if response.office:
            facts["office"] = shortened(response.office)
        if response.faults:
            facts["faults"] = response.faults
        if response.unmatched:
            facts["unmatched"] = self._without_keys(response.unmatched)
        return facts

    def __str__(self) -> str:
        facts = self.given()
        parts = [f"{facts['method']} {facts['path']} {facts['status'] or '-'}", f"{self._milliseconds} ms"]
        if "office" in facts:
            parts.append(f"office: {facts['office']}")
        parts += [f"fault: {kind}" for kind in self._response.faults]
        if "unmatched" in facts:
            parts.append(f"unmatched: {facts['unmatched']}")
        return printable("  ".join(parts))

    def _without_keys(self, text: str) -> str:
        for key in (self._response.office, self._response.developer):
            if key and key in text:
                text = re.sub(rf"(?<![\w-]){re.escape(key)}(?![\w-])", lambda found: shortened(found[0]), text)
        return text


def write(method: str, path: str, response: Response, began: float) -> None:
    """Tell of a request that has been answered; ``began`` is by ``monotonic``. Costs nothing where nobody listens."""
    level = logging.DEBUG if path in PROBES and response.status < 400 else logging.INFO
    if log.isEnabledFor(level):
        line = AccessLine(method, path, response, monotonic() - began)
        # Not log.info, which would look up the caller's file and line: half of what a line costs.
        log.handle(log.makeRecord(log.name, level, __name__, 0, line, (), None))
