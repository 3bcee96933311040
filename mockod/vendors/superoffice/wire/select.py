"""``$select`` of an entity: every property that is not chosen becomes null, and none vanishes (documented)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Tree = dict[str, "Tree"]


def read_select(text: str) -> Tree | None:
    """The properties that a client chose, in lower case, and those within them; None for all.

    >>> read_select("Title, associate/FullName"), read_select(" ")
    ({'title': {}, 'associate': {'fullname': {}}}, None)
    """
    tree: Tree = {}
    for path in text.split(","):
        branch = tree
        for part in path.strip().lower().split("/"):
            if part:
                branch = branch.setdefault(part, {})
    return tree or None


def select(entity: Mapping[str, Any], chosen: Tree | None) -> dict[str, Any]:
    """The entity with nulls in the place of all that is not chosen."""
    if chosen is None:
        return dict(entity)
    return {name: _within(value, chosen.get(name.lower())) for name, value in entity.items()}


def _within(value: Any, chosen: Tree | None) -> Any:
    if chosen is None:
        return None
    return select(value, chosen) if chosen and isinstance(value, Mapping) else value
