"""Errors in the vendor's shape: ``{"status": 401, "code": "auth/invalid_credentials", "name": "CustomError"}``.

That one was seen; status, code and sentence of all others are assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis, Response
from mockod.vendors.telehealth.domain.refusals import Refused

CODES = {
    400: "request/invalid",
    401: "auth/invalid_credentials",
    404: "request/not_found",
    405: "request/method_not_allowed",
    429: "request/too_many_requests",
    500: "server/error",
    503: "server/unavailable",
    504: "server/timeout",
}
"""By status, where an error has no code of its own; other statuses have that of 400 or 500."""


class CodedError(ApiError):
    """An error with the vendor's own code."""

    def __init__(self, status: int, code: str, text: str = "", basis: Basis = Basis.ASSUMED, **more: Any) -> None:
        super().__init__(status, text, basis, **more)
        self.code = code


def unauthorized() -> CodedError:
    return CodedError(401, CODES[401], basis=Basis.OBSERVED)


def invalid_json(text: str) -> CodedError:
    return CodedError(400, "request/invalid_json", text)


def refuse(error: ApiError) -> Response:
    """The answer that tells an error."""
    code = error.code if isinstance(error, CodedError) else _code_of(error.status)
    body = {"status": error.status, "code": code, "name": "CustomError"}
    if error.text:
        body["message"] = error.text
    return Response(error.status, body, error.basis, error.headers)


def _code_of(status: int) -> str:
    return CODES.get(status, CODES[500 if status >= 500 else 400])


@contextmanager
def refusing() -> Iterator[None]:
    """What a rule objects to, as the error that goes out."""
    try:
        yield
    except Refused as exc:
        raise CodedError(exc.status, exc.code, exc.message) from exc
