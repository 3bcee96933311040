"""The methods of a resource, as its description lists them: declared, or carried out by a handler.

A method is one or the other, never half: ``check`` may refuse before a declared write, nothing may alter one. Each
constructor holds its handler to the types of what it is called with.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict, TypeVar, Unpack, overload

from mockod.rest.endpoint import Inputs, Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Schema
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.engine.filters import Filter
from mockod.vendors.opendental.engine.later import Answered
from mockod.vendors.opendental.engine.select import Row, Rows


@dataclass(frozen=True, slots=True)
class Located:
    """What a handler answers that put something elsewhere: no body, and where it is, as the header has it."""

    location: str
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further ones: a note."""


Record = Any
"""A frozen dataclass: typeshed has no name for any of them."""
Answer = Row | Mapping[str, Any] | Located | Answered | None
"""What a handler answers for one row: the row as a Select gave it, values by name, or JSON; None for no body."""
Answers = Row | Rows | Sequence[Record] | Sequence[Mapping[str, Any]]
"""The same for a list; a single row where a list's method may answer one."""
Run = Callable[[Transaction, Inputs], object]
R = TypeVar("R")
B = TypeVar("B")
F = TypeVar("F")


class Options(TypedDict, total=False):
    """The rest of an endpoint's row, as ``Endpoint`` explains it."""

    since: str
    until: str
    permission: str
    basis: Basis
    checks_names: bool
    takes_one_field: bool
    status: int
    location: str
    answers_since: str
    takes_file: bool
    slow: bool


@dataclass(frozen=True, slots=True)
class Method:
    """One method of a resource, not bound to it yet."""

    verb: str
    path: str
    """Below the resource; the resource's own key is ``{}``."""
    run: Run | None
    """None for a declared method: the resource carries it out."""
    row: Callable[[Transaction, tuple[int, ...]], object] | None = None
    filters: type | Sequence[Filter] | None = None
    body: type | None = None
    answer: Schema | None = None
    """None for the resource's own."""
    answers: bool = True
    """Whether the answer has a body at all."""
    many: bool = False
    order: str = ""
    only: str = ""
    """Which rows a declared list has at all, as SQL."""
    check: Callable[..., None] | None = None
    options: Options = field(default_factory=lambda: Options())


def read(
    handler: Callable[[Transaction, int], Answer] | None = None,
    *,
    answer: Schema | None = None,
    **options: Unpack[Options],
) -> Method:
    """GET one row by its number."""
    run = handler and _run(handler, lambda tx, inputs: handler(tx, *inputs.ids))
    return Method("GET", "{}", run, answer=answer, options=_with_defaults(options, permission=READ_ALL))


@overload
def listing(
    *, filters: Sequence[Filter] = (), order: str = "", only: str = "", **options: Unpack[Options]
) -> Method: ...
@overload
def listing(
    handler: Callable[[Transaction, F, Page], Answers],
    *,
    filters: type[F],
    path: str = "",
    answer: Schema | None = None,
    **options: Unpack[Options],
) -> Method: ...
@overload
def listing(
    handler: Callable[[Transaction, Page], Answers],
    *,
    path: str = "",
    answer: Schema | None = None,
    **options: Unpack[Options],
) -> Method: ...
def listing(
    handler: Callable[..., Answers] | None = None,
    *,
    filters: Any = (),
    order: str = "",
    only: str = "",
    path: str = "",
    answer: Schema | None = None,
    **options: Unpack[Options],
) -> Method:
    """GET a list in pages.

    Declared: ``order`` names columns, which the key follows; ``only`` are the rows that the list has at all, as SQL.
    """
    run: Run | None = None
    if handler is not None and isinstance(filters, type):
        run = _run(handler, lambda tx, inputs: handler(tx, inputs.filters, inputs.page))
    elif handler is not None:
        run = _run(handler, lambda tx, inputs: handler(tx, inputs.page))
    return Method(
        "GET",
        path,
        run,
        filters=filters,
        answer=answer,
        many=True,
        order=order,
        only=only,
        options=_with_defaults(options, permission=READ_ALL),
    )


