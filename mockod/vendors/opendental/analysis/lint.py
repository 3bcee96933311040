"""Lint of a client, from the journal: what it was refused, did that an office would not forgive, or does in vain.

A table of rules; each looks at the requests of one office in their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mockod.simulation.journal import Entry
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.analysis import refusals, request_rules, sequence_rules
from mockod.vendors.opendental.analysis.parsed_request import NEWEST, Sent, read_back
from mockod.vendors.opendental.analysis.sequence_rules import Hit

MOST_EXAMPLES = 5
MOST_GROUPS = 50
Finder = Callable[[Sequence[Sent]], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something to find: what is wrong with it, and what to do instead."""

    name: str
    exc: str
    advice: str
    find: Finder
    describe: Callable[[Sent], dict[str, Any]] | None = None
    """For what is told in groups, one for each text that ``find`` says: what a group's first request tells of all."""


def each(find: Callable[[Sent], Iterable[str]]) -> Finder:
    """A finder from a function that looks at one request."""

    def found(requests: Sequence[Sent]) -> Iterator[Hit]:
        return ((sent, said) for sent in requests for said in find(sent))

    return found


RULES = (
    Rule(
        "not_simulated",
        "Methods that Open Dental has and mockod does not simulate",
        "No mistake of the client's: a real office answers them. Here nothing was done.",
        refusals.not_simulated,
        refusals.method_to_json,
    ),
    Rule(
        "refused",
        "Requests that were refused",
        "Nothing was done. Where that was not the aim of a test, look at the reason.",
        refusals.refused,
        refusals.refusal_to_json,
    ),
    Rule(
        "booked_without_asking",
        "Booked without asking for open time",
        "Ask Slots or SlotsWebSched for the day first, or read its schedules and appointments: "
        "a booking is not refused where somebody else sits already.",
        sequence_rules.booked_without_asking,
    ),
    Rule(
        "pages_not_followed",
        "A full page whose next one was never asked for",
        "Ask again with Offset raised by the rows received, until a page comes short: "
        "no answer says that there is more.",
        sequence_rules.pages_not_followed,
    ),
    Rule(
        "polled_without_stamp",
        "The same list asked for again and again",
        "Send DateTStamp with the serverDateTime of the answer before, and only what has changed is told.",
        sequence_rules.polled_without_stamp,
    ),
    Rule(
        "stamp_ahead",
        "A DateTStamp later than the office's own time at the answer before",
        "Send the serverDateTime of that answer, not the time of the client's own clock: "
        "changes in between are missed.",
        sequence_rules.stamps_ahead,
    ),
    Rule(
        "json_booleans",
        "A JSON boolean where a text belongs",
        'Send "true" or "false": nobody knows whether an office understands true and false.',
        each(request_rules.json_booleans),
    ),
    Rule(
        "numbers_as_text",
        "A number sent as text",
        'Send 12, not "12": nobody knows whether an office understands it everywhere.',
        each(request_rules.numbers_as_text),
    ),
    Rule(
        "enums_as_numbers",
        "A number where a name belongs",
        "Send the name, such as Scheduled: the database's numbers are refused.",
        each(request_rules.enums_as_numbers),
    ),
    Rule(
        "iso_moments",
        "A date and time with T or a zone",
        "Send yyyy-MM-dd HH:mm:ss in the office's own time: anything else is refused.",
        each(request_rules.iso_moments),
    ),
    Rule(
        "unknown_names",
        "A parameter or field that the method does not have",
        "Correct or drop it: most methods ignore it without a word, and answer as if it had not been sent.",
        each(request_rules.unknown_names),
    ),
    Rule(
        "letter_case",
        "A field in another letter case",
        "Write it as documented: here it was understood, of an office nobody knows.",
        each(request_rules.letter_case),
    ),
    Rule(
        "no_content_type",
        "A request without Content-Type",
        "Send Content-Type: application/json with every request, GET too: "
        "it is documented as required, if not enforced.",
        each(request_rules.no_content_type),
    ),
    Rule(
        "keys_in_a_page",
        "Keys sent by a web page",
        "A page that holds a developer key shows it to everybody who opens it: "
        "keep the keys on a server of your own, and let the page ask that.",
        each(request_rules.from_a_page),
    ),
    Rule(
        "unknown_paths",
        "A resource that does not exist",
        "Resources are plural, in small letters, and below /api/v1 once.",
        each(request_rules.nowhere),
    ),
    Rule(
        "unknown_methods",
        "A method that the resource does not have",
        "Look into the list of methods; an appointment is not deleted but broken.",
        each(request_rules.no_such_method),
    ),
    Rule(
        "odd_paths",
        "A path in another letter case or with slashes too many",
        "Write it as documented: here it was understood, of an office nobody knows.",
        each(request_rules.odd_paths),
    ),
    Rule(
        "hasty_retries",
        "A failed request repeated in haste or in vain",
        "Wait as long as Retry-After says, else a second and twice as long each time; "
        "what is refused for its content stays refused until that changes.",
        sequence_rules.hasty_retries,
    ),
    Rule(
        "sent_twice",
        "A POST sent again after its answer was lost",
        "Look first whether it was done: a lost answer does not mean that nothing happened, "
        "and nothing stops a second one.",
        sequence_rules.sent_twice,
    ),
    Rule(
        "swallowed_refusals",
        "A refused write of which nobody seems to have taken notice",
        "Nothing was written. Correct it, look the row up, or tell somebody.",
        sequence_rules.swallowed_refusals,
    ),
)


def lint(entries: Sequence[Entry], settings_of: Callable[[str], Settings] = lambda key: NEWEST) -> list[dict[str, Any]]:
    """What the rules find, in the table's order: ``rule``, ``times`` (requests at fault), ``requests`` (the
    numbers of up to five), ``text``; of what was refused or is not simulated also ``groups``, the most frequent first,
    with ``times`` and an example, ``request``. Each office's requests are judged by themselves.

    ``settings_of`` tells an office's settings by its key.
    """
    offices: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        offices[entry.office].append(entry)
    clients = [read_back(of_one, settings_of(key)) for key, of_one in offices.items()]
    found = ((rule, [hit for requests in clients for hit in rule.find(requests)]) for rule in RULES)
    return [_told(rule, hits) for rule, hits in found if hits]


def _told(rule: Rule, hits: Sequence[Hit]) -> dict[str, Any]:
    numbers = sorted({sent.entry.number for sent, _ in hits})
    finding = {"rule": rule.name, "times": len(numbers), "requests": numbers[:MOST_EXAMPLES]}
    if rule.describe is None:
        said = list(dict.fromkeys(text for _, text in hits))
        more = "; …" if len(said) > MOST_EXAMPLES else ""
        return {**finding, "text": f"{rule.exc}: {'; '.join(said[:MOST_EXAMPLES])}{more}. {rule.advice}"}
    return {**finding, "text": f"{rule.exc}. {rule.advice}", "groups": _grouped(hits, rule.describe)}


def _grouped(hits: Sequence[Hit], describe: Callable[[Sent], dict[str, Any]]) -> list[dict[str, Any]]:
    """One for each text; the most frequent, and of equals the first, first."""
    groups: dict[str, list[Sent]] = defaultdict(list)
    for sent, text in hits:
        groups[text].append(sent)
    often = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [
        {"what": text, **describe(alike[0]), "times": len(alike), "request": alike[0].entry.number}
        for text, alike in often[:MOST_GROUPS]
    ]
