"""create_app: where the parts meet. A Flask application that is a thin door to the core."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NoReturn, cast

from flask import Flask, request
from flask import Request as FlaskRequest
from flask import Response as FlaskResponse
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import BaseConverter, Rule

from mockod.config import Config
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import write_json
from mockod.rest.messages import DELIVERED, Basis, Cut, Request, Response, Transport
from mockod.runtime.request_queue import QueueTicket
from mockod.runtime.time_travel import TimeTravel
from mockod.server.asgi import GATE, TRANSPORT, TURNED_AWAY, WAITED
from mockod.simulation.clock import monotonic
from mockod.simulation.rate_limiter import QueueFull
from mockod.store.images import Images
from mockod.store.office import OfficeTemplate
from mockod.store.registry import Offices
from mockod.vendors import opendental
from mockod.vendors.opendental.pipeline.api import OpenDental
from mockod.vendors.opendental.pipeline.checks import MOST_BYTES
from mockod.vendors.opendental.resources import FORM_ROUTES
from mockod.vendors.opendental.wire.sql_functions import FUNCTIONS

if TYPE_CHECKING:
    from mockod.control.api import ControlPlane

JSON = "application/json; charset=utf-8"
FALLBACK_HOST = "127.0.0.1"
"""Named in a location where the client's own Host header is none."""
BODY_HEADERS = ("CONTENT_TYPE", "CONTENT_LENGTH")
"""Headers that WSGI names without a prefix."""
Door = tuple[str, Callable[[Request], Response]]
Admit = Callable[..., QueueTicket | QueueFull | None]


class Everything(BaseConverter):
    """Any path at all, doubled slashes included: the endpoint tables find their way themselves."""

    regex = "(?s:.*?)"
    part_isolating = False


def create_app(config: Config | None = None) -> Flask:
    """A WSGI application for this configuration. Raises ValueError or OSError where the practice cannot be read."""
    config = config or Config()
    images = Images(opendental.practice_loader)
    images.image(config.practice, config.clock.now().date())  # now, so that a mistake stops the start
    start = OfficeTemplate(config.practice, config.clock, config.settings, FUNCTIONS, listeners=opendental.LISTENERS)
    offices = Offices(
        start,
        images.image,
        most=config.offices,
        evict_idle=config.evict_idle,
        data_dir=config.data_dir,
        settings_of=config.keyring.settings_of,
    )
    vendor = OpenDental(offices, config.keyring)
    time_travel = TimeTravel(offices, vendor.request_queues, opendental.event_source)

    @cache
    def plane() -> ControlPlane:
        """Made at the first control call: a start need not wait for it."""
        from mockod.control.api import ControlPlane
        from mockod.control.auth import Guard
        from mockod.vendors.opendental.control_adapter import OpenDentalControl

        return ControlPlane(
            offices, OpenDentalControl(), time_travel, Guard(config.token, (config.host, *config.allowed_hosts))
        )

    doors: tuple[Door, ...] = (
        ("/_mockod", lambda call: plane().answer(call)),
        ("/api/v1", vendor.answer),
        ("/api", partial(vendor.answer, routes=FORM_ROUTES)),
    )
    app = Flask("mockod", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.config["PROPAGATE_EXCEPTIONS"] = False  # a mistake of ours is an answer too, even where a test sets TESTING
    app.extensions["mockod.offices"] = offices
    app.extensions["mockod.is_slow"] = lambda method, path: (
        plane().is_slow(method, path) if path.startswith("/_mockod/") else vendor.is_slow(method, path)
    )
    app.extensions["mockod.admit"] = vendor.admit
    app.extensions["mockod.tick"] = time_travel.tick
    app.url_map.merge_slashes = False
    app.url_map.converters["everything"] = Everything
    # One rule for all: four hundred would cost a tenth of a second at every start.
    app.url_map.add(Rule("/<everything:path>", endpoint="call"))
    app.view_functions["call"] = partial(_answer, doors, vendor.admit)
    app.register_error_handler(HTTPException, _refused_by_http)
    return app


def _answer(doors: tuple[Door, ...], admit: Admit, path: str) -> FlaskResponse:
    # The request itself: to ask the proxy for each attribute would cost a quarter of the answer.
    came: FlaskRequest = request._get_current_object()  # type: ignore[attr-defined]
    path = "/" + path.lstrip("/")
    for prefix, answer in doors:
        if path == prefix or path.startswith(f"{prefix}/"):
            place = None if GATE in came.environ else _queued(admit, path, came.environ)
            try:
                reply = answer(_call(came, path[len(prefix) :]))
            finally:
                if place is not None:
                    place.done()
            return _rendered(reply, came)
    return _rendered(Response(404, "There is nothing here; the API is at /api/v1.", Basis.ASSUMED), came)


def _queued(admit: Admit, path: str, environ: dict[str, Any]) -> QueueTicket | None:
    """Without the gate: sleep until it is this request's turn. Who would wait for a clock to be set is turned away."""
    admitted = admit(path, environ.get("HTTP_AUTHORIZATION", ""), holds=False)
    if isinstance(admitted, QueueFull):
        environ[TURNED_AWAY] = admitted.retry_after
        return None
    if admitted is None:
        return None
    came, turn = monotonic(), threading.Event()
    admitted.woken = turn.set
    try:
        while seconds := admitted.try_start():
            turn.wait(min(seconds, threading.TIMEOUT_MAX))
            turn.clear()
    except BaseException:
        admitted.leave()
        raise
    environ[WAITED] = round(monotonic() - came, 3)
    return admitted


class Headers(Mapping[str, str]):
    """A request's headers, by name in any letter case; Flask's own cost a microsecond for each that is not there."""

    __slots__ = ("_environ",)

    def __init__(self, environ: Mapping[str, Any]) -> None:
        self._environ = environ

    def __getitem__(self, name: str) -> str:
        return cast(str, self._environ[_variable(name)])

    def get(self, name: str, default: Any = None) -> Any:
        return self._environ.get(_variable(name), default)

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._environ if name.startswith("HTTP_") or name in BODY_HEADERS)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def _variable(name: str) -> str:
    """A header as WSGI names it."""
    variable = name.upper().replace("-", "_")
    return variable if variable in BODY_HEADERS else f"HTTP_{variable}"


