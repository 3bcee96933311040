"""A context manager around functions of every kind, and around the tests of a class."""

from __future__ import annotations

import inspect
import unittest
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
Anew = Callable[[], AbstractContextManager[Any]]
_STACK = "_mockod_exit_stack"
"""Attribute of a test's instance that has what ends with the test."""


def decorated_with(anew: Anew, decorated: F) -> F:
    """The function with a context of its own around each call, or the class with one around each test.

    Of a class without tests, each call of a public method from outside the class has one.
    """
    if isinstance(decorated, type):
        _decorate_class(decorated, anew)
        return decorated
    return _decorated(anew, decorated)  # type: ignore[return-value]


def _decorated(anew: Anew, function: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(function):

        @wraps(function)
        async def coroutine(*args: Any, **kwargs: Any) -> Any:
            with anew():
                return await function(*args, **kwargs)

        return coroutine
    if inspect.isasyncgenfunction(function):

        @wraps(function)
        async def async_generator(*args: Any, **kwargs: Any) -> Any:
            with anew():
                async for item in function(*args, **kwargs):
                    yield item

        return async_generator
    if inspect.isgeneratorfunction(function):

        @wraps(function)
        def generator(*args: Any, **kwargs: Any) -> Any:
            with anew():
                return (yield from function(*args, **kwargs))

        return generator

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        with anew():
            return function(*args, **kwargs)

    return call


def _decorate_class(kind: Any, anew: Anew) -> None:
    if issubclass(kind, unittest.TestCase):
        kind.setUp = _entered_before(kind.setUp, anew)
        return
    if hasattr(kind, "setup_method"):
        kind.setup_method = _entered_before(kind.setup_method, anew)
        kind.teardown_method = _left_after(getattr(kind, "teardown_method", None))
        return
    functions = {name: member for name, member in vars(kind).items() if _is_public(name, member)}
    tests = {name: member for name, member in functions.items() if name.startswith("test")}
    outermost = _outermost(anew)
    for name, member in (tests or functions).items():
        if isinstance(member, FunctionType):
            setattr(kind, name, _decorated(outermost, member))
        else:
            setattr(kind, name, type(member)(_decorated(outermost, member.__func__)))


def _is_public(name: str, member: object) -> bool:
    return not name.startswith("_") and isinstance(member, FunctionType | staticmethod | classmethod)


def _outermost(anew: Anew) -> Anew:
    """A context of its own for a call from outside; a method that calls another stays in the one there is."""
    is_within: ContextVar[bool] = ContextVar("is_within", default=False)

    @contextmanager
    def entered() -> Iterator[None]:
        if is_within.get():
            yield
            return
        is_within.set(True)
        try:
            with anew():
                yield
        finally:
            is_within.set(False)

    return entered


def _entered_before(set_up: Callable[..., Any], anew: Anew) -> Callable[..., Any]:
    """A test's set-up within a context, which ends with the test's clean-up, or with a set-up that fails."""

    @wraps(set_up)
    def entered(self: Any, *args: Any) -> Any:
        with ExitStack() as stack:
            stack.enter_context(anew())
            if isinstance(self, unittest.TestCase):
                self.addCleanup(stack.pop_all().close)
                return set_up(self, *args)
            done = set_up(self, *args)
            setattr(self, _STACK, stack.pop_all())
            return done

    return entered


def _left_after(tear_down: Callable[..., Any] | None) -> Callable[..., Any]:
    def teardown_method(self: Any) -> None:
        try:
            if tear_down:
                takes_method = len(inspect.signature(tear_down).parameters) > 1
                tear_down(self, *([None] if takes_method else []))
        finally:
            getattr(self, _STACK).close()

    return teardown_method
