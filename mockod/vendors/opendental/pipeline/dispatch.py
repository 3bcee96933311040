"""Performing a request that passed the checks: its row, its record, its work and its answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from mockod.rest.endpoint import One
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis, Response
from mockod.rest.router import Found
from mockod.rest.schema import Wire
from mockod.store.office import Office, Transaction
from mockod.vendors.opendental.engine import readers
from mockod.vendors.opendental.pipeline.context import Context
from mockod.vendors.opendental.wire.fields import DefinitionRef, Ref

if TYPE_CHECKING:
    from mockod.rest.validation import Reader


def perform(context: Context, office: Office) -> Response:
    """Do what is asked, in one transaction: all of it or, where it is refused, nothing."""
    with office.transaction() as tx:
        response = _worked(context, tx)
    context.changes = tx.changes
    return response


def _worked(context: Context, tx: Transaction) -> Response:
    """Fetch the row, read what was sent, run the endpoint and show the result."""
    endpoint, settings = context.endpoint, context.settings
    ids = cast(Found, context.found).ids
    spelling = context.spelling and replace(context.spelling, zone=tx.value("SELECT Zone FROM mockod_practice"))
    arguments: list[Any] = [endpoint.row(tx, *ids)] if endpoint.row else list(ids)
    if endpoint.query:
        reads = readers.query_reader(endpoint.query, settings) if context.query else None
        arguments.append(_record(tx, endpoint.query, reads, context.query))
    if endpoint.body:
        reads = readers.body_reader(endpoint.body, settings, endpoint.result)
        arguments.append(_record(tx, endpoint.body, reads, context.body))
    if endpoint.many:
        arguments.append(context.page)
    result = endpoint.run(tx, *arguments)
    if endpoint.result is None or not settings.version.knows(endpoint.answers_since):
        return Response(endpoint.status, None, tx.basis or endpoint.basis)
    write = readers.writer(cast(Any, endpoint.result), settings.version, spelling is not None)
    if endpoint.many and not isinstance(result, One):
        rows = write(result, tx.stamp, spelling)
        context.rows = len(rows)
        return Response(endpoint.status, rows, endpoint.basis)
    row = result.row if isinstance(result, One) else result
    shown = write([row], tx.stamp, spelling)[0]
    location = f"/api/v1/{endpoint.resource}/{shown[endpoint.location]}" if endpoint.location else ""
    return Response(endpoint.status, shown, tx.basis or endpoint.basis, location=location)


def _record(tx: Transaction, wire: type[Wire], reads: Reader | None, given: dict[str, Any]) -> Any:
    """The record of what was sent: refused for what is missing, then malformed, then naming no row."""
    if reads is None:
        return wire.makes()
    values = reads.load(given)
    if not isinstance(values, dict):
        raise ApiError(400, values.text, values.basis)
    for attr, named in reads.fields.values():
        number = values.get(attr)
        if number is None or (number == 0 and getattr(named, "optional", False)):
            continue
        if isinstance(named, Ref):
            if not tx.row(f"SELECT 1 FROM {named.table} WHERE {named.key} = ?", (number,)):
                raise ApiError(404, f"{named.row} not found.", Basis.OBSERVED)
        elif isinstance(named, DefinitionRef) and not tx.row(
            "SELECT 1 FROM definition WHERE DefNum = ? AND Category = ?", (number, named.category)
        ):
            raise ApiError(400, f"{named.wire_name} is invalid.", Basis.OBSERVED)
    return wire.makes(**values)
