"""A path that nobody answers, and the one that was probably meant: most such paths have a wrong base path."""

from __future__ import annotations

import re
from urllib.parse import quote

from mockod.rest.router import Routes

LONGEST = 300
"""Characters of a path that is suggested."""
_VERSION = re.compile(r"v\d+(\.\d+)*", re.IGNORECASE)


def suggested_path(path: str, base_path: str, routes: Routes, *, is_below: bool = False) -> str:
    """The path below ``base_path`` that leads to a resource, percent-encoded; nothing where there is none.

    ``is_below`` says that ``path`` was asked below the base path already, so that it is wrong by itself unless it
    begins with another base path.
    """
    whole = f"{path}/"
    parts = [part for part in whole.rpartition(f"{base_path}/")[2].split("/") if part]
    words = {word.lower() for word in base_path.split("/")}
    while parts and (parts[0].lower() in words or _VERSION.fullmatch(parts[0])):
        del parts[0]
    meant = "/".join(parts)
    if (is_below and meant == path.strip("/")) or routes.find("GET", meant) is None:
        return ""
    suggested = f"{base_path}/{quote(meant, safe='/:@,')}"
    return suggested if len(suggested) <= LONGEST else ""
