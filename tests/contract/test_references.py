"""What names a row of another table names one that there is, and refuses in that table's word."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mockod.vendors.opendental.practice.columns import tables
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES
from mockod.vendors.opendental.wire.fields import ForeignKey


def references() -> Iterator[tuple[str, ForeignKey]]:
    """Every reference with the place where it is declared: a parameter, a body's field or a column."""
    for endpoint in (*ROUTES.endpoints, *FORM_ROUTES.endpoints):
        for schema in (endpoint.query, endpoint.body):
            for field in schema.fields.values() if schema else ():
                if isinstance(field.type, ForeignKey):
                    yield f"{endpoint.method} {endpoint.path} {field.wire_name}", field.type
    for table in tables().values():
        for column in table.stored.values():
            if isinstance(column.type, ForeignKey):
                yield f"{table.name}.{column.name}", column.type


@pytest.mark.parametrize("reference", [pytest.param(key, id=place) for place, key in references()])
def test_a_row_that_is_not_there_is_refused_in_the_word_of_its_own_table(reference):
    """``Patient not found.`` for a PatNum, wherever it is sent."""
    table = tables()[reference.table]

    assert (reference.key, reference.entity) == (table.key, table.entity)
