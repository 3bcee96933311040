"""Languages: resource ids, ``[SR_VFC_ALL]``, and texts of several languages, ``US:"Phone";NO:"Telefon"``.

A client that names a language is told them in it; one that names none has them as they are (documented).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ENGLISH = "US"
LANGUAGES = {
    "en": ENGLISH,
    "us": ENGLISH,
    "no": "NO",
    "nb": "NO",
    "nn": "NO",
    "sv": "SW",
    "sw": "SW",
    "da": "DA",
    "de": "GE",
    "ge": "GE",
    "nl": "NL",
}
"""Codes that clients send, and the code that the vendor's texts have. Others are told in English (assumed)."""
RESOURCES: Mapping[str, Mapping[str, str]] = {
    "SR_VFC_ALL": {"US": "All", "NO": "Alle", "SW": "Alla", "DA": "Alle", "GE": "Alle", "NL": "Allemaal"},
    "SR_NO": {"US": "No", "NO": "Nei", "SW": "Nej", "DA": "Nej", "GE": "Nein", "NL": "Nee"},
    "SR_YES": {"US": "Yes", "NO": "Ja", "SW": "Ja", "DA": "Ja", "GE": "Ja", "NL": "Ja"},
}
"""Texts of the server by resource id and language (the words are assumed)."""
OFF = ("*", "x")
"""Sent in the place of a language, these switch translation off."""
_RESOURCE = re.compile(r"\[(SR_[A-Z0-9_]+)\]")
_MANY = re.compile(r'(?:[A-Z]{2}:"[^"]*";?){1,40}')
_ONE = re.compile(r'([A-Z]{2}):"([^"]*)"')


def read_language(headers: Mapping[str, str]) -> str:
    """The language that a request asks for, by the code of the vendor's texts; nothing for none.

    >>> read_language({"Accept-Language": "sv-SE,sv;q=0.9"}), read_language({"SO-Language": "*"})
    ('SW', '')
    """
    asked = headers.get("SO-Language") or headers.get("Accept-Language") or ""
    first = asked.partition(",")[0].partition(";")[0].strip().lower()
    if not first or first in OFF:
        return ""
    return LANGUAGES.get(first.partition("-")[0], ENGLISH)


def translated(value: Any, language: str) -> Any:
    """A JSON value with every text in this language."""
    if isinstance(value, str):
        return _text(value, language)
    if isinstance(value, Mapping):
        return {name: translated(inner, language) for name, inner in value.items()}
    if isinstance(value, list):
        return [translated(inner, language) for inner in value]
    return value


def _text(text: str, language: str) -> str:
    """
    >>> _text('US:"Phone";NO:"Telefon"', "NO"), _text("[SR_VFC_ALL]", "US")
    ('Telefon', 'All')
    """
    if _MANY.fullmatch(text):
        parts = dict(_ONE.findall(text))
        return str(parts.get(language) or parts.get(ENGLISH) or next(iter(parts.values())))
    if "[SR_" not in text:
        return text
    return _RESOURCE.sub(lambda found: RESOURCES.get(found[1], {}).get(language, found[0]), text)
