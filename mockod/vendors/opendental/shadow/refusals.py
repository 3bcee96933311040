"""Error texts: which ones are known, and how one is told that may name a person.

An office writes error texts, and a client's own words may be in one. A report repeats of a text only the words that
the API itself is made of; each other word is three dots, and each number a #.
"""

from __future__ import annotations

import re
from functools import cache

from mockod.vendors.opendental.pipeline.fault_effects import ECONNECTOR_DOWN, NOT_ASSIGNED, OUT_OF_TIME
from mockod.vendors.opendental.practice.generate.names import FAMILY, FEMALE, MALE
from mockod.vendors.opendental.resources import RESOURCES, ROUTES
from mockod.vendors.opendental.wire.entities import ENTITIES

KNOWN = tuple(
    (status, re.compile(pattern, re.DOTALL))
    for status, pattern in (
        (400, r".+ is required\."),
        (400, r".+ is invalid\..*"),
        (400, r".+ format must be (yyyy-MM-dd HH:mm:ss|yyyy-MM-dd|HH:mm:ss)\."),
        (400, r"'.*' is not a valid parameter\."),
        (400, r".* is not a valid method\."),
        (404, r".+ is not a valid resource\."),
        (404, r".+ not found\."),
        (404, r"Resource is required\."),
        (400, r"This method requires Open Dental version .+ or higher\."),
        (410, r"This method has been deprecated since Open Dental version .+\."),
        (400, r"Only one field is allowed.*\."),
        (400, r".+ already exists\.?"),
        (400, r"Not allowed to double book: .+"),
        (400, r"The requested time slot is no longer available\."),
        (400, r"Appointment .+\."),
        (400, r"Content-(Type|Encoding) .+\."),
        (400, r"Request body .+\."),
        (400, r"Too many parameters\."),
        (400, r"The answer is too large\."),
    )
)
"""Status and text of the refusals that depend on the request or on the office's data."""
OUTAGES = tuple(
    (status, re.compile(pattern))
    for status, pattern in (
        (401, r"Authorization header is missing or invalid\."),
        (401, r"Invalid credentials\."),
        (401, r"Developer does not have permission .+ for this method\."),
        (400, re.escape(NOT_ASSIGNED)),
        (400, re.escape(ECONNECTOR_DOWN)),
        (429, r"Too many requests"),
        (504, re.escape(OUT_OF_TIME)),
    )
)
"""Refusals that any request may meet, whatever it asks for."""
COMMON = frozenset(
    """
    a access active after all allowed already an and another any api appointment appointments are as assigned at
    available be been before body booked both by can cannot category change changed code codes contact content create
    created data database date dateend datestart day days dd decimal delete deleted deprecated developer do does double
    down eConnector either empty end error exist exists failed false field fields format found from future greater
    has have header hh higher id in inactive int integer internal invalid is it item json least length less limit list
    longer maximum message method minimum missing mm more must name names negative no not null number of office offset
    on one only open dental operation or parameter parameters past patient patients permission please positive range
    request requested required requires resource row rows running scheduled server set since slot specified ss start
    status string such supported than that the their this time to too true type unable unauthorized unexpected unknown
    until update updated url use used user valid value values version when while with within without yet your yyyy
    """.lower().split()
)
"""Words that an error text may be made of, beside the API's own."""
NAMES = frozenset({"ward", *(name.lower() for name in (*FEMALE, *MALE, *FAMILY))})
"""Words that people are called, though the API has them too."""
_TOKEN = re.compile(r"[^\W\d_][\w]*|\d+|_+", re.UNICODE)
LONGEST = 300


def is_known(status: int, text: str) -> bool:
    """Whether it is a refusal that mockod knows, with its status."""
    return any(status == known and pattern.fullmatch(text) for known, pattern in (*KNOWN, *OUTAGES))


def is_outage(status: int, text: str) -> bool:
    """Whether the office was not there for any request, or this key is not let in."""
    return any(status == known and pattern.fullmatch(text) for known, pattern in OUTAGES)


@cache
def _vocabulary() -> frozenset[str]:
    """The names of resources, fields and entities, and the common words, in small letters."""
    names = {name for endpoint in ROUTES.endpoints for name in _names_of(endpoint)}
    names |= {*RESOURCES, *ENTITIES.values()}
    words = {word for name in names for word in _TOKEN.findall(name)}
    return (COMMON | {word.lower() for word in words}) - NAMES


def _names_of(endpoint: object) -> set[str]:
    schemas = (getattr(endpoint, part) for part in ("query", "body", "answer"))
    fields = {field.wire_name for schema in schemas if schema for field in schema.fields.values()}
    return fields | set(re.split(r"[/{}]", getattr(endpoint, "path", "")))


def told(text: str) -> str:
    """An error text without words that may be a person's.

    >>> told("Patient Jane Roe (1980) not found.")
    'Patient ... ... (#) not found.'
    """
    known = _vocabulary()

    def shown(found: re.Match[str]) -> str:
        word = found[0]
        if word.isdigit():
            return "#"
        return word if word.lower() in known else "..."

    return _TOKEN.sub(shown, text[:LONGEST])
