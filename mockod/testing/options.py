"""What a test may say of its office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import Any, TypedDict

from mockod.client.moments import Moment
from mockod.rest.nearest import was_meant


class OfficeOptions(TypedDict, total=False):
    """What an office begins with; what is not given is as the server's offices have it."""

    practice: str | PathLike[str] | Mapping[str, Any]
    """The name of a shipped practice, or the path of a practice file; or the practice itself."""
    clock: Moment
    """The time at which the clock is frozen."""
    mode: str
    version: str
    """The Open Dental version to be: ``22.4``."""
    conduct: str
    permissions: Iterable[str]
    enabled: bool
    queue_depth: int
    throttle_clock: str
    delay: float | Sequence[float]
    preferences: Mapping[str, str | int | bool | None]
    appointment_rules: Iterable[Mapping[str, Any]]


OF_SERVERS = ("practice", "clock", "mode", "version", "conduct")
"""What a server can be told of all its offices."""


def wrong_name(options: Iterable[str], known: Iterable[str] = tuple(OfficeOptions.__annotations__)) -> str:
    """Says of the first option that there is not which was meant; nothing where there are all.

    >>> wrong_name(["mode", "practise"])
    "has no option 'practise'; practice was meant?"
    >>> wrong_name(["mode"])
    ''
    """
    for name in options:
        if name not in known:
            choices = was_meant(name, known) or f"; choose {', '.join(known)}"
            return f"has no option {name!r}{choices}"
    return ""


def as_settings(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of an office as the control plane calls them."""
    return {"od_version" if name == "version" else name: value for name, value in options.items()}


def split(options: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Options that only an office can have, and those of a server: a practice that is no file and no name, settings.

    >>> split({"practice": "tiny", "queue_depth": 0, "token": "secret"})
    ({'queue_depth': 0}, {'practice': 'tiny', 'token': 'secret'})
    """
    of_office = {
        name: value
        for name, value in options.items()
        if name in OfficeOptions.__annotations__ and (name not in OF_SERVERS or isinstance(value, Mapping))
    }
    return of_office, {name: value for name, value in options.items() if name not in of_office}
