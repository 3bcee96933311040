"""What somebody may have meant whose request was refused; suggested only where it would be accepted."""

from __future__ import annotations

from collections.abc import Iterable

from mockod.rest.endpoint import Endpoint
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.analysis.parsed_request import Sent
from mockod.vendors.opendental.engine.documented import documented_resources
from mockod.vendors.opendental.pipeline.checks import required_permission
from mockod.vendors.opendental.resources import RESOURCES, ROUTES, find_documented
from mockod.vendors.opendental.wire.name_suggestions import meant

ROW = "#"
"""Stands for a row's number where words of paths are compared."""
WRITES = ("POST", "PUT", "PATCH")
"""Verbs that are taken for one another."""


def obstacle(method: str, path: str, settings: Settings) -> str:
    """Why an office of these settings would refuse a method, whatever is sent; nothing where it would not."""
    found = ROUTES.find(method, path)
    if found is None or found.endpoint is None:
        theirs = find_documented(method, path)
        return "mockod does not simulate it" if theirs and theirs.endpoint else f"it has no such {method}"
    if not settings.version.knows(found.endpoint.since):
        return f"it came with {found.endpoint.since}"
    permission = required_permission(found.endpoint, settings.version)
    return "" if permission in settings.permissions else f"the key lacks {permission}"


def resource_meant(sent: Sent) -> str:
    """``appointments was meant?`` for a resource that the vendor does not have; nothing where none is near."""
    known = sorted({*RESOURCES, *documented_resources()})
    near = f"{sent.resource}s" if f"{sent.resource}s" in known else meant(sent.resource, known)
    if not near:
        return ""
    why = obstacle(sent.entry.method, "/".join([near, *sent.parts[1:]]), sent.settings)
    return f"Open Dental calls it {near}, but {why}" if why else f"{near} was meant?"


def path_meant(sent: Sent, parts: Iterable[str]) -> str:
    """``write /api/v1/patients`` for a path that came in elsewhere."""
    path = "/".join(parts)
    why = obstacle(sent.entry.method, path, sent.settings)
    return f"it belongs below /api/v1, but {why}" if why else f"write /api/v1/{path}"


def method_meant(sent: Sent) -> str:
    """``GET appointments/Slots was meant?`` for a method that its resource does not have."""
    accepted = [
        endpoint
        for endpoint in ROUTES.endpoints
        if endpoint.resource == sent.resource and not obstacle(endpoint.method, _example(endpoint), sent.settings)
    ]
    words = _words(sent.parts)
    same_verb = {_words(e.path.split("/")): e for e in accepted if e.method == sent.entry.method}
    near = same_verb.get(meant(words, same_verb) or "") if words.replace(ROW, "") else None
    if near is None and sent.entry.method in WRITES:
        near = next((e for e in accepted if e.method in WRITES and _words(e.path.split("/")) == words), None)
    return f"{near.method} {near.path} was meant?" if near else ""


def _words(parts: Iterable[str]) -> str:
    """What stands below the resource in a path, the numbers of rows all alike."""
    _, *below = parts
    return "/".join(ROW if part.isdigit() or part.startswith("{") else part for part in below)


def _example(endpoint: Endpoint[object]) -> str:
    return "/".join("1" if part.startswith("{") else part for part in endpoint.path.split("/"))
