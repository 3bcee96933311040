"""Lint of a client, from the journal: what it did that an office would not have forgiven, or does in vain.

A table of rules; each looks at the requests of one office in their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mockod.simulation.journal import Entry
from mockod.vendors.opendental.analysis import request_rules, sequence_rules
from mockod.vendors.opendental.analysis.parsed_request import Sent, read_back
from mockod.vendors.opendental.analysis.sequence_rules import Hit

MOST_EXAMPLES = 5
Finder = Callable[[Sequence[Sent]], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A mistake: what is wrong with it, and what to do instead."""

    name: str
    exc: str
    advice: str
    find: Finder


def each(find: Callable[[Sent], Iterable[str]]) -> Finder:
    """A finder from a function that looks at one request."""

    def found(requests: Sequence[Sent]) -> Iterator[Hit]:
        return ((sent, said) for sent in requests for said in find(sent))

    return found


RULES = (
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


def lint(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """What the rules find, in the table's order: ``rule``, ``times`` (requests at fault), ``requests`` (the
    numbers of up to five), ``text``. Each office's requests are judged by themselves.
    """
    offices: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        offices[entry.office].append(entry)
    clients = [read_back(of_one) for of_one in offices.values()]
    found = ((rule, [hit for requests in clients for hit in rule.find(requests)]) for rule in RULES)
    return [_told(rule, hits) for rule, hits in found if hits]


def _told(rule: Rule, hits: Sequence[Hit]) -> dict[str, Any]:
    numbers = sorted({sent.entry.number for sent, _ in hits})
    said = list(dict.fromkeys(text for _, text in hits))
    more = "; …" if len(said) > MOST_EXAMPLES else ""
    return {
        "rule": rule.name,
        "times": len(numbers),
        "requests": numbers[:MOST_EXAMPLES],
        "text": f"{rule.exc}: {'; '.join(said[:MOST_EXAMPLES])}{more}. {rule.advice}",
    }
