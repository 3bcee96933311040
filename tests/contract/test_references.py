"""What names a row of another table names one that there is, and refuses in that table's word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockod.rest.schema import FieldType
from mockod.vendors.opendental.practice.columns import tables
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES
from mockod.vendors.opendental.wire.fields import DefinitionKey, ForeignKey
from support.every_method import endpoint, methods


def references() -> Iterator[tuple[str, ForeignKey]]:
    """Every reference with the place where it is declared: a parameter, a body's field or a column."""
    for row in (*ROUTES.endpoints, *FORM_ROUTES.endpoints):
        for schema in (row.query, row.body):
            for field in schema.fields.values() if schema else ():
                if isinstance(field.type, ForeignKey):
                    yield f"{row.method} {row.path} {field.wire_name}", field.type
    for table in tables().values():
        for column in table.stored.values():
            if isinstance(column.type, ForeignKey):
                yield f"{table.name}.{column.name}", column.type


@pytest.mark.parametrize("reference", [pytest.param(key, id=place) for place, key in references()])
def test_a_row_that_is_not_there_is_refused_in_the_word_of_its_own_table(reference):
    """``Patient not found.`` for a PatNum, wherever it is sent."""
    table = tables()[reference.table]

    assert (reference.key, reference.entity) == (table.key, table.entity)


@pytest.mark.parametrize("method", [method for method in methods() if method.is_declared], ids=str)
def test_a_number_that_no_handler_looks_at_is_declared_as_the_row_that_the_page_says_it_names(method):
    """As soon as there is such a table; else nothing would refuse a number that names no row."""
    row = endpoint(method)
    types = {
        field.wire_name: field.type for schema in (row.query, row.body) if schema for field in schema.fields.values()
    }
    keys = {f"{table.name}.{table.key}": table.name for table in tables().values()}
    named = {part.name: keys[part.ref] for part in (*method.query, *method.body) if part.ref in keys}

    assert {name: _table_of(types[name]) for name in named} == named


def _table_of(field_type: FieldType) -> str:
    if isinstance(field_type, ForeignKey):
        return field_type.table
    return "definition" if isinstance(field_type, DefinitionKey) else ""
