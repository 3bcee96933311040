"""The proxy as an ASGI application: passes requests on, answers with the server's own answer, and compares it."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote

from mockod.rest.json_codec import write_json
from mockod.rest.messages import DELIVERED, MOST_BODY_BYTES, Request
from mockod.server.asgi import RequestHeaders, Scope, aside, in_origin_form, read_body
from mockod.server.places import Places
from mockod.server.transport import Headers, Receive, Send, deliver, hang_up
from mockod.shadow.learner import Learner
from mockod.shadow.observer import Observer, log_mistake
from mockod.shadow.upstream import BODILESS, Answer, Unanswered, Upstream
from mockod.simulation.clock import monotonic

READS = ("GET", "HEAD")
MOST_AT_ONCE = 32
"""Requests that wait for the server at a time; more wait for a place."""
HEALTH = "/_mockod/health"
OWN = b"x-mockod-shadow"
"""The header of answers that are the proxy's own, and no office's."""
WRITES_REFUSED = "a write, which is not passed on without --allow-writes"
ELSEWHERE = "a path outside the API, which is not passed on"
TOO_LARGE = "a body too large to be passed on"


class ShadowProxy:
    """Stands before one server. Nothing that it logs or keeps has a key, a query or a value of an answer."""

    def __init__(
        self,
        upstream: Upstream,
        base_path: str,
        observer: Observer,
        learner: Learner,
        *,
        allow_writes: bool = False,
    ) -> None:
        self._upstream = upstream
        self._base_path = base_path
        self._observer = observer
        self._allow_writes = allow_writes
        self._learner = learner
        self._places = Places(MOST_AT_ONCE, MOST_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(receive)
            if body is None:
                return
            scope = in_origin_form(scope)
            try:
                status, headers, payload = await self._answer(scope, body)
            except Exception as exc:
                log_mistake(exc)
                status, headers, payload = _own(500, "mockod shadow made a mistake of its own.", scope["method"])
            await deliver(status, headers, payload, DELIVERED, send)
        except asyncio.CancelledError:
            hang_up(send)  # the proxy stops, and half an answer is none

    async def _answer(self, scope: Scope, body: bytes) -> tuple[int, Headers, bytes]:
        method, path = scope["method"], scope["path"]
        if path == HEALTH and method in READS:
            return _own(200, {"status": "ok"}, method)
        below = _below(path, self._base_path)
        if below is None:
            return self._refused(404, ELSEWHERE, f"mockod shadow passes on what is below {self._base_path}.", method)
        if method not in READS and not self._allow_writes:
            text = "mockod shadow passes reads on and refuses writes. Start it with --allow-writes to pass them on."
            return self._refused(403, WRITES_REFUSED, text, method)
        if len(body) > MOST_BODY_BYTES:
            return self._refused(413, TOO_LARGE, "The body is too large to be passed on.", method)
        return await aside(lambda: self._exchange(scope, below, body), self._places.one_of(""))

    def _refused(self, status: int, why: str, text: str, method: str) -> tuple[int, Headers, bytes]:
        self._observer.refused(status, why)
        return _own(status, text, method)

    def _exchange(self, scope: Scope, below: str, body: bytes) -> tuple[int, Headers, bytes]:
        """Ask the server, compare what it answers, and answer that."""
        method, sent, began = scope["method"], _sent(scope), monotonic()
        query = scope["query_string"].decode("latin-1")
        target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
        try:
            answer = self._upstream.ask(method, target, sent, body)
        except Unanswered as exc:
            self._observer.unanswered(str(exc), began)
            return _own(exc.status, f"mockod shadow: the server did not answer: {exc}.", method)
        query = scope["query_string"].decode("utf-8", "replace")
        self._observer.answered(Request(method, below, query, RequestHeaders(scope["headers"]), body), answer, began)
        if answer.status == 200:
            self._learner.begin(sent.get("authorization", ""))
        return answer.status, _with_length(answer, method), answer.body


def _below(path: str, base_path: str) -> str | None:
    """What stands below the base path; None for a path elsewhere, or one that climbs out of it."""
    words = unquote(path).replace("\\", "/").split("/")
    if not path.startswith(f"{base_path}/") or "." in words or ".." in words:
        return None
    return path[len(base_path) + 1 :]


def _sent(scope: Scope) -> dict[str, str]:
    """All headers of a request by lower-case name, those of the connection too."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _own(status: int, content: object, method: str) -> tuple[int, Headers, bytes]:
    """An answer of the proxy's own."""
    payload = write_json(content)
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(payload)).encode()),
        (OWN, b"own answer"),
    ]
    return status, headers, b"" if method == "HEAD" else payload


def _with_length(answer: Answer, method: str) -> Headers:
    """The headers, with the length of the body where there is one to tell."""
    if method == "HEAD" or answer.status in BODILESS:
        return answer.headers
    return [*answer.headers, (b"content-length", str(len(answer.body)).encode())]
