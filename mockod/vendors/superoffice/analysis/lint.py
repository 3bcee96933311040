"""Lint of a client, from the journal: what it was refused, what it risks, and what it does in vain.

A table of rules; each looks at the requests of one office in their order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from mockod.rest.json_codec import read_json
from mockod.simulation.journal import Entry

MOST_EXAMPLES = 5
MOST_GROUPS = 50
OFTEN = 3
"""The same list so often is polling."""
WRITES = ("POST", "PUT", "PATCH")
TIMES = frozenset({"startdate", "enddate", "publisheventdate", "publishfrom", "publishto"})
_WITH_OFFSET = re.compile(r".*(?:z|[+-]\d\d:?\d\d)", re.IGNORECASE)
_NEXT_LINK = re.compile(rb'"odata\.nextLink":"([^"]*)"')


class Sent:
    """A request of the journal, read back."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.name = entry.endpoint or f"{entry.method} {re.sub('[0-9]+', '{}', entry.path)}"

    @cached_property
    def headers(self) -> Mapping[str, str]:
        pairs = (line.partition(": ") for line in self.entry.headers.splitlines())
        return {name.lower(): value for name, _, value in pairs}

    @cached_property
    def query(self) -> Mapping[str, str]:
        return {name.lower(): value for name, value in parse_qsl(self.entry.query, keep_blank_values=True)}

    @cached_property
    def body(self) -> Any:
        """The body as JSON; None where it is none, or was clipped."""
        return _json(self.entry.body)

    @property
    def is_list(self) -> bool:
        return self.entry.endpoint.endswith("Appointment") and self.entry.method == "GET"

    @cached_property
    def refusal(self) -> str:
        answer = _json(self.entry.answer)
        return str(answer.get("Message", "")) if isinstance(answer, dict) else ""


def _json(text: bytes) -> Any:
    try:
        return read_json(text) if text.strip() else None
    except ValueError:
        return None


Hit = tuple[Sent, str]
Finder = Callable[[Sequence[Sent]], Iterable[Hit]]


def _not_simulated(requests: Sequence[Sent]) -> Iterator[Hit]:
    return ((sent, sent.name) for sent in requests if not sent.entry.is_simulated)


def _refused(requests: Sequence[Sent]) -> Iterator[Hit]:
    for sent in requests:
        if sent.entry.status >= 400 and sent.entry.is_simulated:
            yield sent, f"{sent.name}: {sent.entry.status} {sent.refusal or 'without words'}"


def _ignored(requests: Sequence[Sent]) -> Iterator[Hit]:
    return ((sent, f"{sent.name} {name}") for sent in requests for name in sent.entry.ignored)


def _overwritten(requests: Sequence[Sent]) -> Iterator[Hit]:
    for sent in requests:
        if sent.entry.method == "PUT" and sent.entry.status == 200 and "if-unmodified-since" not in sent.headers:
            yield sent, sent.name


def _without_zone(requests: Sequence[Sent]) -> Iterator[Hit]:
    for sent in requests:
        if sent.entry.method in WRITES and sent.entry.status == 200 and not sent.headers.get("so-timezone"):
            yield from ((sent, name) for name in _plain_times(sent.body))


