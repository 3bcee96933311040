"""Carrying out a request that passed the checks: row, records, work, trail and answer, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from mockod.rest.endpoint import Endpoint, Inputs
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import PIECE, joined, write_json
from mockod.rest.messages import Basis, Response
from mockod.rest.router import Found
from mockod.rest.schema import Schema
from mockod.rest.serializer import stored_fields
from mockod.store.office import Office
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine import readers
from mockod.vendors.opendental.engine.later import Answered, Later
from mockod.vendors.opendental.engine.methods import Located
from mockod.vendors.opendental.engine.records import stored
from mockod.vendors.opendental.engine.resource import values_of
from mockod.vendors.opendental.engine.select import Row, Rows
from mockod.vendors.opendental.pipeline import deleted_patients, trail
from mockod.vendors.opendental.pipeline.context import Context
from mockod.vendors.opendental.wire.errors import invalid, not_found, too_large
from mockod.vendors.opendental.wire.fields import DefinitionKey, ForeignKey

if TYPE_CHECKING:
    from mockod.rest.validation import Reader


MOST_BYTES = 100_000_000
"""Of an answer: more than a page of all that an office of the usual size holds."""


def perform(context: Context, office: Office) -> Response:
    """Do what is asked, in one transaction: all of it or, where it is refused, nothing.

    What is left for later is done after it, while others use the office.
    """
    with office.transaction() as tx:
        response = _work(context, tx)
    context.changes = tx.changes
    if isinstance(response, Later):
        endpoint, answered = context.endpoint, response.work()
        if endpoint.many:
            context.rows = len(answered.body)
        return Response(endpoint.status, answered.body, endpoint.basis, answered.headers)
    return response


def _work(context: Context, tx: Transaction) -> Response | Later:
    """Fetch the row, read what was sent, run the endpoint and write its answer as JSON."""
    endpoint = cast(Endpoint[Transaction], context.endpoint)
    ids = cast(Found, context.found).ids
    row = endpoint.row(tx, ids) if endpoint.row else None
    filters = _filters(context, tx) if endpoint.query else None
    body = _body(context, tx) if endpoint.body else None
    deleted_patients.refuse(tx, endpoint, ids, body)
    before = trail.look(tx, endpoint, ids)
    answer = endpoint.run(tx, Inputs(ids, row, filters, body, context.page))
    if tx.changes:
        trail.note(tx, endpoint, before)
    return answer if isinstance(answer, Later) else _response(context, tx, endpoint, answer)


def _filters(context: Context, tx: Transaction) -> Any:
    schema = cast(Schema, context.endpoint.query)
    if not context.query and not any(field.required for field in schema.fields.values()):
        return schema.record()
    return _record(tx, schema, readers.query_reader(schema, context.settings), context.query)


def _body(context: Context, tx: Transaction) -> Any:
    endpoint = context.endpoint
    schema = cast(Schema, endpoint.body)
    return _record(tx, schema, readers.body_reader(schema, context.settings, endpoint.answer), context.body)


def _record(tx: Transaction, schema: Schema, reader: Reader, given: dict[str, Any]) -> Any:
    """The record of what was sent: refused for what is missing, then malformed, then naming no row."""
    values = reader.load(given)
    if not isinstance(values, dict):
        raise ApiError(400, values.text, values.basis)
    for field in reader.fields.values():
        number, kind = values.get(field.name), field.type
        if number is None or not isinstance(kind, ForeignKey | DefinitionKey) or (number == 0 and kind.zero):
            continue
        if isinstance(kind, ForeignKey):
            if not tx.row(f"SELECT 1 FROM {kind.table} WHERE {kind.key} = ?", (number,)):
                raise not_found(kind.entity)
        elif not tx.row("SELECT 1 FROM definition WHERE DefNum = ? AND Category = ?", (number, kind.category)):
            raise invalid(field.wire_name, basis=Basis.OBSERVED)
    return schema.record(**values)


def _response(context: Context, tx: Transaction, endpoint: Endpoint[Transaction], answer: object) -> Response:
    """The answer as JSON. A list rests on what its method does, whatever came of it."""
    schema = endpoint.answer
    if isinstance(answer, Located):
        headers = {**answer.headers, "Location": answer.location}
        return Response(endpoint.status, None, tx.basis or endpoint.basis, headers)
    if isinstance(answer, Answered):
        return Response(endpoint.status, answer.body, tx.basis or endpoint.basis, answer.headers)
    if schema is None or answer is None or not context.settings.version.knows(endpoint.answers_since):
        return Response(endpoint.status, None, tx.basis or endpoint.basis)
    if isinstance(answer, Rows) or (isinstance(answer, Sequence) and not isinstance(answer, Row)):
        rows = answer if isinstance(answer, Rows) else Rows(schema, (_row(schema, item) for item in answer))
        payload = _list(context, tx, rows)
        return Response(endpoint.status, "", endpoint.basis, payload=payload)
    row = answer if isinstance(answer, Row) else Row(schema, _row(schema, answer))
    [shown] = to_json(context, tx, row.schema, [row.values])
    location = f"/api/v1/{endpoint.resource}/{shown[endpoint.location]}" if endpoint.location else ""
    return Response(endpoint.status, shown, tx.basis or endpoint.basis, location=location)


def _row(schema: Schema, answer: object) -> Sequence[Any]:
    """A record or a mapping in the order of the schema, as it would be stored."""
    values: Mapping[str, Any] = values_of(answer)
    return [stored(values[field.name]) for field in stored_fields(schema)]


def _list(context: Context, tx: Transaction, rows: Rows) -> bytes:
    """Rows as a JSON list: read and written in pieces, so that a page of long texts is never there twice."""
    return joined(_pieces(context, tx, rows))


def _pieces(context: Context, tx: Transaction, rows: Rows) -> Iterator[bytes]:
    """Lists of a few rows each. In the end the context is told how many rows there were."""
    values = iter(rows.values)
    count = size = 0
    while piece := list(islice(values, PIECE)):
        text = write_json(to_json(context, tx, rows.schema, piece))
        count, size = count + len(piece), size + len(text)
        if size > MOST_BYTES:
            raise too_large(MOST_BYTES)
        yield text
        if len(piece) < PIECE:
            break
    context.rows = count


def to_json(context: Context, tx: Transaction, schema: Schema, rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Rows as JSON has them, in the spelling of dates that the request asks for."""
    spelling = context.spelling
    if spelling is not None:
        spelling = replace(spelling, zone=tx.value("SELECT Zone FROM mockod_practice"))
    write = readers.writer(schema, context.settings.version, spelling is not None)
    return write(rows, tx.stamp, spelling)