@overload
def create(*, path: str = "", answers: bool = True, **options: Unpack[Options]) -> Method: ...
@overload
def create(
    handler: Callable[[Transaction, B], Answer],
    *,
    body: type[B],
    path: str = "",
    answer: Schema | None = None,
    answers: bool = True,
    **options: Unpack[Options],
) -> Method: ...
@overload
def create(
    handler: Callable[[Transaction, B], Answers],
    *,
    body: type[B],
    path: str = "",
    answer: Schema,
    many: bool,
    **options: Unpack[Options],
) -> Method: ...
def create(
    handler: Callable[..., object] | None = None,
    *,
    body: Any = None,
    path: str = "",
    answer: Schema | None = None,
    answers: bool = True,
    many: bool = False,
    **options: Unpack[Options],
) -> Method:
    """POST a new row, or ``many``: 201 and its location, unless ``status``, ``location`` and ``answers`` differ."""
    run = handler and _run(handler, lambda tx, inputs: handler(tx, inputs.body))
    options = _with_defaults(options, status=201, location="" if many else "{}")
    return Method("POST", path, run, body=body, answer=answer, answers=answers, many=many, options=options)


@overload
def update(
    *,
    check: Callable[[Transaction, int, Mapping[str, Any]], None] | None = None,
    answers: bool = True,
    **options: Unpack[Options],
) -> Method: ...
@overload
def update(
    handler: Callable[[Transaction, R, B], Answer],
    *,
    row: Callable[[Transaction, int], R],
    body: type[B],
    path: str = "{}",
    answer: Schema | None = None,
    answers: bool = True,
    **options: Unpack[Options],
) -> Method: ...
def update(
    handler: Callable[..., Answer] | None = None,
    *,
    row: Callable[..., Any] | None = None,
    body: Any = None,
    check: Callable[..., None] | None = None,
    path: str = "{}",
    answer: Schema | None = None,
    answers: bool = True,
    **options: Unpack[Options],
) -> Method:
    """PUT changes to the row that the path names; ``row`` fetches it, or refuses before the body is looked at.

    Declared: ``check`` may refuse the body before it is written.
    """
    run = handler and _run(handler, lambda tx, inputs: handler(tx, inputs.row, inputs.body))
    fetch = row and (lambda tx, ids: row(tx, *ids))
    return Method("PUT", path, run, row=fetch, body=body, answer=answer, answers=answers, check=check, options=options)


def put(
    path: str,
    handler: Callable[[Transaction, B], Answer],
    *,
    body: type[B],
    answers: bool = True,
    **options: Unpack[Options],
) -> Method:
    """PUT that names its row in the body, not in the path."""
    run = _run(handler, lambda tx, inputs: handler(tx, inputs.body))
    return Method("PUT", path, run, body=body, answers=answers, options=options)


@overload
def delete(*, check: Callable[[Transaction, int], None] | None = None, **options: Unpack[Options]) -> Method: ...
@overload
def delete(
    handler: Callable[[Transaction, R], None],
    *,
    row: Callable[[Transaction, int], R],
    path: str = "{}",
    **options: Unpack[Options],
) -> Method: ...
def delete(
    handler: Callable[..., None] | None = None,
    *,
    row: Callable[..., Any] | None = None,
    check: Callable[[Transaction, int], None] | None = None,
    path: str = "{}",
    **options: Unpack[Options],
) -> Method:
    """DELETE the row that the path names; ``check`` may refuse first."""
    run = handler and _run(handler, lambda tx, inputs: handler(tx, inputs.row))
    fetch = row and (lambda tx, ids: row(tx, *ids))
    return Method("DELETE", path, run, row=fetch, answers=False, check=check, options=options)


def grid(
    path: str,
    handler: Callable[[Transaction, R, Page], Answers],
    *,
    row: Callable[[Transaction, int], R],
    answer: Schema,
    **options: Unpack[Options],
) -> Method:
    """GET a list that belongs to the row that the path names."""
    run = _run(handler, lambda tx, inputs: handler(tx, inputs.row, inputs.page))
    return Method(
        "GET",
        path,
        run,
        row=lambda tx, ids: row(tx, *ids),
        answer=answer,
        many=True,
        options=_with_defaults(options, permission=READ_ALL),
    )


def _run(handler: Callable[..., object], run: Run) -> Run:
    """``run`` under the handler's name and documentation, which the documents tell."""
    return functools.update_wrapper(run, handler)


def with_permission(method: Method, permission: str) -> Method:
    """The method with this permission, unless it has one of its own."""
    return replace(method, options=_with_defaults(method.options, permission=permission))


def _with_defaults(options: Options, **defaults: Unpack[Options]) -> Options:
    return {**defaults, **options}
