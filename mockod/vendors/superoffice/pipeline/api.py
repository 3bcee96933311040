"""How SuperOffice answers: credentials, path, headers and body are checked in this order, and then the work is done."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, cast

from mockod.rest.endpoint import VERBS, Endpoint, Inputs
from mockod.rest.json_codec import TooManyMembers, read_json, write_json
from mockod.rest.messages import Request, Response
from mockod.rest.router import Found
from mockod.simulation.fault_kinds import COMMON_FAULTS
from mockod.store.office import Evicted, Office
from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.access import credentials
from mockod.vendors.superoffice.access.credentials import PASSWORD, Credentials, read_credentials
from mockod.vendors.superoffice.practice.settings import STRICT, read_settings
from mockod.vendors.superoffice.practice.starter import complete
from mockod.vendors.superoffice.practice.tables import ASSOCIATES
from mockod.vendors.superoffice.resources.routes import ROUTES, TENANT_ROUTES
from mockod.vendors.superoffice.resources.work import Answer, Work
from mockod.vendors.superoffice.wire import errors
from mockod.vendors.superoffice.wire.base_path import base_of, tenant_of
from mockod.vendors.superoffice.wire.carriers import Associate
from mockod.vendors.superoffice.wire.languages import translated
from mockod.vendors.superoffice.wire.request_view import JSON, JSON_TYPES, RequestView, read_view
from mockod.vendors.superoffice.wire.xml import write_xml
from mockod.vendors.vendor import Call, VendorApi, turn_away

MOST_BYTES = 16_800_000
"""Of a body."""
TRIES = 3
"""How often an office is made again that made room for another before it was used."""
WITH_BODY = ("POST", "PUT", "PATCH")
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
_NOT_SIMULATED = re.compile(
    r"(agents)(/.*)?|appointment/(customfield|udeflayout)(/.*)?|appointment/\d+/(foreignkey)(/.*)?", re.IGNORECASE
)
"""What the vendor has below its base path, and mockod has not."""


def answer(call: Call) -> Response:
    """Check the request and do what it asks; what is found out on the way is for the journal too."""
    call.endpoint = call.found.endpoint if call.found else None
    turn_away(call, COMMON_FAULTS)
    asked = read_credentials(call.request)
    if call.office is None:
        asked.check(PASSWORD, call.now)  # an office that is not there is not made for a wrong password
    for _ in range(TRIES):
        with suppress(Evicted):
            return _answered(call, asked, call.open_office())
    return _answered(call, asked, call.open_office())


def _answered(call: Call, asked: Credentials, office: Office) -> Response:
    with office.transaction() as tx:
        settings = read_settings(tx)
        asked.check(settings.password, tx.now)
        associate = _associate(tx, asked, call)
        endpoint, found = _endpoint(call)
        view = read_view(call.request, settings.base_zone)
        work = Work(tx, settings, associate, view, _address(call.request), _body(call.request), [*view.unknown])
        answered = cast(Answer, endpoint.run(work, Inputs(found.ids)))
        if work.ignored and settings.conduct == STRICT:
            raise errors.bad_argument(f"{work.ignored[0]} is no name that is known here.")
        response = _response(view, answered, endpoint)
    call.changes, call.ignored, call.rows, call.limit = tx.changes, work.ignored, work.rows, work.limit
    return response


def _associate(tx: Transaction, asked: Credentials, call: Call) -> Associate:
    """Who asks. A user who only names the office is its first associate."""
    associates = ASSOCIATES.where(tx, "Deleted = 0")
    if not associates:
        complete(tx)
        associates = ASSOCIATES.where(tx, "Deleted = 0")
    folded = asked.user.lower()
    for associate in associates:
        if folded in (associate.user_name.lower(), associate.name.lower()):
            return associate
    if associates and tenant_of(call.request.path) is None and asked.user == call.caller.customer:
        return associates[0]
    raise errors.not_authenticated("There is no such user in this office.")


def _endpoint(call: Call) -> tuple[Endpoint[Any], Found]:
    """The method that the path leads to. Refuses with 404, 405, and 501 for what is not simulated."""
    path, method, found = call.request.path, call.request.method, call.found
    if found is not None and found.endpoint is not None:
        return found.endpoint, found
    below = path.removeprefix(base_of(path) or "") if call.routes is TENANT_ROUTES else path
    if _NOT_SIMULATED.fullmatch(below.strip("/")):
        call.is_simulated = False
        raise errors.not_simulated(f"{method} {below}")
    found_by_verb = {verb: call.routes.find(verb, path) for verb in VERBS}
    allowed = [verb for verb, other in found_by_verb.items() if other is not None and other.endpoint is not None]
    if allowed:
        raise errors.no_method(method, allowed)
    raise errors.no_resource(below or "/")


def _body(request: Request) -> Any:
    """The body as JSON; None where there is none. Refuses with 413, 415 and 400."""
    if request.method not in WITH_BODY:
        return None
    if request.body is None or len(request.body) > MOST_BYTES:
        raise errors.too_large()
    if not request.body.strip():
        return None
    content_type = (request.headers.get("Content-Type") or JSON).partition(";")[0].strip().lower()
    if content_type not in JSON_TYPES:
        raise errors.unread_type(content_type)
    if request.is_encoded:
        raise errors.unread_type(f"{content_type}, {request.headers.get('Content-Encoding')}")
    try:
        return read_json(request.body)
    except TooManyMembers as exc:
        raise errors.bad_argument(f"The request body has {exc}.") from exc
    except ValueError as exc:
        raise errors.bad_argument("The request body is not valid JSON.") from exc


def _address(request: Request) -> str:
    """The address of the API as the client knows it."""
    host = request.headers.get("Host") or ""
    named = host if _HOST.fullmatch(host) else "127.0.0.1"
    below = base_of(request.path) if _is_tenants(request) else None
    return f"{request.scheme}://{named}{request.prefix}{below or ''}"


def _is_tenants(request: Request) -> bool:
    return not request.prefix.lower().endswith("/api/v1")


def _response(view: RequestView, answered: Answer, endpoint: Endpoint[Any]) -> Response:
    """The answer's bytes, in the language and the format that were asked for."""
    headers = {**answered.headers, "Vary": "Accept, Accept-Language"}
    if answered.value is None:
        return Response(answered.status, None, endpoint.basis, headers)
    value = translated(answered.value, view.language) if view.language else answered.value
    payload = write_xml(answered.root, value) if view.is_xml else write_json(value)
    headers["Content-Type"] = f"{view.answer_type}; charset=utf-8"
    return Response(answered.status, value, endpoint.basis, headers, payload=payload)


API = VendorApi(
    prefixes={"/superoffice/api/v1": ROUTES, "/superoffice": TENANT_ROUTES},
    identify=credentials.identify,
    answer=answer,
    refuse=errors.refusal,
)