def _plain_times(body: Any) -> Iterator[str]:
    """Properties of a body, or paths of a patch, whose time has no offset."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(body, dict):
        pairs = list(body.items())
    elif isinstance(body, list):
        pairs = [(item.get("path"), item.get("value")) for item in body if isinstance(item, dict)]
    for name, value in pairs:
        is_time = isinstance(name, str) and name.strip("/").lower() in TIMES
        if is_time and isinstance(value, str) and not _WITH_OFFSET.fullmatch(value.strip()):
            yield name


def _pages(requests: Sequence[Sent]) -> Iterator[Hit]:
    for place, sent in enumerate(requests):
        found = _NEXT_LINK.search(sent.entry.answer) if sent.is_list else None
        if found is None:
            continue
        wanted = {name.lower(): value for name, value in parse_qsl(found[1].decode().partition("?")[2])}
        if not any(later.is_list and later.query == wanted for later in requests[place + 1 :]):
            yield sent, sent.entry.query or "the whole list"


def _polled(requests: Sequence[Sent]) -> Iterator[Hit]:
    alike: dict[str, list[Sent]] = defaultdict(list)
    for sent in requests:
        if sent.is_list and sent.entry.status == 200 and "updateddate" not in sent.query.get("$filter", "").lower():
            alike[sent.entry.query].append(sent)
    for query, same in alike.items():
        if len(same) >= OFTEN:
            yield from ((sent, query or "the whole list") for sent in same)


@dataclass(frozen=True, slots=True)
class Rule:
    """Something to find: what is wrong with it, and what to do instead."""

    name: str
    wrong: str
    advice: str
    find: Finder
    reason: str = ""
    """For what is told in groups: why all of a group were so."""


RULES = (
    Rule(
        "not_simulated",
        "Methods that SuperOffice has and mockod does not simulate",
        "No mistake of the client's: a real office answers them. Here nothing was done.",
        _not_simulated,
        "mockod does not simulate it",
    ),
    Rule(
        "refused",
        "Requests that were refused",
        "Nothing was done. Where that was not the aim of a test, look at the answer.",
        _refused,
        "the answer says why",
    ),
    Rule(
        "ignored_names",
        "Names that were sent and that nobody knows",
        "They were passed over. Look for a slip in the name.",
        _ignored,
    ),
    Rule(
        "overwritten_blindly",
        "A PUT without If-Unmodified-Since",
        "Send the Last-Modified of what was read, or PATCH only what changes: what others changed meanwhile is lost.",
        _overwritten,
    ),
    Rule(
        "times_without_zone",
        "A time without an offset, and no SO-TimeZone",
        "Send Z or an offset, or name the zone: else it is the base zone's of the installation.",
        _without_zone,
    ),
    Rule(
        "pages_not_followed",
        "A list whose odata.nextLink was never asked for",
        "Follow it until an answer has none.",
        _pages,
    ),
    Rule(
        "polled_whole_list",
        f"The same list asked for {OFTEN} times or more",
        "Filter by updatedDate, or have a webhook tell what changes.",
        _polled,
    ),
)


def lint(entries: Sequence[Entry], settings_of: Callable[[str], Any]) -> list[dict[str, Any]]:
    """What the rules find, in the table's order; see ``ControlFeatures.lint``. Offices are judged each by itself."""
    offices: dict[str, list[Sent]] = defaultdict(list)
    for entry in entries:
        offices[entry.office].append(Sent(entry))
    found = ((rule, [hit for requests in offices.values() for hit in rule.find(requests)]) for rule in RULES)
    return [_told(rule, hits) for rule, hits in found if hits]


def _told(rule: Rule, hits: Sequence[Hit]) -> dict[str, Any]:
    numbers = sorted({sent.entry.number for sent, _ in hits})
    finding = {"rule": rule.name, "times": len(numbers), "requests": numbers[:MOST_EXAMPLES]}
    if rule.reason:
        return {**finding, "text": f"{rule.wrong}. {rule.advice}", "groups": _grouped(rule, hits)}
    said = list(dict.fromkeys(text for _, text in hits))
    more = "; …" if len(said) > MOST_EXAMPLES else ""
    return {**finding, "text": f"{rule.wrong}: {'; '.join(said[:MOST_EXAMPLES])}{more}. {rule.advice}"}


def _grouped(rule: Rule, hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """One for each text; the most frequent, and of equals the first, first."""
    groups: dict[str, list[int]] = defaultdict(list)
    for sent, text in hits:
        groups[text].append(sent.entry.number)
    often = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [
        {"what": text, "reason": rule.reason, "times": len(numbers), "request": numbers[0]}
        for text, numbers in often[:MOST_GROUPS]
    ]
