"""Mistakes that a single request shows. Each function tells what of a request is wrong, in few words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mockod.rest.browsers import is_browser_name
from mockod.vendors.opendental.analysis.parsed_request import Sent, Value
from mockod.vendors.opendental.analysis.suggestions import method_meant, path_meant, resource_meant
from mockod.vendors.opendental.engine.documented import documented_resources
from mockod.vendors.opendental.pipeline.checks import PAGING, SPELLINGS
from mockod.vendors.opendental.resources import RESOURCES
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, IntegerList, Number
from mockod.vendors.opendental.wire.name_suggestions import meant

_NUMBER = re.compile(r"\s*-?\d+(\.\d+)?\s*", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(T.*|.*(Z|[+-]\d\d:?\d\d))", re.ASCII)
PREFIX = ("api", "v1")
NOT_VALID = (b' is not a valid resource."', b' is not a valid method."')


def json_booleans(sent: Sent) -> Iterator[str]:
    """true and false where "true" and "false" belong."""
    return (_told(sent, v) for v in sent.values if isinstance(v.declared.type, Flag) and isinstance(v.sent, bool))


def numbers_as_text(sent: Sent) -> Iterator[str]:
    """ "12" where 12 belongs. In a query everything is text."""
    for value in sent.values:
        numeric = isinstance(value.declared.type, Integer | Number | IntegerList)
        given = value.sent if isinstance(value.sent, list) else [value.sent]
        if value.of_body and numeric and any(isinstance(one, str) and _NUMBER.fullmatch(one) for one in given):
            yield _told(sent, value)


def enums_as_numbers(sent: Sent) -> Iterator[str]:
    """A status or another choice by the number that it has in the database."""
    for value in sent.values:
        is_number = type(value.sent) is int or (isinstance(value.sent, str) and _NUMBER.fullmatch(value.sent))
        if isinstance(value.declared.type, Choice) and is_number:
            yield f"{value.sent} for {_told(sent, value)}"


def iso_moments(sent: Sent) -> Iterator[str]:
    """A date and time with a T, or with a zone."""
    for value in sent.values:
        if isinstance(value.declared.type, Moment | Day) and isinstance(value.sent, str) and _ISO.fullmatch(value.sent):
            yield f"{value.sent} for {_told(sent, value)}"


def _told(sent: Sent, value: Value) -> str:
    return f"{value.name} of {sent.name}"


def unknown_names(sent: Sent) -> Iterator[str]:
    """Parameters and fields that the method lacks, or lacked in an office of that version."""
    endpoint = sent.endpoint
    if endpoint is None:
        return
    declared = [wire for wire in (endpoint.query, endpoint.body) if wire]
    since = {f.wire_name: f.since for wire in declared for f in wire.fields.values()} | SPELLINGS
    named = [*since, *(PAGING if endpoint.many else ())]
    accepted = [name for name in named if sent.settings.version.knows(since.get(name, ""))]
    for name in dict.fromkeys([*sent.unknown, *sent.entry.ignored]):
        near = meant(name, accepted)
        if name in since and name not in sent.unknown:
            yield f"{name} of {sent.name} (not before {since[name]})"
        else:
            yield f"{name} of {sent.name}{f' ({near} was meant?)' if near and near != name else ''}"


def letter_case(sent: Sent) -> Iterator[str]:
    """Fields that were understood in spite of their letter case."""
    return (f"{name} of {sent.name} (write {proper})" for name, proper in sent.misspelt.items())


def no_content_type(sent: Sent) -> Iterator[str]:
    """A request without body and without Content-Type; with a body it is refused at once."""
    if not sent.entry.body and sent.entry.content_type.partition(";")[0].strip().lower() != "application/json":
        yield sent.name


def from_a_page(sent: Sent) -> Iterator[str]:
    """A request that a browser sent, as its Origin or its User-Agent tells."""
    if sent.entry.origin:
        yield sent.entry.origin
    elif is_browser_name(sent.entry.client):
        yield "a browser"


def nowhere(sent: Sent) -> Iterator[str]:
    """A path whose resource does not exist: singular, invented, or below a prefix too many or too few."""
    parts = sent.parts
    if sent.entry.endpoint or not sent.entry.answer.endswith(NOT_VALID):
        return
    if sent.endpoint or sent.documented:  # it is there, but not where the request came in
        yield f"/api/{'/'.join(parts)} ({path_meant(sent, parts)})"
    elif sent.resource in PREFIX:
        rest = [part for part in parts if part.lower() not in PREFIX]
        yield f"/api/v1/{'/'.join(parts)} ({path_meant(sent, rest)})"
    elif parts and sent.resource not in {*RESOURCES, *documented_resources()}:
        near = resource_meant(sent)
        yield f"{parts[0]}{f' ({near})' if near else ''}"


def no_such_method(sent: Sent) -> Iterator[str]:
    """A verb or a word below a resource that is there, which the resource does not understand."""
    if sent.endpoint is None and sent.documented is None and sent.resource in {*RESOURCES, *documented_resources()}:
        near = method_meant(sent)
        yield f"{sent.name}{f' ({near})' if near else ''}"


def odd_paths(sent: Sent) -> Iterator[str]:
    """Paths that are understood in spite of their letter case or their slashes."""
    if sent.endpoint is None:
        return
    path = sent.entry.path.removeprefix("/")
    words = zip(sent.parts, sent.endpoint.path.split("/"), strict=True)
    proper = "/".join(part if word.startswith("{") else word for part, word in words)
    if path != proper:
        yield f"{path} (write {proper})"
