"""The words of a refusal without those that may name a person, for reports.

An office writes error texts, and a client's own words may be in one. A report repeats of a text only the words that
the API itself is made of; each other word is three dots, and each number a #.
"""

from __future__ import annotations

import re
from functools import cache

from mockod.vendors.opendental.practice.generate.names import FAMILY, FEMALE, MALE
from mockod.vendors.opendental.resources import RESOURCES, ROUTES
from mockod.vendors.opendental.wire.entities import ENTITIES

COMMON = frozenset(
    """
    a access active after all allowed already an and another any api appointment appointments are as assigned at
    available be been before body booked both by can cannot category change changed code codes contact content create
    created data database date dateend datestart day days dd decimal delete deleted deprecated developer do does double
    down eConnector either empty end error exist exists failed false field fields first format found from future
    greater has have header hh higher id in inactive int integer internal invalid is it item json last least length
    less limit list longer maximum message method minimum missing mm more must name names negative no not null number
    of office offset on one only open dental operation or parameter parameters past patient patients permission please
    positive range request requested required requires resource row rows running scheduled server set since slot
    specified ss start status string such supported than that the their this time to too true type unable unauthorized
    unexpected unknown until update updated url use used user valid value values version when while with within without
    yet your yyyy
    """.lower().split()
)
"""Words that an error text may be made of, beside the API's own."""
NAMES = frozenset({"ward", *(name.lower() for name in (*FEMALE, *MALE, *FAMILY))})
"""Words that people are called, though the API has them too."""
_TOKEN = re.compile(r"[^\W\d_][\w]*|\d+|_+", re.UNICODE)
LONGEST = 300


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
