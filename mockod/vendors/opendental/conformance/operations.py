"""The operations of the API as one version has them, read off the table that the simulation itself runs on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.conformance.suite import Operation, ShapeField, ValueFormat, shape_of
from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Field, Schema
from mockod.vendors.opendental.access.versions import Version
from mockod.vendors.opendental.conformance.formats import format_of, or_empty
from mockod.vendors.opendental.resources import ROUTES

FREE = {"PUT queries/ShortQuery"}
"""Methods whose rows have the fields that a client asks for."""
ONE_OR_MANY = {"apptfields"}
"""Lists that answer the row itself where a query names it."""
MAY_BE_EMPTY = {("chartmodules/{PatNum}/PlannedAppts", "dateSched")}
"""Fields that are an empty text where there is nothing to tell: a plan that is not scheduled has no date."""
Printed = Mapping[tuple[str, ...], tuple[str, ...]]
"""The vendor's pages that print an answer, by verb and path."""


def operations(version: Version, printed: Printed) -> tuple[Operation, ...]:
    """Every method, known to the version or not."""
    return tuple(_operation(endpoint, version, printed) for endpoint in ROUTES.endpoints)


def _operation(endpoint: Endpoint[Any], version: Version, printed: Printed) -> Operation:
    return Operation(
        endpoint.method,
        endpoint.path,
        status=endpoint.status,
        fields=_fields(endpoint, version),
        is_list=endpoint.many,
        may_be_one=endpoint.path in ONE_OR_MANY,
        needs=_needs(endpoint.query),
        lacks=_lacks(endpoint.query, version),
        since=endpoint.since,
        is_known=version.knows(endpoint.since) and not (endpoint.until and version.knows(endpoint.until)),
        permission=endpoint.permission,
        basis=endpoint.basis,
        printed=printed.get((endpoint.method, *shape_of(endpoint.path)), ()),
    )


def _fields(endpoint: Endpoint[Any], version: Version) -> tuple[ShapeField, ...] | None:
    """The fields of the answer that the version has; None where it answers nothing."""
    schema = endpoint.answer
    if schema is None or f"{endpoint.method} {endpoint.path}" in FREE or not version.knows(endpoint.answers_since):
        return None
    known = [field for field in schema.fields.values() if field.is_known(version.knows)]
    return tuple(ShapeField(field.wire_name, _format(endpoint.path, field), field.basis) for field in known)


def _format(path: str, field: Field) -> ValueFormat:
    told = format_of(field.type)
    return or_empty(told) if (path, field.wire_name) in MAY_BE_EMPTY else told


def _lacks(schema: Schema | None, version: Version) -> frozenset[str]:
    fields = schema.fields.values() if schema else ()
    return frozenset(field.wire_name for field in fields if not field.is_known(version.knows))


def _needs(schema: Schema | None) -> tuple[str, ...]:
    return tuple(field.wire_name for field in schema.fields.values() if field.required) if schema else ()
