"""Refusals: one constructor for each case, and the object that clients are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.messages import Basis, Response

ERROR_TYPES = {
    400: "ArgumentException",
    401: "SoSessionException",
    403: "SoSentryException",
    404: "SoNotFoundException",
    405: "NotSupportedException",
    409: "SoConflictException",
    412: "SoPreconditionFailedException",
    413: "ArgumentException",
    415: "NotSupportedException",
    429: "SoThrottledException",
    501: "NotImplementedException",
}
"""The type of an error by its status. Those of 400 and 404 are seen, the others assumed."""
SOURCE = "SuperOffice.Services.Implementation"


def error_body(error: ApiError) -> dict[str, Any]:
    """The object of an error. The vendor's pages show ``ErrorMessage``, its client's tests ``Message``: both."""
    return {
        "Error": True,
        "ErrorType": ERROR_TYPES.get(error.status, "SoServerException"),
        "Message": error.text,
        "ErrorMessage": error.text,
        "ErrorSource": SOURCE,
    }


def refusal(error: ApiError) -> Response:
    return Response(error.status, error_body(error), error.basis, error.headers)


def bad_argument(text: str) -> ApiError:
    """A body, a parameter or a header that cannot be read."""
    return ApiError(400, text, Basis.ASSUMED)


def no_entity() -> ApiError:
    return ApiError(400, "There is no entity in the request body.", Basis.DOCUMENTED)


def not_authenticated(note: str) -> ApiError:
    """The credentials are missing or wrong; the note says why and repeats nothing of them."""
    headers = {"WWW-Authenticate": 'Basic realm="SuperOffice"', NOTE_HEADER: note}
    return ApiError(401, "Authentication failed.", Basis.ASSUMED, headers)


def no_right(right: str) -> ApiError:
    return ApiError(403, f"You do not have the right to {right.lower()} appointments.", Basis.ASSUMED)


def not_found(appointment_id: int) -> ApiError:
    return ApiError(404, f"Appointment id {appointment_id} not found", Basis.DOCUMENTED)


def no_resource(path: str) -> ApiError:
    return ApiError(404, f"No HTTP resource was found that matches the request URI '{path}'.", Basis.ASSUMED)


def no_method(method: str, allowed: Sequence[str]) -> ApiError:
    text = f"The requested resource does not support http method '{method}'."
    return ApiError(405, text, Basis.ASSUMED, {"Allow": ", ".join(allowed)})


def conflict(text: str) -> ApiError:
    return ApiError(409, text, Basis.DOCUMENTED)


def changed_since() -> ApiError:
    return ApiError(412, "The appointment was changed since the time in If-Unmodified-Since.", Basis.DOCUMENTED)


def unread_type(content_type: str) -> ApiError:
    return ApiError(415, f"The request contains an entity body of type '{content_type}', which is not supported.")


def too_large() -> ApiError:
    return ApiError(413, "The request body is too large.")


def not_simulated(what: str) -> ApiError:
    return ApiError(501, f"{what} is not simulated.", Basis.ASSUMED)
