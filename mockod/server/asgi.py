"""The ASGI door between uvicorn and the core.

API requests are answered straight by the core, one after another in the server's own thread, which is the quickest
that Python does; what may take long, or would have to wait for its office, is answered aside. A request that only
waits costs a task and no thread. The control plane and all other paths go through the Flask application.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
import threading
from collections.abc import Awaitable, Callable, ItemsView, Iterable, Iterator, Mapping, MutableMapping
from contextlib import AbstractAsyncContextManager, suppress
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from mockod.log import Line
from mockod.rest.errors import clipped
from mockod.rest.messages import DELIVERED, MOST_BODY_BYTES, Request, Response, Transport
from mockod.server import access_log
from mockod.server.cors import Cors
from mockod.server.places import SlowPlaces
from mockod.server.rendering import BLANKS, LENGTHLESS, asked_host, headers_of, location_of, payload_of
from mockod.server.site import CONTROL, Mount, Site
from mockod.server.transport import Headers, Receive, Send, delay, deliver, hang_up, settled, wait_for_turn
from mockod.simulation.clock import monotonic

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

T = TypeVar("T")
Scope = MutableMapping[str, Any]
Answer = tuple[int, Headers, bytes]
"""Status, headers and body."""

HOP_BY_HOP = (b"connection", b"transfer-encoding", b"upgrade")
"""Between client and server alone: by the time the application is called the body is whole, the protocol settled."""
log = logging.getLogger(__name__)


class RequestHeaders(Mapping[str, str]):
    """A request's headers, by name in any letter case; one that is repeated has its values with commas between.

    As a WSGI server has them: without those of the connection, and without names that have an underscore. No value
    has blanks around it.
    """

    __slots__ = ("_values",)

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """``headers`` are lower-case names and values, as ASGI has them."""
        values: dict[str, str] = {}
        repeated: dict[str, list[str]] = {}
        for name, value in headers:
            if name in HOP_BY_HOP or b"_" in name:
                continue
            key, text = name.decode("latin-1"), value.decode("latin-1").strip(BLANKS)
            if key in values:
                repeated.setdefault(key, [values[key]]).append(text)
            else:
                values[key] = text
        for key, texts in repeated.items():
            values[key] = ", ".join(texts)
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def get(self, name: str, default: Any = None) -> Any:
        return self._values.get(name.lower(), default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def items(self) -> ItemsView[str, str]:
        return self._values.items()

    def __len__(self) -> int:
        return len(self._values)


def asgi_app(
    site: Site | None, wsgi_app: Callable[[], WSGIApplication]
) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """An ASGI application: a site's API requests by the core, all else by ``wsgi_app()``, asked for when needed."""
    places = SlowPlaces()
    prepared: list[WSGIApplication] = []
    preparing = asyncio.Lock()

    async def application() -> WSGIApplication:
        """The WSGI application; made aside, with what the control plane imports, as that takes a tenth of a second."""
        if not prepared:
            async with preparing:  # once, however many ask at once
                if not prepared:
                    prepared.append(await aside(lambda: (wsgi_app(), site and site.control)[0], places.one_of("")))
        return prepared[0]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        began = monotonic()
        try:
            body = await read_body(receive)
            if body is None:
                return
            scope = in_origin_form(scope)
            path = "/" + scope["path"].lstrip("/")
            named = RequestHeaders(scope["headers"])
            mount = site.mount(path, named) if site else None
            if site is None or mount is None:
                status, headers, payload = await _answer_by_wsgi(await application(), site, scope, path, body, places)
                await deliver(status, headers, payload, DELIVERED, send)
                return
            request = Request(
                scope["method"],
                path[len(mount.prefix) :],
                scope["query_string"].decode("utf-8", "replace"),
                named,
                body if len(body) <= MOST_BODY_BYTES else None,
                scheme=scope["scheme"],
                prefix=mount.prefix,
            )
            cors = site.cors(path)
            try:
                response = cors.preflight(request.method, request.headers)
                response = response or await _answer_api(mount, request, receive, places)
            except Exception:
                log.exception(Line("mistake of mockod's own", method=clipped(request.method), path=clipped(path)))
                response = site.error(path, named, 500, "Internal Server Error")
            if response is not None:
                await _deliver(response, request, cors, scope, send)
            access_log.write(request.method, path, response or access_log.LEFT, began)
        except asyncio.CancelledError:
            hang_up(send)  # the server stops, and half a request is none

    return answer


