"""A deleted patient, and what belongs to it, cannot be changed through the API (documented); the words are assumed."""

from __future__ import annotations

from functools import cache
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Schema
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import PatStatus
from mockod.vendors.opendental.engine.resource import values_of
from mockod.vendors.opendental.resources import load
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import ForeignKey

PATIENT, KEY = "patient", "PatNum"
READING = frozenset(
    {"documents/DownloadMount", "documents/DownloadSftp", "documents/Thumbnails", "sheets/DownloadSftp"}
)
"""POSTs that send what there is, and change nothing that a client sees."""
_STATUS = f"SELECT PatStatus FROM {PATIENT} WHERE {KEY} = ?"


def refuse(tx: Transaction, endpoint: Endpoint[Any], ids: tuple[int, ...], body: object) -> None:
    """Raises ApiError naming PatNum where the row in the path, or the patient or the row in the body, is of one."""
    if endpoint.method == "GET" or endpoint.path in READING:
        return
    whose = _whose_row(endpoint.resource)
    if ids and whose:
        _check(tx, whose, ids[0])
    if endpoint.body:
        for attribute, sql in _named(endpoint.resource, endpoint.body):
            _check(tx, sql, values_of(body)[attribute])


def _check(tx: Transaction, sql: str, number: int | None) -> None:
    if number and tx.value(sql, (number,)) == PatStatus.Deleted:
        raise invalid(KEY, "Patient has been deleted.")


@cache
def _whose_row(resource: str) -> str:
    """SQL for the status of the patient of a row of the resource; nothing where rows have no patient."""
    table = load(resource).table
    if table is None or KEY not in table.stored:
        return ""
    if table.key == KEY:
        return _STATUS
    of_row = f"SELECT {KEY} FROM {table.name} WHERE {table.key} = ?"
    return f"SELECT PatStatus FROM {PATIENT} WHERE {KEY} = ({of_row})"


@cache
def _named(resource: str, schema: Schema) -> tuple[tuple[str, str], ...]:
    """The fields of a body that name a patient, or a row of the resource, with the SQL for that patient's status."""
    table = load(resource).table
    own = (table.name, table.key) if table and table.name != PATIENT else ("", "")
    found = []
    for field in schema.fields.values():
        if isinstance(field.type, ForeignKey):
            named = (field.type.table, field.type.key)
            if named == (PATIENT, KEY) and field.wire_name.lower() == KEY.lower():
                found.append((field.name, _STATUS))
            elif named == own and _whose_row(resource):
                found.append((field.name, _whose_row(resource)))
    return tuple(found)
