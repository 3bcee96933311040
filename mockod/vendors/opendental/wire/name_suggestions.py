"""Which name somebody may have meant who wrote another."""

from __future__ import annotations

import re
from collections.abc import Collection

from mockod.rest.nearest import nearest

HABITS = {
    "datefrom": "dateStart",
    "dateto": "dateEnd",
    "firstname": "FName",
    "lastname": "LName",
    "page": "Offset",
    "perpage": "Limit",
    "pagesize": "Limit",
    "updatedsince": "DateTStamp",
    "codenum": "procCode",
}
"""What clients bring along from elsewhere -> what it is called here."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def meant(name: str, known: Collection[str]) -> str | None:
    """The nearest of the names known: letter case and underscores aside, words in another order, a slip, a habit.

    >>> meant("BirthDate", ["LName", "Birthdate"]), meant("startDate", ["dateStart", "dateEnd"])
    ('Birthdate', 'dateStart')
    >>> meant("colour", ["LName", "Birthdate"]) is None
    True
    """
    plain = {_plain(one): one for one in known}
    wanted = _plain(name)
    by_words = {_words(one): one for one in known}
    if wanted in plain or _words(name) in by_words:
        return plain.get(wanted) or by_words[_words(name)]
    habit = HABITS.get(wanted)
    if habit in known:
        return habit
    return nearest(name, known, _plain, cutoff=0.75) or None


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(word.lower() for word in _WORD.findall(name)))
