"""The examples that the vendor prints, ``fixtures/examples``: which page prints what, and the reads as checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mockod.conformance.suite import Check, Expectation, Operation, Step, shape_of
from mockod.rest.messages import Basis
from mockod.store.bundled import folder
from mockod.vendors.opendental.access.settings import BASE_PATH

Example = Mapping[str, Any]


def printed_examples() -> list[Example]:
    """All of them, by name."""
    paths = sorted((folder("fixtures") / "examples").glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def pages(examples: Iterable[Example]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The pages that print an answer, by verb and path."""
    found: dict[tuple[str, ...], list[str]] = {}
    for example in examples:
        key = (example["request"]["method"], *shape_of(_path(example)))
        found.setdefault(key, []).append(example["page"])
    return {key: tuple(dict.fromkeys(of_key)) for key, of_key in found.items()}


def _path(example: Example) -> str:
    """Below the base path, each number as ``$id``."""
    path = str(example["request"]["path"]).removeprefix(f"{BASE_PATH}/")
    return "/".join("$id" if word.isdigit() else word for word in path.split("/"))


def example_checks(
    examples: Iterable[Example],
    asked: Mapping[tuple[str, ...], tuple[Operation, str]],
    filters: Mapping[str, Mapping[str, Any]],
) -> Iterator[Check]:
    """A check for each printed read: its request with values of this server's, answered in the printed form.

    ``asked`` has the operations, and their paths with ``$AptNum`` for each id; ``filters`` say which value a parameter
    gets, and which column of the rows must then have it.
    """
    for example in examples:
        request = example["request"]
        key = (request["method"], *shape_of(_path(example)))
        if request["method"] != "GET" or not request["query"]:
            continue  # without a query it is what the group ``shapes`` asks
        operation, path = asked[key]
        query = {name: filters[name]["value"] for name in request["query"]}
        yield Check(
            name=f"examples.{example['name'].replace(' ', '-')}",
            about=f"Answers the request that {example['page']} prints, with values of this server.",
            basis=Basis.DOCUMENTED,
            source=example["page"],
            steps=(Step(method="GET", path=path, query=query, expect=_expectation(operation, query, filters)),),
            wants_rows=True,
            varies=next((value[1:] for value in query.values() if str(value).startswith("$")), ""),
        )


def _expectation(
    operation: Operation, query: Mapping[str, Any], filters: Mapping[str, Mapping[str, Any]]
) -> Expectation:
    """Every row is one that the filters ask for."""
    shown = {field.name for field in operation.fields or ()}
    columns = {name: filters[name].get("column") for name in query}
    has = {column: query[name] for name, column in columns.items() if column in shown}
    return Expectation(has=has, most=query.get("Limit"))
