"""Writing rows as JSON objects: a function is generated from each schema once.

It goes past marshmallow, which for a hundred rows would cost six times the rest of the request; a property test holds
it equal to marshmallow's own dump.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from mockod.rest.schema import Field, Schema, ServerTime, Spelling, SupportsVersion

Writer = Callable[[Iterable[Sequence[Any]], str, Spelling | None], list[dict[str, Any]]]
"""Rows in column order, the server's time and the spelling in; JSON-ready objects out."""


def stored_fields(schema: Schema) -> list[Field]:
    """The fields that a row has a value for, in the order in which the writer wants them."""
    return [field for field in schema.fields.values() if not isinstance(field.type, ServerTime)]


def compile_writer(schema: Schema, supports: SupportsVersion, *, spelled: bool) -> Writer:
    """Write the function that turns rows of this schema into JSON objects, and compile it."""
    bound: dict[str, Any] = {}

    def bind(constant: Any) -> str:
        name = f"c{len(bound)}"
        bound[name] = constant
        return name

    items = []
    position = 0
    for field in schema.fields.values():
        if isinstance(field.type, ServerTime):
            value = "spelling.moment(now)" if spelled else "now"
        else:
            value = field.type.expression(f"row[{position}]", bind, spelled)
            position += 1
        if field.is_known(supports):
            items.append(f"{field.wire_name!r}: {value}")
    text = f"def write(rows, now, spelling=None):\n    return [{{{', '.join(items)}}} for row in rows]\n"
    exec(compile(text, f"<writer of {schema.name}>", "exec"), bound)
    return cast(Writer, bound["write"])
