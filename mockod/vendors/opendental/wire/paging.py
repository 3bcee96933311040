"""Limit and Offset: which part of a list a client gets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from mockod.rest.endpoint import Page
from mockod.vendors.opendental.wire.errors import invalid

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
T = TypeVar("T")


def cut(items: Sequence[T], page: Page) -> Sequence[T]:
    """The part of a list that a page asks for."""
    return items[page.offset : page.offset + page.limit]


def page_of(query: Mapping[str, str], largest: int) -> Page:
    """A Limit above the page size is the page size; below 1, or no number, it is refused."""
    limit = _number(query, "Limit", largest, least=1)
    return Page(min(limit, largest), _number(query, "Offset", 0, least=0))


def _number(query: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    text = query.get(name, "")
    if not text:
        return default
    if not _NUMBER.fullmatch(text) or int(text) < least:
        raise invalid(name)
    return int(text)
