"""JSON values as XML: elements by property name, without a namespace (documented); a list's items by their kind.

A name that XML does not have, ``SuperOffice:1``, becomes an ``Item`` with the name as ``Key`` (assumed).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""
ITEMS = {
    "Links": "Link",
    "Participants": "ParticipantInfo",
    "VisibleFor": "VisibleFor",
    "Dates": "RecurrenceDate",
    "ChildItems": "MDOListItem",
    "value": "Row",
}
"""How the items of a list are called."""
ARRAY = "ArrayOf"
"""Before the kind of its items, the name of a document that is a list."""


def write_xml(root: str, value: Any) -> bytes:
    """A document of one element."""
    return "".join(('<?xml version="1.0" encoding="utf-8"?>', *_element(root, value))).encode()


def _element(name: str, value: Any) -> Iterator[str]:
    if not _NAME.fullmatch(name):
        yield f"<Item><Key>{_text(name)}</Key>"
        yield from _element("Value", value)
        yield "</Item>"
    elif value is None or value == "" or value == {} or value == []:
        yield f"<{name} />"
    else:
        yield f"<{name}>"
        yield from _content(name, value)
        yield f"</{name}>"


def _content(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _element(key, item)
    elif isinstance(value, list):
        inner = name.removeprefix(ARRAY) if name.startswith(ARRAY) else ITEMS.get(name, "Item")
        for item in value:
            yield from _element(inner, item)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    else:
        yield _text(str(value))


def _text(text: str) -> str:
    return escape(_UNFIT.sub("\ufffd", text), {"\r": "&#13;"})
