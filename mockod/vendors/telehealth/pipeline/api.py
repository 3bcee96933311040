"""How the telehealth API answers: the path, the credentials, the body, and then the work."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from mockod.rest.endpoint import Inputs
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import read_json
from mockod.rest.messages import Request, Response
from mockod.rest.router import Found
from mockod.simulation.fault_kinds import COMMON_FAULTS
from mockod.store.office import Evicted
from mockod.store.transaction import Transaction
from mockod.vendors.telehealth.access import credentials
from mockod.vendors.telehealth.access.credentials import Identity
from mockod.vendors.telehealth.pipeline.routes import ROUTES, verbs
from mockod.vendors.telehealth.practice.tables import CLIENT, DEFAULT_SETTINGS
from mockod.vendors.telehealth.resources import records
from mockod.vendors.telehealth.resources.work import Work
from mockod.vendors.telehealth.wire.errors import invalid_json, refuse, refusing, unauthorized
from mockod.vendors.vendor import Call, VendorApi, turn_away

BASE_PATH = "/telehealth/v2"
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
"""Of a query or a form."""
TRIES = 3
"""How often an office is made again that made room for another before it was used."""
NOBODY = Identity("")


def answer(call: Call) -> Response:
    """Do what is asked; what is found out on the way is for the journal too."""
    turn_away(call, COMMON_FAULTS)
    found = call.found
    call.endpoint = found.endpoint if found else None
    if found is None or found.endpoint is None:
        raise _not_understood(call)
    late = COMMON_FAULTS.late_refusal(call.faults, found.endpoint)
    if late:
        raise late
    identity = _identity(call, found)
    for _ in range(TRIES):
        with suppress(Evicted):
            return _performed(call, found, identity)
    return _performed(call, found, identity)


def _identity(call: Call, found: Found) -> Identity:
    """Whom the tokens name: none is needed for the first, and that one for the second."""
    if found.resource != "auth":
        return credentials.user_of(call.request, call.now)
    return NOBODY if found.below.lower() == "token" else credentials.client_of(call.request, call.now)


def _performed(call: Call, found: Found, identity: Identity) -> Response:
    endpoint = found.endpoint
    assert endpoint is not None
    with call.open_office().transaction() as tx:
        _check_known(tx, identity)
        work = Work(
            tx,
            call.request.method,
            found.below,
            _query(call.request),
            lambda: _body(call.request, takes_form=found.resource == "auth"),
            identity.client,
            credentials.account_named(call.request),
        )
        try:
            with refusing():
                result = endpoint.run(work, Inputs())
        finally:
            call.ignored = work.ignored
        call.changes, call.rows, call.limit = tx.changes, work.rows, work.rows or 0
        return Response(endpoint.status, result, endpoint.basis)


def _check_known(tx: Transaction, identity: Identity) -> None:
    """Refuse a client or a user whom the office does not know, or knows no more."""
    if identity.client and not tx.row(f"SELECT 1 FROM {CLIENT} WHERE client_id = ?", [identity.client]):
        raise unauthorized()
    if identity.user and identity.user not in records.users(tx):
        raise unauthorized()


def _not_understood(call: Call) -> ApiError:
    known = verbs(call.request.path, _settings(call))
    if not known:
        return ApiError(404, "There is no such path")
    return ApiError(405, f"{call.request.method[:20]} is not understood here", headers={"Allow": ", ".join(known)})


def _settings(call: Call) -> Mapping[str, str]:
    """Those of the office; or of one that is still to be made, as a refusal makes none."""
    if call.office is not None:
        with suppress(Evicted), call.office.transaction() as tx:
            return records.settings(tx)
    return DEFAULT_SETTINGS


def _query(request: Request) -> dict[str, str]:
    return _fields(request.query_string, "query", keep_blank=True)


def _fields(text: str, what: str, *, keep_blank: bool = False) -> dict[str, str]:
    """The fields of a query or a form; the last of a name counts."""
    try:
        found = parse_qs(text, keep_blank_values=keep_blank, max_num_fields=MOST_FIELDS)
    except ValueError as exc:
        raise ApiError(400, f"The {what} has more than {MOST_FIELDS} fields") from exc
    return {name: values[-1] for name, values in found.items()}


def _body(request: Request, *, takes_form: bool) -> Mapping[str, Any]:
    """A JSON object; or a form, where that is understood too."""
    if request.body is None:
        raise invalid_json("The body is too large")
    if request.is_encoded:
        raise invalid_json("Content-Encoding is not supported")
    media = (request.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if takes_form and media == FORM:
        return _fields(request.body.decode("utf-8", "replace"), "form")
    try:
        value = read_json(request.body)
    except ValueError as exc:
        raise invalid_json("The body is not valid JSON") from exc
    if not isinstance(value, dict):
        raise invalid_json("The body is not a JSON object")
    return value


API = VendorApi(
    prefixes={BASE_PATH: ROUTES},
    identify=credentials.identify,
    answer=answer,
    refuse=refuse,
    faults=COMMON_FAULTS,
)
