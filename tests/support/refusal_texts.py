"""Refusals that the handlers of methods can give, read off their source: what stands in ``openapi/refusal_texts.txt``.

``PYTHONPATH=tests python -m support.refusal_texts`` writes the file; a test holds it to the source. A handler is
followed into the functions that it calls by name. What a text is put together from at run time stands in braces.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.openapi.refusals import TEXTS
from mockod.vendors.opendental.resources import ROUTES
from mockod.vendors.opendental.wire import errors

FOLLOWED = ("mockod.vendors.opendental.resources", "mockod.vendors.opendental.domain")
"""Whose functions are looked into."""
SAYS_NOTHING = ("body", "name", "lower", "value", "join")
"""Words of an expression that do not tell what it stands for."""


class Unknown(Exception):
    """A value that only a running program has."""


def lines() -> Iterator[str]:
    """Method, status and text as JSON, tab by tab, in the order of the routes."""
    for endpoint in ROUTES.endpoints:
        handler = inspect.unwrap(endpoint.run)
        found = dict.fromkeys(_refusals(handler)) if isinstance(handler, FunctionType) else {}
        yield from (f"{endpoint.method} {endpoint.path}\t{status}\t{json.dumps(text)}" for status, text in found)


def _refusals(handler: FunctionType) -> Iterator[tuple[int, str]]:
    waiting, seen = [handler], {handler}
    while waiting:
        function = waiting.pop(0)
        for call in _calls(function):
            called = _resolved(call.func, function)
            if called is ApiError or (getattr(errors, getattr(called, "__name__", ""), None) is called and called):
                yield from _told(called, call, function)
            elif isinstance(called, FunctionType) and called.__module__.startswith(FOLLOWED) and called not in seen:
                seen.add(called)
                waiting.append(called)


@cache
def _calls(function: FunctionType) -> list[ast.Call]:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError, TypeError):  # a lambda amid a table, for one
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _resolved(node: ast.expr, function: FunctionType) -> Any:
    """What a name means in a function's module; None where that is not known."""
    if isinstance(node, ast.Name):
        return function.__globals__.get(node.id)
    if isinstance(node, ast.Attribute) and isinstance(module := _resolved(node.value, function), ModuleType):
        return getattr(module, node.attr, None)
    return None


def _told(constructor: Any, call: ast.Call, function: FunctionType) -> Iterator[tuple[int, str]]:
    """The refusal that a call makes, where its status and words are in the source."""
    try:
        refusal = constructor(*(_value(one, function) for one in call.args[:2]))
    except (Unknown, TypeError):
        return
    if isinstance(refusal, ApiError) and refusal.status >= 400:
        yield refusal.status, refusal.text


def _value(node: ast.expr, function: FunctionType) -> Any:
    """Raises Unknown."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_piece(part, function) for part in node.values)
    value = _resolved(node, function)
    if isinstance(value, str | int):
        return value
    if isinstance(node, ast.Attribute):
        return errors.Basis.ASSUMED if ast.unparse(node).startswith("Basis.") else _unknown(node)
    return _unknown(node)


def _piece(part: ast.expr, function: FunctionType) -> str:
    """What a piece of a text says; ``{break_type}`` for ``{body.break_type.name}``."""
    if not isinstance(part, ast.FormattedValue):
        return str(_value(part, function))
    try:
        return str(_value(part.value, function))
    except Unknown:
        words = re.findall(r"[a-z_]\w*", ast.unparse(part.value))
        telling = [word for word in words if word not in SAYS_NOTHING]
        return f"{{{(telling or words)[-1]}}}"


def _unknown(node: ast.expr) -> Any:
    raise Unknown(ast.unparse(node))


if __name__ == "__main__":
    TEXTS.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
