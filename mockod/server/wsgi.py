"""The Flask application: a complete WSGI door to the core, for test clients and for any WSGI server."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NoReturn, cast

from flask import Flask, request
from flask import Request as FlaskRequest
from flask import Response as FlaskResponse
from werkzeug.datastructures import Headers as ResponseHeaders
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import BaseConverter, Rule

from mockod.rest.messages import DELIVERED, MOST_BODY_BYTES, Basis, Cut, Request, Response
from mockod.server import access_log
from mockod.server.cors import Cors
from mockod.server.rendering import BLANKS, LENGTHLESS, headers_of, location_of, payload_of
from mockod.server.site import CONTROL, EXTENSION, Mount, Site
from mockod.server.transport import cut_line, delay_thread, settled, start_at_once
from mockod.simulation.clock import monotonic

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BEGAN = "mockod.began"
"""Key of the time when a request came, by ``monotonic``, in its environment."""
PREFIX = "HTTP_"
"""Of all other headers' names."""
BODY_HEADERS = ("CONTENT_TYPE", "CONTENT_LENGTH")
"""Headers that WSGI names without a prefix."""


MOST_NAMES = 200
"""Of headers, whose WSGI names are remembered."""


class Everything(BaseConverter):
    """Any path at all, doubled slashes included: the endpoint tables find their way themselves."""

    regex = "(?s:.*?)"
    part_isolating = False


class Stub(FlaskResponse):
    """Headers as a stub says them: Werkzeug would put a location right, and take those of a body from a 304."""

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> ResponseHeaders:
        headers = ResponseHeaders(self.headers)
        if self.status_code not in LENGTHLESS:
            headers.setdefault("Content-Length", str(len(self.get_data())))
        return headers


class NoAnswer(FlaskResponse):
    """A line that is cut before any answer."""

    def __call__(self, environ: object, start_response: object) -> NoReturn:
        cut_line()


def flask_app(site: Site) -> Flask:
    """A Flask application that answers what a site answers."""
    app = Flask("mockod", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a mistake of ours is an answer too, even where a test sets TESTING
    app.extensions[EXTENSION] = site
    app.url_map.merge_slashes = False
    app.url_map.converters["everything"] = Everything
    # One rule for all: four hundred would cost a tenth of a second at every start.
    app.url_map.add(Rule("/<everything:path>", endpoint="call"))
    app.view_functions["call"] = partial(_answer, site)
    app.register_error_handler(HTTPException, partial(_answer_error, site))
    return app


def _answer(site: Site, path: str) -> FlaskResponse:
    # The request itself: to ask the proxy for each attribute would cost a quarter of the answer.
    flask_request: FlaskRequest = request._get_current_object()  # type: ignore[attr-defined]
    flask_request.environ[BEGAN] = monotonic()
    path = "/" + path.lstrip("/")
    mount = site.mount(path, Headers(flask_request.environ))
    cors = site.cors(path)
    granted = cors.preflight(flask_request.method, Headers(flask_request.environ))
    if granted:
        response = granted
    elif mount:
        response = _answer_api(mount, _request(flask_request, path[len(mount.prefix) :], mount.prefix))
    elif site.is_control(path):
        response = site.control.answer(_request(flask_request, path[len(CONTROL) :]))
    else:
        response = site.elsewhere(_request(flask_request, path))
    return _render(response, cors, flask_request)


def _answer_api(mount: Mount, came: Request) -> Response:
    runtime = mount.runtime
    call = runtime.receive(came, mount.routes)
    if isinstance(call, Response):
        return call
    ticket = runtime.enter(call, holds=False)
    if ticket is None or not start_at_once(call, ticket):
        return delay_thread(runtime.answer(call))
    try:
        return delay_thread(runtime.answer(call))
    finally:
        ticket.done()


class Headers(Mapping[str, str]):
    """A request's headers, by name in any letter case, without blanks around their values.

    Flask's own cost a microsecond for each that is not there.
    """

    __slots__ = ("_environ",)

    def __init__(self, environ: Mapping[str, Any]) -> None:
        self._environ = environ

    def __getitem__(self, name: str) -> str:
        return cast(str, self._environ[_variable(name)]).strip(BLANKS)

    def get(self, name: str, default: Any = None) -> Any:
        value = self._environ.get(_variable(name))
        return default if value is None else value.strip(BLANKS)

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self.items()))

    def items(self) -> ItemsView[str, str]:
        """By names in small letters, as HTTP has them."""
        return {
            name.removeprefix(PREFIX).replace("_", "-").lower(): value.strip(BLANKS)
            for name, value in self._environ.items()
            if name.startswith(PREFIX) or (name in BODY_HEADERS and value)
        }.items()

    def __len__(self) -> int:
        return sum(1 for _ in self)


@lru_cache(MOST_NAMES)  # clients make up names
def _variable(name: str) -> str:
    """A header as WSGI names it."""
    variable = name.upper().replace("-", "_")
    return variable if variable in BODY_HEADERS else f"{PREFIX}{variable}"


def _request(flask_request: FlaskRequest, path: str, prefix: str = "") -> Request:
    return Request(
        method=flask_request.environ["REQUEST_METHOD"],  # Flask would have it in capitals
        path=path,
        query_string=flask_request.query_string.decode("utf-8", "replace"),
        headers=Headers(flask_request.environ),
        body=_body(flask_request),
        scheme=flask_request.environ["wsgi.url_scheme"],
        prefix=prefix,
    )


def _body(flask_request: FlaskRequest) -> bytes | None:
    """The body; None of one that is too large."""
    if flask_request.environ.get("CONTENT_LENGTH") == "0":
        return b""  # a quarter of the work of asking for it
    try:
        return flask_request.get_data(cache=False)
    except RequestEntityTooLarge:
        return None


def _render(response: Response, cors: Cors, flask_request: FlaskRequest) -> FlaskResponse:
    """The response as Flask has it, cut as well as a function can, and its line in the log."""
    payload = payload_of(response)
    headers = headers_of(response, cors.headers(Headers(flask_request.environ)))
    if response.location:
        headers["Location"] = location_of(response, flask_request.scheme, flask_request.host)
    kind = Stub if response.basis is Basis.STUB else FlaskResponse
    rendered = kind(payload, response.status, headers)
    if payload is None and "Content-Type" not in headers:
        rendered.headers.remove("Content-Type")
    if response.transport != DELIVERED:
        has_body = payload and flask_request.environ["REQUEST_METHOD"] != "HEAD"
        transport = settled(response.transport, has_body=bool(has_body))
        if transport.cut in (Cut.LOST, Cut.RESET):
            rendered = NoAnswer()
        elif transport.cut is Cut.TRUNCATED and payload:
            rendered.set_data(payload[: len(payload) // 2])
            rendered.headers["Content-Length"] = str(len(payload))
    began = flask_request.environ.get(BEGAN, monotonic())
    access_log.write(flask_request.method, flask_request.path, response, began)
    return rendered


def _answer_error(site: Site, error: HTTPException) -> FlaskResponse:
    """What Flask itself refuses, and our own mistakes, in the shape of all other errors below a path."""
    path = "/" + request.path.lstrip("/")
    refusal = site.error(path, Headers(request.environ), error.code or 500, error.name)
    return _render(refusal, site.cors(path), request)
