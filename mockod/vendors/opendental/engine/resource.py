"""A resource as data: a table and its methods, and the endpoints that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any

from mockod.rest.endpoint import Endpoint, Inputs
from mockod.rest.schema import Field, Schema, schema_of
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import ALL_OTHERS
from mockod.vendors.opendental.engine import declared
from mockod.vendors.opendental.engine.filters import Filter
from mockod.vendors.opendental.engine.methods import Method, Run, with_permission
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.engine.table import Table


@dataclass(frozen=True, eq=False)
class Resource:
    """A word of the URL. ``permission`` is what writing wants, unless a method has its own."""

    name: str
    methods: Sequence[Method]
    table: Table | None = None
    """Its table; None for a resource that shows what others hold."""
    permission: str = ALL_OTHERS

    @cached_property
    def select(self) -> Select:
        """The rows as GET answers them."""
        table = self.required_table
        return Select(table, table.answer)

    @property
    def required_table(self) -> Table:
        if self.table is None:
            raise TypeError(f"{self.name} has no table")
        return self.table

    @cached_property
    def endpoints(self) -> tuple[Endpoint[Transaction], ...]:
        return tuple(self._endpoint(with_permission(method, self.permission)) for method in self.methods)

    def _endpoint(self, method: Method) -> Endpoint[Transaction]:
        path = method.path.replace("{}", f"{{{self._key}}}")
        options = method.options.copy()
        if options.get("location") == "{}":
            options["location"] = self._location(method) if method.answers else ""
        run, row = self._carried_out(method)
        return Endpoint(
            method=method.verb,
            path=f"{self.name}/{path}" if path else self.name,
            run=run,
            row=row,
            query=self._query(method),
            body=self._body(method),
            answer=self._answer(method),
            many=method.many,
            **options,
        )

    def _location(self, method: Method) -> str:
        """The answer's field that numbers the new row."""
        answer = self._answer(method)
        first = next(iter(answer.fields.values())) if answer else None
        named = {field.wire_name for field in answer.fields.values()} if answer else set()
        return self._key if self._key in named or first is None else first.wire_name

    @property
    def _key(self) -> str:
        """What numbers its rows, as the API calls it: in paths, and in answers that have it."""
        return self.table.stored[self.table.key].wire_name if self.table else ""

    def _answer(self, method: Method) -> Schema | None:
        if not method.answers:
            return None
        return method.answer or self.required_table.answer

    def _query(self, method: Method) -> Schema | None:
        if not method.filters:
            return None
        if isinstance(method.filters, type):
            return schema_of(method.filters, self._known_fields)
        table = self.required_table
        return Schema.of(f"{self.name} filters", tuple(filter.field(table) for filter in method.filters))

    def _body(self, method: Method) -> Schema | None:
        if method.body is not None:
            return schema_of(method.body, self._known_fields)
        if method.run is None and method.verb in ("POST", "PUT"):
            return declared.body(self.required_table, method.verb)
        return None

    @property
    def _known_fields(self) -> Mapping[str, Field]:
        return self.table.fields if self.table else {}

    def _carried_out(self, method: Method) -> tuple[Run, Any]:
        """The work, and what fetches the row that the path names before the body is looked at."""
        if method.run is not None:
            return method.run, method.row
        table, select, check = self.required_table, self.select, method.check
        if method.verb == "POST":
            return lambda tx, inputs: declared.create(table, select, tx, inputs.body), None
        if method.verb == "PUT":
            fetch = declared.fetch(table)
            shown = select if method.answers else None
            return lambda tx, inputs: declared.update(table, shown, tx, inputs, check), fetch
        if method.verb == "DELETE":
            return lambda tx, inputs: declared.delete(table, check, tx, inputs.ids[0]), declared.fetch(table)
        if not method.many:
            return lambda tx, inputs: select.one(tx, inputs.ids[0]), None
        filters: Sequence[Filter] = method.filters if not isinstance(method.filters, type) and method.filters else ()
        order, only = declared.order(table, method.order), method.only
        return lambda tx, inputs: declared.listing(table, select, filters, order, only, tx, inputs), None


def values_of(record: object) -> Mapping[str, Any]:
    """A record's attributes by name; a mapping as it is."""
    if is_dataclass(record):
        return {field.name: getattr(record, field.name) for field in fields(record)}
    if isinstance(record, Mapping):
        return record
    raise TypeError(f"{type(record).__name__} is neither a record nor a mapping")


__all__ = ["Inputs", "Resource", "values_of"]