async def _answer_api(mount: Mount, request: Request, receive: Receive, places: SlowPlaces) -> Response | None:
    """The core's response, delayed where a fault says so; None when the client leaves before its turn."""
    runtime = mount.runtime
    call = runtime.receive(request, mount.routes)
    if isinstance(call, Response):
        return call
    ticket = runtime.enter(call, holds=True)
    if ticket is not None and not await wait_for_turn(runtime, call, ticket, receive):
        return None
    try:
        response = runtime.answer_at_once(call)
        if response is not None:
            return await delay(response)

        def answer() -> Response:
            runtime.refresh(call)
            return runtime.answer(call)

        return await delay(await aside(answer, places.one_of(call.caller.customer)))
    finally:
        if ticket is not None:
            ticket.done()


async def _deliver(response: Response, request: Request, cors: Cors, scope: Scope, send: Send) -> None:
    (status, headers, payload), transport = answer_of(response, request, cors, scope)
    await deliver(status, headers, payload, transport, send)


def answer_of(response: Response, request: Request, cors: Cors, scope: Scope) -> tuple[Answer, Transport]:
    """What goes out for a response of the core, and what becomes of it on its way."""
    payload = payload_of(response) or b""
    named = headers_of(response, cors.headers(request.headers))
    if response.location:
        name, port = _server(scope)
        host = asked_host(scope["scheme"], request.headers.get("Host", f"{name}:{port}"))
        named["Location"] = location_of(response, scope["scheme"], host)
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]
    if response.status not in LENGTHLESS:
        headers.append((b"content-length", str(len(payload)).encode()))
    if request.method == "HEAD":
        payload = b""
    transport = response.transport
    if transport is not DELIVERED:
        transport = settled(transport, has_body=bool(payload))
    return (response.status, headers, payload), transport


def in_origin_form(scope: Scope) -> Scope:
    """Path and query of a request alone, as httptools gives them; h11 leaves the target as it was sent.

    A client that asks a proxy names scheme and host before the path (RFC 9112, section 3.2.2).
    """
    path, query = scope["raw_path"], scope["query_string"]
    if path[:1] == b"/" and b"#" not in path and b"#" not in query:
        return scope
    path, has_fragment, _ = path.partition(b"#")
    if not path.startswith(b"/") and b"://" in path:
        path = b"/" + path.partition(b"://")[2].partition(b"/")[2]
    query = b"" if has_fragment else query.partition(b"#")[0]
    return {**scope, "path": unquote(path.decode("ascii")), "raw_path": path, "query_string": query}


async def read_body(receive: Receive) -> bytes | None:
    """The whole body; of one that is too large, enough to refuse it. None when the client left before its end."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body", False):
        body: bytes = message.get("body", b"")
        return body
    parts: list[bytes] = []
    size = 0
    while message["type"] != "http.disconnect":
        if size <= MOST_BODY_BYTES:
            parts.append(message.get("body", b""))
            size += len(parts[-1])
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()
    return None


async def aside(work: Callable[[], T], place: AbstractAsyncContextManager[None]) -> T:
    """Work in a thread of its own, which a server that is told to stop does not wait for."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.done():
            return  # nobody waits any more
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as exc:
            error = exc
        with suppress(RuntimeError):  # the loop is closed: the server has stopped meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    async with place:
        threading.Thread(target=run, daemon=True).start()
        return await done


async def _answer_by_wsgi(
    app: WSGIApplication, site: Site | None, scope: Scope, path: str, body: bytes, places: SlowPlaces
) -> Answer:
    """Call the WSGI application, as a WSGI server does; aside where that may take long."""
    environ = wsgi_environ(scope, body)
    if site and site.is_control(path):
        call = Request(
            scope["method"],
            path[len(CONTROL) :],
            scope["query_string"].decode("utf-8", "replace"),
            RequestHeaders(scope["headers"]),
            b"",
        )
        endpoint = site.control.endpoint(call)
        if endpoint and endpoint.slow:
            place = places.one_of(site.control.office_named(call), awaits_receivers=endpoint.awaits_receivers)
            return await aside(lambda: run_wsgi(app, environ), place)
    return run_wsgi(app, environ)


def _server(scope: Scope) -> tuple[str, int]:
    server: tuple[str, int] = scope.get("server") or ("127.0.0.1", 0)
    return server


def wsgi_environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """A request as a WSGI server tells an application of it."""
    host, port = _server(scope)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, text in RequestHeaders(scope["headers"]).items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = text
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def run_wsgi(app: WSGIApplication, environ: dict[str, Any]) -> Answer:
    """Call the WSGI application, and have its answer whole."""
    answered: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Iterable[tuple[str, str]], exc_info: object = None) -> Any:
        sent = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        answered[:] = [(int(status.partition(" ")[0]), sent)]

    chunks = app(environ, start_response)
    try:
        payload = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return (*answered[0], payload)
