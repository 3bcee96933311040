"""Examples: what the vendor's pages print, and, where they print nothing, values that fit the schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mockod.store.bundled import folder
from mockod.vendors.opendental.access.settings import BASE_PATH
from mockod.vendors.opendental.openapi.components import Components, JsonSchema
from mockod.vendors.opendental.resources import ROUTES

MOST_ROWS = 2
"""Of a list."""
EMPTY: Mapping[str, Any] = {"string": "", "integer": 0, "number": 0.0, "array": []}
"""By JSON's type: what a column holds that nobody filled."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One request of a page, and its answer."""

    title: str
    body: Any
    status: int
    answer: Any


@cache
def printed() -> Mapping[tuple[str, str], tuple[Printed, ...]]:
    """All examples, by verb and path."""
    found: dict[tuple[str, str], tuple[Printed, ...]] = {}
    for path in sorted((folder("fixtures") / "examples").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        request, response = told["request"], told["response"]
        if not request["path"].startswith(f"{BASE_PATH}/"):
            continue
        route = ROUTES.find(request["method"], request["path"].removeprefix(f"{BASE_PATH}/"))
        if route and route.endpoint:
            one = Printed(told["name"], request["body"], response["status"], response["body"])
            place = (route.endpoint.method, route.endpoint.path)
            found[place] = (*found.get(place, ()), one)
    return found


def filled(schema: JsonSchema, given: Any, components: Components, *, only_given: bool = False) -> Any:
    """A value that fits a schema: what is ``given`` of it, and for the rest what stands for nothing.

    ``only_given`` leaves out what is neither given nor required.
    """
    schema = resolved(schema, components)
    if "anyOf" in schema:
        one, many = schema["anyOf"]
        return filled(many if isinstance(given, list) else one, given, components)
    if schema.get("type") == "array" and isinstance(given, list):
        return [filled(schema["items"], item, components) for item in given[:MOST_ROWS]]
    if schema.get("type") == "object":
        return dict(_members(schema, given if isinstance(given, dict) else {}, components, only_given=only_given))
    if schema.get("type") == "array" and given is None and schema.get("minItems"):
        return [filled(schema["items"], None, components)]
    is_quoted = schema.get("type") == "integer" and isinstance(given, str)  # as a page of the vendor's has numbers
    return sample(schema) if given is None else int(given) if is_quoted else given


def _members(
    schema: JsonSchema, given: Mapping[str, Any], components: Components, *, only_given: bool
) -> Iterator[tuple[str, Any]]:
    for name, member in schema.get("properties", {}).items():
        if name in given or not only_given or name in schema.get("required", ()):
            yield name, filled(member, given.get(name), components)
    if "properties" not in schema:
        yield from given.items()


def sample(schema: JsonSchema) -> Any:
    """A value for a schema of no object: its example, the first of its enumeration, or what stands for nothing."""
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    nothing = EMPTY[schema["type"]]
    return max(schema["minimum"], nothing) if "minimum" in schema else nothing


def resolved(schema: JsonSchema, components: Components) -> JsonSchema:
    """A schema, or the one to which it refers."""
    reference = schema.get("$ref")
    return components.schemas[reference.rpartition("/")[2]] if reference else schema
