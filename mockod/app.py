"""create_app: where the parts meet. A Flask application that is a thin door to the core."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import BaseConverter, Rule

from mockod.call import Basis, Call, Reply
from mockod.config import Config
from mockod.control.plane import ControlPlane
from mockod.images import Images
from mockod.jsontext import write_json
from mockod.office import Start
from mockod.offices import Offices
from mockod.opendental import practices
from mockod.opendental.api import MOST_CHARACTERS, OpenDental
from mockod.opendental.auth import keys
from mockod.opendental.routes import FORM_ROUTES

Door = tuple[str, Callable[[Call], Reply]]


class Everything(BaseConverter):
    """Any path at all, doubled slashes included: the endpoint tables find their way themselves."""

    regex = ".*?"
    part_isolating = False


def create_app(config: Config | None = None) -> Flask:
    """A WSGI application for this configuration. Raises PracticeError where the practice cannot be read."""
    config = config or Config()
    images = Images(practices.schema, practices.understand, practices.finish)
    images.image(config.practice, config.clock.now().date())  # now, so that a mistake stops the start
    offices = Offices(Start(config.practice, config.clock, config.settings), images.image, data_dir=config.data_dir)
    vendor = OpenDental(offices)
    doors: tuple[Door, ...] = (
        ("/_mockod", ControlPlane(offices, lambda headers: keys(headers).customer).answer),
        ("/api/v1", vendor.answer),
        ("/api", partial(vendor.answer, routes=FORM_ROUTES)),
    )
    app = Flask("mockod", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_CHARACTERS
    app.extensions["mockod.offices"] = offices
    app.extensions["mockod.is_slow"] = vendor.is_slow
    app.url_map.merge_slashes = False
    app.url_map.converters["everything"] = Everything
    # One rule for all: four hundred would cost a tenth of a second at every start.
    app.url_map.add(Rule("/<everything:path>", endpoint="call"))
    app.view_functions["call"] = lambda path: _rendered(_answer(doors, path, request))
    app.register_error_handler(HTTPException, _refused_by_http)
    return app


def _answer(doors: tuple[Door, ...], path: str, came: Request) -> Reply:
    path = "/" + path.lstrip("/")
    for prefix, answer in doors:
        if path == prefix or path.startswith(f"{prefix}/"):
            return answer(
                Call(
                    method=came.method,
                    path=path[len(prefix) :],
                    query_string=came.environ.get("QUERY_STRING", ""),
                    headers=cast(Mapping[str, str], came.headers),
                    body=came.get_data(cache=False),
                    base_url=came.host_url.rstrip("/"),
                )
            )
    segment = path.strip("/").partition("/")[0]
    return Reply(404, f"{segment} is not a valid resource.", Basis.OBSERVED)


def _rendered(reply: Reply) -> Response:
    response = Response(b"" if reply.body is None else write_json(reply.body), reply.status)
    if reply.body is None:
        response.headers.remove("Content-Type")
    else:
        response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["X-Mockod-Basis"] = reply.basis.value
    for name, value in reply.headers.items():
        response.headers[name] = value
    return response


def _refused_by_http(error: HTTPException) -> Response:
    """What Flask itself refuses, and our own mistakes, in the same shape as all else."""
    if isinstance(error, RequestEntityTooLarge):
        return _rendered(Reply(400, "Request body is too large.", Basis.ASSUMED))
    return _rendered(Reply(error.code or 500, f"mockod: {error.name}.", Basis.ASSUMED))
