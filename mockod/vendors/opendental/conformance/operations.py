"""The operations of the API as one version has them, read off the table that the simulation itself runs on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.conformance.suite import Operation, ShapeField, shape_of
from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Schema
from mockod.vendors.opendental.access.versions import Version
from mockod.vendors.opendental.conformance.formats import format_of
from mockod.vendors.opendental.resources import ROUTES

FREE = {"PUT queries/ShortQuery"}
"""Methods whose rows have the fields that a client asks for."""
ONE_OR_MANY = {"apptfields"}
"""Lists that answer the row itself where a query names it."""
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
    return tuple(ShapeField(field.wire_name, format_of(field.type), field.basis) for field in known)


def _needs(schema: Schema | None) -> tuple[str, ...]:
    return tuple(field.wire_name for field in schema.fields.values() if field.required) if schema else ()
