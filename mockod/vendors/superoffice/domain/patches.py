"""JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7396), as the vendor understands them.

Names may be in any letter case and a path's leading slash is optional. ``move`` and ``copy`` are not supported; a merge
patch appends an object where there is an array (documented). Both answer a new document and leave the old one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

OPERATIONS = ("add", "replace", "remove", "test")
MOST_OPERATIONS = 1000
MOST_PARTS = 20
"""Of a path, so that no patch nests what it adds without end; an appointment has a few levels (assumed)."""
Document = Mapping[str, Any]
Equal = Callable[[str, Any, Any], bool]
"""Whether two values of a property, by its name, mean the same: a word and its number do."""


class FailedTest(Exception):
    """A ``test`` operation found another value. Nothing of the patch is applied."""

    def __init__(self, path: str) -> None:
        super().__init__(f"Test operation failed: the value at '{path}' is another")


def same(name: str, left: Any, right: Any) -> bool:
    """Whether two JSON values are the same; true is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(name, left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(name, one, other) for one, other in zip(left, right, strict=True))
    return bool(left == right)


def apply_operations(document: Document, operations: Sequence[Any], is_equal: Equal = same) -> dict[str, Any]:
    """The document after a JSON Patch. Raises ValueError naming what is wrong, FailedTest where a test fails."""
    if len(operations) > MOST_OPERATIONS:
        raise ValueError(f"a patch has at most {MOST_OPERATIONS} operations")
    patched = dict(document)
    for number, operation in enumerate(operations):
        if not isinstance(operation, Mapping):
            raise ValueError(f"operation {number} is not an object")
        given = {name.lower(): value for name, value in operation.items()}
        word = given.get("op")
        if not isinstance(word, str) or word.lower() not in OPERATIONS:
            raise ValueError(f"operation {number}: op {word!r} is not supported: {', '.join(OPERATIONS)}")
        if "value" not in given and word.lower() != "remove":
            raise ValueError(f"operation {number}: value is missing")
        parts = _parts(given.get("path"), number)
        value = given.get("value")
        if word.lower() == "test":
            if not is_equal(_name(patched, parts[0]), _at(patched, parts, given["path"]), value):
                raise FailedTest(given["path"])
        else:
            patched = _changed(patched, parts, word.lower(), value, given["path"])
    return patched


def merge(document: Document, patch: Document) -> dict[str, Any]:
    """The document after a JSON Merge Patch. A name that it does not have is passed over."""
    merged = dict(document)
    for name, value in patch.items():
        known = _known(document, name)
        if known is not None:
            merged[known] = _merged(merged[known], value)
    return merged


def _merged(before: Any, value: Any) -> Any:
    """The value of a property after a merge: what is in open dictionaries may be new."""
    if isinstance(before, list) and isinstance(value, Mapping):
        return [*before, value]
    if not isinstance(before, Mapping) or not isinstance(value, Mapping):
        return value
    merged = dict(before)
    for name, inner in value.items():
        known = _known(before, name) or name
        if inner is None and known not in before:
            continue
        merged[known] = _merged(merged.get(known), inner)
    return merged


def _parts(path: Any, number: int) -> list[str]:
    """
    >>> _parts("/Category/Id", 0), _parts("completed", 0), _parts("a~1b", 0)
    (['Category', 'Id'], ['completed'], ['a/b'])
    """
    if not isinstance(path, str) or not path.strip("/"):
        raise ValueError(f"operation {number}: path {path!r} names no property")
    parts = path.removeprefix("/").split("/")
    if len(parts) > MOST_PARTS:
        raise ValueError(f"operation {number}: a path has at most {MOST_PARTS} parts")
    return [part.replace("~1", "/").replace("~0", "~") for part in parts]


def _known(document: Document, name: str) -> str | None:
    """A document's own spelling of a name."""
    if name in document:
        return name
    folded = name.lower()
    return next((known for known in document if known.lower() == folded), None)


def _name(document: Document, name: str) -> str:
    return _known(document, name) or name


def _at(value: Any, parts: Sequence[str], path: str) -> Any:
    """The value at a path. Raises ValueError where there is none."""
    for part in parts:
        if isinstance(value, Mapping):
            known = _known(value, part)
            if known is None:
                raise ValueError(f"path '{path}' does not exist")
            value = value[known]
        elif isinstance(value, list):
            value = value[_index(value, part, path)]
        else:
            raise ValueError(f"path '{path}' does not exist")
    return value


def _changed(holder: Any, parts: Sequence[str], word: str, value: Any, path: str, depth: int = 0) -> Any:
    """A copy of an object or array in which what is at a path is added, replaced or removed."""
    part, rest = parts[0], parts[1:]
    if isinstance(holder, list):
        return _changed_list(holder, part, rest, word, value, path, depth)
    if holder is None and depth:
        holder = {}  # a reference to nothing, in which a client names something
    if not isinstance(holder, Mapping):
        raise ValueError(f"path '{path}' does not exist")
    known = _known(holder, part)
    if known is None:
        if not depth or word == "remove" or rest:
            raise ValueError(f"path '{path}' does not exist")
        known = part
    if rest:
        return {**holder, known: _changed(holder[known], rest, word, value, path, depth + 1)}
    if word == "remove":
        if depth:
            return {name: inner for name, inner in holder.items() if name != known}
        value = None
    return {**holder, known: value}


def _changed_list(
    holder: list[Any], part: str, rest: Sequence[str], word: str, value: Any, path: str, depth: int
) -> list[Any]:
    changed = list(holder)
    if word == "add" and not rest:
        changed.insert(len(holder) if part == "-" else _index([*holder, None], part, path), value)
        return changed
    index = _index(holder, part, path)
    if rest:
        changed[index] = _changed(holder[index], rest, word, value, path, depth + 1)
    elif word == "remove":
        del changed[index]
    else:
        changed[index] = value
    return changed


def _index(items: list[Any], part: str, path: str) -> int:
    if not (part.isascii() and part.isdigit()) or len(part) > 6 or int(part) >= len(items):
        raise ValueError(f"path '{path}' does not exist")
    return int(part)
