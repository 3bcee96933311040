"""TRANSITIONAL: endpoints in the old form."""

from __future__ import annotations

import functools
from typing import Any

from mockod.rest.endpoint import Endpoint as NewEndpoint
from mockod.rest.endpoint import Inputs


class One:
    def __init__(self, row: Any) -> None:
        self.row = row


def Endpoint(  # noqa: N802
    method: str,
    path: str,
    run: Any,
    row: Any = None,
    query: Any = None,
    body: Any = None,
    result: Any = None,
    many: bool = False,
    **options: Any,
) -> Any:
    def call(context: Any, inputs: Inputs) -> object:
        arguments: list[Any] = [inputs.row] if row else list(inputs.ids)
        if query:
            arguments.append(inputs.filters)
        if body:
            arguments.append(inputs.body)
        if many:
            arguments.append(inputs.page)
        answer = run(context, *arguments)
        if result is None:
            return answer
        from mockod.vendors.opendental.engine.select import Row, Rows

        if isinstance(answer, Row | Rows):
            return answer
        if isinstance(answer, One):
            return Row(result.schema, answer.row)
        if many:
            return Rows(result.schema, answer)
        return None if answer is None else Row(result.schema, answer)

    functools.update_wrapper(call, run)
    return NewEndpoint(
        method,
        path,
        call,
        (lambda tx, ids: row(tx, *ids)) if row else None,
        query.schema if query else None,
        body.schema if body else None,
        result.schema if result else None,
        many,
        **options,
    )
