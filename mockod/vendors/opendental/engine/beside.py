"""Tables with at most one row for each row of another, under the same number: notes on a patient, for one.

A row that nobody has written yet reads as an empty one, and is made by the first change.
"""

from __future__ import annotations

from mockod.rest.endpoint import Inputs
from mockod.rest.serializer import stored_fields
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine import declared
from mockod.vendors.opendental.engine.methods import Answer, Record
from mockod.vendors.opendental.engine.resource import values_of
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.engine.table import Table, snake_case
from mockod.vendors.opendental.wire.errors import get_or_404
from mockod.vendors.opendental.wire.fields import ForeignKey


class RowsBeside:
    """The rows of such a table, whose key is a ForeignKey."""

    def __init__(self, table: Table) -> None:
        """Raises TypeError for a table whose key names no row of another."""
        owner = table.stored[table.key].type
        if not isinstance(owner, ForeignKey):
            raise TypeError(f"{table.name}.{table.key} names no row of another table")
        self._table = table
        self._owner = owner
        self._select = Select(table, table.answer)

    def owner(self, tx: Transaction, number: int) -> int:
        """The number, where the other table has such a row; refuses with 404 where it has none."""
        sql = f"SELECT 1 FROM {self._owner.table} WHERE {self._owner.key} = ?"
        get_or_404(tx.row(sql, (number,)), self._owner.entity)
        return number

    def read(self, tx: Transaction, number: int) -> Answer:
        """GET: the row, or an empty one."""
        self.owner(tx, number)
        return self._select.find(tx, number) or self._empty(number)

    def update(self, tx: Transaction, number: int, body: Record) -> Answer:
        """PUT: what was sent, in a new row where there is none yet."""
        values = values_of(body)
        if any(value is not None for value in values.values()) and self._select.find(tx, number) is None:
            tx.insert(self._table.name, declared.new_row(self._table, tx, {snake_case(self._table.key): number}))
        declared.update(self._table, None, tx, Inputs(row=number, body=values))
        return self.read(tx, number)

    def _empty(self, number: int) -> dict[str, object]:
        """A row of defaults, by Python name."""
        defaults = {snake_case(column.name): column.stored_default for column in self._table.stored.values()}
        row = defaults | {snake_case(self._table.key): number}
        return {field.name: row[field.name] for field in stored_fields(self._select.schema)}