def _call(came: FlaskRequest, path: str) -> Request:
    return Request(
        method=came.method,
        path=path,
        query_string=came.query_string.decode("utf-8", "replace"),
        headers=Headers(came.environ),
        body=_body(came),
        waited=came.environ.get(WAITED, 0.0),
        turned_away=came.environ.get(TURNED_AWAY),
    )


def _body(came: FlaskRequest) -> bytes | None:
    if came.environ.get("CONTENT_LENGTH") == "0":
        return b""  # a quarter of the work of asking for it
    try:
        return came.get_data(cache=False)
    except RequestEntityTooLarge:
        return None


def _rendered(reply: Response, came: FlaskRequest) -> FlaskResponse:
    headers = {"X-Mockod-Basis": reply.basis.value, **reply.headers}
    if reply.location:
        headers["location"] = f"{came.scheme}://{came.host or FALLBACK_HOST}{reply.location}"
    if reply.body is None:
        response = FlaskResponse(status=reply.status, headers=headers)
        response.headers.remove("Content-Type")
        return _fated(response, reply.transport, came)
    headers.setdefault("Content-Type", JSON)
    payload = write_json(reply.body) if reply.payload is None else reply.payload
    return _fated(FlaskResponse(payload, reply.status, headers), reply.transport, came)


def _fated(response: FlaskResponse, transport: Transport, came: FlaskRequest) -> FlaskResponse:
    """Leave to the gate what only it can do; without one, hold and spoil the answer as well as a function can."""
    if transport == DELIVERED:
        return response
    whole = response.get_data()
    if transport.cut is Cut.TRUNCATED and not whole:
        transport = replace(transport, cut=Cut.LOST)  # of nothing there is no half
    if GATE in came.environ:
        came.environ[TRANSPORT] = transport
        return response
    time.sleep(transport.delay)
    if transport.cut in (Cut.LOST, Cut.RESET):
        response.response = iter(_cut, None)
    if transport.cut is Cut.TRUNCATED:
        response.set_data(whole[: len(whole) // 2])
        response.headers["Content-Length"] = str(len(whole))
    return response


def _cut() -> NoReturn:
    """Called for the body, where no error handler is left to make an answer of it; servers know the number."""
    raise ConnectionResetError(errno.ECONNRESET, "The connection was cut, as ordered.")


def _refused_by_http(error: HTTPException) -> FlaskResponse:
    """What Flask itself refuses, and our own mistakes, in the same shape as all else."""
    status, text = error.code or 500, f"mockod: {error.name}."
    if request.path.startswith("/_mockod/"):
        from mockod.control.api import problem  # here, as a start need not wait for it

        return _rendered(problem(ApiError(status, text)), request)
    return _rendered(Response(status, text, Basis.ASSUMED), request)
