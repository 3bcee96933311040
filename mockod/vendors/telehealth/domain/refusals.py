"""What a rule objects to: the API's code, and a sentence. All of them are assumed: the vendor shows none."""

from __future__ import annotations


class Refused(Exception):
    """A request that is understood and cannot be."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def missing(field: str) -> Refused:
    return Refused("appointment/missing_field", f"{field} is required")


def invalid(field: str) -> Refused:
    return Refused("appointment/invalid_field", f"{field} is invalid")


def invalid_time(message: str) -> Refused:
    return Refused("appointment/invalid_time", message)


def unknown_reference(field: str, named: str) -> Refused:
    return Refused("appointment/unknown_reference", f"{field}: there is no {named}")


def not_found(named: str) -> Refused:
    return Refused("appointment/not_found", f"There is no appointment {named}", 404)
