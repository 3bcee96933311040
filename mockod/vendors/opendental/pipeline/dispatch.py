"""Performing a request that passed the checks: its row, its record, its work and its answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from mockod.rest.endpoint import One
from mockod.rest.errors import Refused
from mockod.rest.messages import Basis, Reply
from mockod.rest.router import Found
from mockod.rest.schema import Wire
from mockod.store.office import Office, Transaction
from mockod.vendors.opendental.engine import readers
from mockod.vendors.opendental.pipeline.context import Request
from mockod.vendors.opendental.wire.fields import DefinitionRef, Ref

if TYPE_CHECKING:
    from mockod.rest.validation import Reader


def perform(request: Request, office: Office) -> Reply:
    """Do what is asked, in one transaction: all of it or, where it is refused, nothing."""
    with office.transaction() as tx:
        reply = _worked(request, tx)
    request.changes = tx.changes
    return reply


def _worked(request: Request, tx: Transaction) -> Reply:
    """Fetch the row, read what was sent, run the endpoint and show the result."""
    endpoint, settings = request.endpoint, request.settings
    ids = cast(Found, request.found).ids
    spelling = request.spelling and replace(request.spelling, zone=tx.value("SELECT Zone FROM mockod_practice"))
    arguments: list[Any] = [endpoint.row(tx, *ids)] if endpoint.row else list(ids)
    if endpoint.query:
        reads = readers.query_reader(endpoint.query, settings) if request.query else None
        arguments.append(_record(tx, endpoint.query, reads, request.query))
    if endpoint.body:
        reads = readers.body_reader(endpoint.body, settings, endpoint.result)
        arguments.append(_record(tx, endpoint.body, reads, request.body))
    if endpoint.many:
        arguments.append(request.page)
    result = endpoint.run(tx, *arguments)
    if endpoint.result is None or not settings.version.knows(endpoint.answers_since):
        return Reply(endpoint.status, None, tx.basis or endpoint.basis)
    write = readers.writer(cast(Any, endpoint.result), settings.version, spelling is not None)
    if endpoint.many and not isinstance(result, One):
        rows = write(result, tx.stamp, spelling)
        request.rows = len(rows)
        return Reply(endpoint.status, rows, endpoint.basis)
    row = result.row if isinstance(result, One) else result
    shown = write([row], tx.stamp, spelling)[0]
    location = f"/api/v1/{endpoint.resource}/{shown[endpoint.location]}" if endpoint.location else ""
    return Reply(endpoint.status, shown, tx.basis or endpoint.basis, location=location)


def _record(tx: Transaction, wire: type[Wire], reads: Reader | None, given: dict[str, Any]) -> Any:
    """The record of what was sent: refused for what is missing, then malformed, then naming no row."""
    if reads is None:
        return wire.makes()
    values = reads.load(given)
    if not isinstance(values, dict):
        raise Refused(400, values.text, values.basis)
    for attr, named in reads.fields.values():
        number = values.get(attr)
        if number is None or (number == 0 and getattr(named, "optional", False)):
            continue
        if isinstance(named, Ref):
            if not tx.row(f"SELECT 1 FROM {named.table} WHERE {named.key} = ?", (number,)):
                raise Refused(404, f"{named.row} not found.", Basis.OBSERVED)
        elif isinstance(named, DefinitionRef) and not tx.row(
            "SELECT 1 FROM definition WHERE DefNum = ? AND Category = ?", (number, named.category)
        ):
            raise Refused(400, f"{named.wire_name} is invalid.", Basis.OBSERVED)
    return wire.makes(**values)
