"""Components: what a document says once and refers to by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

JsonSchema = dict[str, Any]


class Components:
    """The schemas of one document, by name. Names that differ in letter case alone would be one class or file."""

    def __init__(self) -> None:
        self.schemas: dict[str, JsonSchema] = {}
        self._by_folded_name: dict[str, JsonSchema] = {}

    def refer(self, names: Iterable[str], schema: Mapping[str, Any]) -> JsonSchema:
        """A reference to this schema, under the first of the names that no other schema has.

        Raises ValueError where others have them all.
        """
        wanted = dict(schema)
        tried = []
        for name in names:
            if self._by_folded_name.setdefault(name.lower(), wanted) == wanted:
                self.schemas.setdefault(name, wanted)
                return reference("schemas", name)
            tried.append(name)
        raise ValueError(f"other schemas are called {', '.join(tried)}")


def reference(kind: str, name: str) -> JsonSchema:
    return {"$ref": f"#/components/{kind}/{name}"}
