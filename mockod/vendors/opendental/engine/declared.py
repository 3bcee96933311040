"""What declared methods do: find, list, create, change and delete rows of one table, as its description says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockod.rest.endpoint import Inputs
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Schema
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.filters import Filter
from mockod.vendors.opendental.engine.records import stored
from mockod.vendors.opendental.engine.select import Row, Rows, Select, where
from mockod.vendors.opendental.engine.table import Column, Table, snake_case
from mockod.vendors.opendental.wire.errors import conflict, get_or_404, required
from mockod.vendors.opendental.wire.fields import ForeignKey

Values = Mapping[str, Any]
"""A row, or some of its columns, by the vendor's names and as stored."""
Check = Callable[[Transaction, int], None]
BodyCheck = Callable[[Transaction, int, Mapping[str, Any]], None]
"""May refuse what a body would change of the row of a number; the body's fields are by Python name."""


def body(table: Table, verb: str) -> Schema:
    """The body of a declared POST or PUT: the columns that take part, in the table's order."""
    fields = [_body_field(column, verb) for column in table.stored.values() if _use(column, verb)]
    return Schema.of(f"{table.entity} of {verb}", tuple(fields))


def _use(column: Column, verb: str) -> str:
    return column.post if verb == "POST" else column.put


def _body_field(column: Column, verb: str) -> Field:
    is_required = _use(column, verb) == "required"
    return Field(
        name=snake_case(column.name),
        wire_name=column.wire_name,
        type=column.type.required if is_required and isinstance(column.type, ForeignKey) else column.type,
        required=is_required,
        since=column.post_since if verb == "POST" else column.put_since,
        basis=column.basis,
    )


def order(table: Table, columns: str) -> str:
    """What a list is sorted by: the columns named, then the key, unless it is among them already."""
    named = [f"{table.name}.{column.strip()}" for column in columns.split(",") if column.strip()]
    key = f"{table.name}.{table.key}"
    if not any(column.split(" ")[0] == key for column in named):
        named.append(key)
    return ", ".join(named)


def fetch(table: Table) -> Callable[[Transaction, tuple[int, ...]], int]:
    """Find out whether there is a row of the number in the path; refuses with 404 where there is none."""
    sql = f"SELECT 1 FROM {table.name} WHERE {table.key} = ?"

    def row(tx: Transaction, ids: tuple[int, ...]) -> int:
        get_or_404(tx.row(sql, ids), table.entity)
        return ids[0]

    return row


def listing(
    table: Table, select: Select, filters: Sequence[Filter], order: str, only: str, tx: Transaction, inputs: Inputs
) -> Rows:
    """GET a page of the rows that all given filters let through."""
    given: Mapping[str, Any] = inputs.filters or {}
    knows = tx.settings.version.knows
    for f in filters:
        if f.optional_since and not knows(f.optional_since) and not given.get(snake_case(f.wire_name)):
            raise required(f.wire_name, Basis.OBSERVED)
    conditions = [f.where(table, given.get(snake_case(f.wire_name))) for f in filters]
    if only:
        conditions.append(where(only))
    return select.page(tx, inputs.page, order, conditions)


def create(table: Table, select: Select, tx: Transaction, body: Mapping[str, Any]) -> Row:
    """POST: a row of what was sent, of defaults and of stamps."""
    number = tx.insert(table.name, new_row(table, tx, body))
    return select.one(tx, number)


def new_row(table: Table, tx: Transaction, body: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new row that differ from the table's own defaults, by name."""
    row: dict[str, Any] = {}
    for column in table.stored.values():
        value = body.get(snake_case(column.name))
        if column.stamp:
            row[column.name] = _stamp(column, tx)
        elif value is not None:
            row[column.name] = stored(value)
    return row


def next_place(tx: Transaction, table: Table, tests: str = "1", values: Sequence[Any] = ()) -> int:
    """The ItemOrder of a new row that comes last among those for which ``tests`` hold; 0 for the first."""
    return int(tx.value(f"SELECT coalesce(max(ItemOrder), -1) + 1 FROM {table.name} WHERE {tests}", values))


def update(
    table: Table, select: Select | None, tx: Transaction, inputs: Inputs, check: BodyCheck | None = None
) -> Row | None:
    """PUT: what was sent and differs, and the stamp of a change where anything does. ``check`` may refuse first."""
    number: int = inputs.row
    if check is not None:
        check(tx, number, inputs.body)
    given = {
        column.name: stored(inputs.body[snake_case(column.name)])
        for column in table.stored.values()
        if inputs.body.get(snake_case(column.name)) is not None
    }
    if given:
        columns = ", ".join(given)
        before = tx.rows(f"SELECT {columns} FROM {table.name} WHERE {table.key} = ?", (number,))[0]
        changed = {name: value for (name, value), old in zip(given.items(), before, strict=True) if value != old}
        if changed:
            changed |= {c.name: _stamp(c, tx) for c in table.stored.values() if c.stamp == "changed"}
            assignments = ", ".join(f"{name} = ?" for name in changed)
            tx.update(table.name, f"{assignments} WHERE {table.key} = ?", [*changed.values(), number])
    return select.one(tx, number) if select else None


def _stamp(column: Column, tx: Transaction) -> str:
    """The office's time, or its day where the column holds no time."""
    return tx.stamp[: len(column.type.empty)]


def delete(table: Table, check: Check | None, tx: Transaction, number: int) -> None:
    """DELETE, where nothing objects."""
    if check is not None:
        check(tx, number)
    tx.delete(table.name, f"{table.key} = ?", (number,))


def not_while_used(*columns: str, text: str = "", basis: Basis = Basis.ASSUMED) -> Check:
    """Refuse to delete a row that others name: ``not_while_used("patient.EmployerNum")``.

    Unless ``text`` and ``basis`` say them, the vendor's words are not known.
    """
    places = [column.split(".") for column in columns]

    def check(tx: Transaction, number: int) -> None:
        for table, column in places:
            if tx.row(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (number,)):
                raise conflict(text or f"{column.removesuffix('Num')} is in use and cannot be deleted.", basis)

    return check
