"""What a client sent, read back from the journal: the method that was meant, its parameters and its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from mockod.rest.endpoint import Endpoint
from mockod.rest.json_codec import read_json
from mockod.rest.schema import Field
from mockod.simulation.journal import Entry
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.engine.readers import body_reader
from mockod.vendors.opendental.pipeline.checks import PAGING, SPELLINGS
from mockod.vendors.opendental.pipeline.fault_effects import KINDS
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES, find_documented

NEWEST = Settings()
"""An office that knows everything there is."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a client sent for something the method has, under the name that the method gives it."""

    name: str
    sent: Any
    declared: Field
    of_body: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of the journal."""

    entry: Entry
    endpoint: Endpoint[Any] | None
    """The simulated method that was meant, also where the request was refused before it was found."""
    query: Mapping[str, str]
    """By the names that were sent; of several the first. Empty values are none."""
    body: Mapping[str, Any]
    """Empty where there was none, or none that can be read: long ones are clipped in the journal."""
    values: Sequence[Value] = ()
    unknown: Sequence[str] = ()
    """Names of parameters and fields that the method does not have."""
    misspelt: Mapping[str, str] = field(default_factory=dict)
    """Fields that were understood though their letter case is another: as sent -> as it should be."""
    documented: Endpoint[Any] | None = None
    """The vendor's method that was meant where it is not simulated."""
    settings: Settings = NEWEST
    """Those of its office, as they are now."""

    @property
    def name(self) -> str:
        """``POST appointments``; as it was sent where there is no such method."""
        endpoint = self.endpoint or self.documented
        return f"{endpoint.method} {endpoint.path}" if endpoint else f"{self.entry.method} {'/'.join(self.parts)}"

    @property
    def parts(self) -> list[str]:
        return [part for part in self.entry.path.split("/") if part]

    @property
    def resource(self) -> str:
        return self.parts[0].lower() if self.parts else ""

    @property
    def number(self) -> str:
        """The row that the path names; nothing where it names none."""
        return next((part for part in self.parts[1:] if part.isascii() and part.isdigit()), "")

    @property
    def is_write(self) -> bool:
        return self.entry.method in ("POST", "PUT", "DELETE")

    @property
    def done(self) -> bool:
        """Whether it was not refused; the client may still not have got the answer."""
        return 200 <= self.entry.status < 400

    @property
    def is_refused(self) -> bool:
        """Whether it was refused for what it is, or for when it came; not by a fault that was ordered."""
        return self.entry.status >= 400 and not self.spoilt

    @property
    def refusal(self) -> str:
        """The words of a refusal; nothing where they cannot be read, as of an answer that is clipped."""
        try:
            words = read_json(self.entry.answer)
        except ValueError:
            return ""
        return words if isinstance(words, str) else ""

    @property
    def delivered(self) -> bool:
        """Whether its answer arrived whole."""
        return self.entry.status != 0 and not any(KINDS[kind].cut for kind in self.entry.faults)

    @property
    def spoilt(self) -> bool:
        """Whether a fault that was ordered, and not the client, may be to blame for its end."""
        kinds = [KINDS[kind] for kind in self.entry.faults]
        return any(kind.early or kind.late or kind.cut or kind.responds for kind in kinds)

    def question(self, *aside: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What a list is asked for, whichever its page, and these parameters set aside."""
        kept = {name: value for name, value in self.query.items() if name not in (*PAGING, *aside)}
        return "/".join(self.parts).lower(), tuple(sorted(kept.items()))

    @property
    def offset(self) -> int:
        text = self.query.get("Offset", "")
        return int(text) if text.isascii() and text.isdigit() else 0


def read_back(entries: Iterable[Entry], settings: Settings = NEWEST) -> list[Sent]:
    """The requests to one office in their order."""
    return [_read(entry, settings) for entry in entries]


def _read(entry: Entry, settings: Settings) -> Sent:
    pairs = parse_qsl(entry.query, keep_blank_values=True)
    given = dict(reversed([(name, value) for name, value in pairs if value]))
    endpoint, body = _endpoint(entry), _body(entry)
    if endpoint is None:
        return Sent(entry, None, given, body, documented=_documented(entry), settings=settings)
    parameters = {f.wire_name: f for f in endpoint.query.fields.values()} if endpoint.query else {}
    values = [Value(name, given[name], f, of_body=False) for name, f in parameters.items() if name in given]
    common = (*SPELLINGS, *(PAGING if endpoint.many else ()))
    unknown = [name for name, _ in pairs if name not in parameters and name not in common]
    misspelt = {}
    if endpoint.body:
        reader = body_reader(endpoint.body, NEWEST, endpoint.answer)
        fields, nowhere = reader.named(body)
        values += [Value(name, value, reader.fields[name], of_body=True) for name, value in fields.items()]
        unknown += nowhere
        misspelt = dict(_in_another_case(body, fields))
    return Sent(entry, endpoint, given, body, values, list(dict.fromkeys(unknown)), misspelt, settings=settings)


def _endpoint(entry: Entry) -> Endpoint[Any] | None:
    for routes in (ROUTES, FORM_ROUTES):
        found = routes.find(entry.method, entry.path)
        if found and found.endpoint:
            return found.endpoint
    return None


def _documented(entry: Entry) -> Endpoint[Any] | None:
    found = find_documented(entry.method, entry.path)
    return found.endpoint if found else None


def _body(entry: Entry) -> dict[str, Any]:
    try:
        body = read_json(entry.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _in_another_case(body: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    proper = {name.lower(): name for name in fields if name not in body}
    return ((name, proper[name.lower()]) for name in body if name.lower() in proper)
