"""Control calls as rows of a table: each constructor holds its handler to what it is called with.

What a call takes is a record: a dataclass whose attributes are called as on the wire, or a schema that makes mappings.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypedDict, TypeVar, Unpack, overload

from mockod.control.answers import Shape
from mockod.control.scope import Scope
from mockod.rest.endpoint import Endpoint, Inputs
from mockod.rest.messages import Basis
from mockod.rest.schema import Schema, schema_of

T = TypeVar("T")
ControlEndpoint = Endpoint[Scope]


class Options(TypedDict, total=False):
    """The rest of an endpoint's row, as ``Endpoint`` explains it.

    A call is slow unless it says otherwise: it asks or changes offices, which may be large or in use.
    """

    name: str
    answers: Shape | None
    status: int
    slow: bool
    awaits_receivers: bool
    needs_office: bool
    takes_file: bool
    file: str


def call(verb: str, path: str, handler: Callable[[Scope], object], **options: Unpack[Options]) -> ControlEndpoint:
    """A call that takes nothing but the office."""
    return Endpoint(
        verb, path, _run(handler, lambda scope, inputs: handler(scope)), basis=Basis.ASSUMED, **_slow(options)
    )


def named(verb: str, path: str, handler: Callable[[Scope, str], object], **options: Unpack[Options]) -> ControlEndpoint:
    """A call whose path names something by a word."""
    run = _run(handler, lambda scope, inputs: handler(scope, inputs.word))
    return Endpoint(verb, path, run, basis=Basis.ASSUMED, takes_word=True, **_slow(options))


@overload
def query(
    verb: str, path: str, handler: Callable[[Scope, T], object], record: type[T], **options: Unpack[Options]
) -> ControlEndpoint: ...
@overload
def query(
    verb: str,
    path: str,
    handler: Callable[[Scope, Mapping[str, Any]], object],
    record: Schema,
    **options: Unpack[Options],
) -> ControlEndpoint: ...
def query(
    verb: str, path: str, handler: Callable[[Scope, Any], object], record: type | Schema, **options: Unpack[Options]
) -> ControlEndpoint:
    """A call that takes query parameters."""
    run = _run(handler, lambda scope, inputs: handler(scope, inputs.filters))
    return Endpoint(verb, path, run, query=_schema(record), basis=Basis.ASSUMED, **_slow(options))


@overload
def body(
    verb: str, path: str, handler: Callable[[Scope, T], object], record: type[T], **options: Unpack[Options]
) -> ControlEndpoint: ...
@overload
def body(
    verb: str,
    path: str,
    handler: Callable[[Scope, Mapping[str, Any]], object],
    record: Schema,
    **options: Unpack[Options],
) -> ControlEndpoint: ...
def body(
    verb: str, path: str, handler: Callable[[Scope, Any], object], record: type | Schema, **options: Unpack[Options]
) -> ControlEndpoint:
    """A call that takes a JSON object."""
    run = _run(handler, lambda scope, inputs: handler(scope, inputs.body))
    return Endpoint(verb, path, run, body=_schema(record), basis=Basis.ASSUMED, **_slow(options))


def _slow(options: Options) -> Options:
    return {"slow": True, **options}


def tells_text(endpoint: Endpoint[Any]) -> bool:
    """Whether a call's answer has a form for people too, as ``?format=text`` asks for."""
    return endpoint.run.__annotations__.get("return") == "Result"


def _schema(record: type | Schema) -> Schema:
    return record if isinstance(record, Schema) else schema_of(record, wire_name=str)


def _run(handler: Callable[..., object], run: Callable[[Scope, Inputs], object]) -> Callable[[Scope, Inputs], object]:
    """``run`` with the handler's documentation and annotations, which the OpenAPI document tells."""
    return functools.update_wrapper(run, handler)
