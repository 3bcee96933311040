"""Every method that the vendor documents, whether it is simulated or not: what an office has and mockod may lack.

The list beside this module is made from the vendor's facts: ``python tests/contract/vendor_facts.py`` writes it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

YOUNGER = (
    "GET procedurelogs/GroupNotes",
    "PUT definitions/{DefNum}",
)
"""Methods that came after the pages of which the list is made."""


@cache
def documented_methods() -> tuple[str, ...]:
    """``GET employers/{EmployerNum}`` and so on, in the order of the resources' names."""
    text = Path(__file__).with_name("documented_methods.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)


@cache
def documented_resources() -> frozenset[str]:
    return frozenset(_path(method).partition("/")[0] for method in documented_methods())


@cache
def _words() -> frozenset[tuple[str, str, str]]:
    return frozenset(words_of(method) for method in (*documented_methods(), *YOUNGER))


def _path(method: str) -> str:
    return method.partition(" ")[2]


def words_of(method: str) -> tuple[str, str, str]:
    """Verb, resource, and the words below it in small letters; numbers of rows are left out."""
    verb, _, path = method.partition(" ")
    resource, *parts = path.split("/")
    words = [part.lower() for part in parts if not part.startswith("{")]
    return verb, resource, "/".join(words)


def is_documented(verb: str, resource: str, below: str) -> bool:
    """Whether the vendor has a method of this verb with these words below its resource."""
    return (verb, resource, below.lower()) in _words()
