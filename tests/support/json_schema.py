"""JSON Schema as the control plane's document uses it: whether a value fits, and values that do and that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

JSON_TYPES = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "object": (dict,),
    "array": (list,),
}
KNOWN = {
    *("$ref", "type", "properties", "required", "additionalProperties", "minProperties", "enum", "const", "pattern"),
    *("propertyNames", "maxProperties"),
    *("oneOf", "anyOf", "items", "minItems", "maxItems", "minimum", "maximum", "minLength", "maxLength", "description"),
}
"""What schemas of the document may say. A word that is not here would be passed over, so it is refused."""
CHARACTERS = st.characters(codec="utf-8")
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(CHARACTERS, max_size=30),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(CHARACTERS, max_size=5), st.integers(0, 9), max_size=2),
)


def resolved(document: Any, node: Any) -> Any:
    """A node, or what its reference leads to; with what stands beside the reference."""
    if "$ref" not in node:
        return node
    assert re.fullmatch(r"#(/[\w.-]+)+", node["$ref"])
    found = document
    for part in node["$ref"].split("/")[1:]:
        found = found[part]
    return {**found, **{name: value for name, value in node.items() if name != "$ref"}}


def types_of(schema: Any) -> list[str]:
    named = schema.get("type", list(JSON_TYPES))
    return [named] if isinstance(named, str) else named


def fits(document: Any, schema: Any, value: Any) -> bool:
    """Whether a value is what a schema wants."""
    schema = resolved(document, schema)
    assert schema.keys() <= KNOWN, schema
    if "oneOf" in schema and sum(fits(document, one, value) for one in schema["oneOf"]) != 1:
        return False
    if "anyOf" in schema and not any(fits(document, one, value) for one in schema["anyOf"]):
        return False
    if "const" in schema and (type(value), value) != (type(schema["const"]), schema["const"]):
        return False
    if type(value) not in {kind for name in types_of(schema) for kind in JSON_TYPES[name]}:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, str):
        return schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)) and bool(
            re.search(schema.get("pattern", ""), value)
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    if isinstance(value, list):
        size = len(value)
        return schema.get("minItems", 0) <= size <= schema.get("maxItems", size) and all(
            fits(document, schema.get("items", {}), one) for one in value
        )
    return not isinstance(value, dict) or _fits_object(document, schema, value)


def _fits_object(document: Any, schema: Any, value: dict[str, Any]) -> bool:
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)):
        return False
    if (
        not all(fits(document, schema.get("propertyNames", {}), name) for name in value)
        or not set(schema.get("required", ())) <= value.keys()
    ):
        return False
    for name, one in value.items():
        if name in known:
            if not fits(document, known[name], one):
                return False
        elif more is False or (isinstance(more, dict) and not fits(document, more, one)):
            return False
    return True


# ----- values that fit -----


def fitting(document: Any, schema: Any) -> st.SearchStrategy[Any]:
    """Values that a schema wants."""
    schema = resolved(document, schema)
    if not schema:
        return ANYTHING
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    if "oneOf" in schema:
        return st.one_of([fitting(document, one) for one in schema["oneOf"]])
    if "anyOf" in schema:
        rest = {name: value for name, value in schema.items() if name != "anyOf"}
        return st.one_of([fitting(document, _both(rest, resolved(document, one))) for one in schema["anyOf"]])
    return st.one_of([_fitting_type(document, schema, name) for name in types_of(schema)])


def _both(schema: Any, other: Any) -> Any:
    required = [*schema.get("required", ()), *other.get("required", ())]
    return {**schema, **other, **({"required": required} if required else {})}


def _fitting_type(document: Any, schema: Any, name: str) -> st.SearchStrategy[Any]:
    if name == "string":
        return _texts(schema)
    if name == "integer":
        return st.integers(schema.get("minimum", -(2**63)), schema.get("maximum", 2**63 - 1))
    if name == "number":
        return st.floats(schema.get("minimum"), schema.get("maximum"), allow_nan=False, allow_infinity=False)
    if name == "array":
        least, most = schema.get("minItems", 0), min(schema.get("maxItems", 3), 3)
        return st.lists(fitting(document, schema.get("items", {})), min_size=least, max_size=most)
    if name == "object":
        return _objects(document, schema)
    return st.booleans() if name == "boolean" else st.none()


def _texts(schema: Any) -> st.SearchStrategy[str]:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 60)
    if "pattern" not in schema:
        return st.text(CHARACTERS, min_size=least, max_size=most)
    body = schema["pattern"].removeprefix("^").removesuffix("$")
    return st.from_regex(f"(?:{body})", fullmatch=True, alphabet=CHARACTERS).filter(lambda t: least <= len(t) <= most)


@st.composite
def _objects(draw: st.DrawFn, document: Any, schema: Any, *, is_least: bool = False) -> dict[str, Any]:
    """``is_least`` leaves out what may be left out."""
    known, required = schema.get("properties", {}), schema.get("required", [])
    optional = [name for name in known if name not in required]
    chosen = st.lists(st.sampled_from(optional), unique=True, max_size=5) if optional and not is_least else st.just([])
    names = [*required, *draw(chosen)]
    value = {name: draw(fitting(document, known[name])) for name in names}
    more = schema.get("additionalProperties", True)
    if not is_least and (isinstance(more, dict) or (more is True and not known)):
        rest = ANYTHING if more is True else fitting(document, more)
        names = (
            fitting(document, schema["propertyNames"]) if "propertyNames" in schema else st.text(CHARACTERS, max_size=5)
        )
        value |= draw(st.dictionaries(names, rest, max_size=2))
    if len(value) < schema.get("minProperties", 0):
        name = draw(st.sampled_from(sorted(known)))
        value[name] = draw(fitting(document, known[name]))
    return value


# ----- values that do not -----


def unfit(document: Any, schema: Any) -> st.SearchStrategy[Any]:
    """Values that a schema does not want: of another type, past a bound, or with one thing wrong somewhere inside."""
    near = st.one_of([ANYTHING, *_near(document, schema)])
    return near.filter(lambda value: not fits(document, schema, value))


def _near(document: Any, schema: Any) -> Iterator[st.SearchStrategy[Any]]:
    schema = resolved(document, schema)
    for one in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _near(document, one)
    for bound, past in (("minimum", -1), ("maximum", 1)):
        if bound in schema:
            yield st.just(schema[bound] + past)
    if "pattern" in schema or "enum" in schema:
        value = fitting(document, schema)
        yield value.map(lambda text: f"{text} ")
        yield value.map(lambda text: f"{text}\n")
        yield value.map(lambda text: str(text)[:-1])
    if "maxLength" in schema:
        yield st.just("x" * (schema["maxLength"] + 1))
    if "items" in schema:
        item = fitting(document, schema["items"])
        if "maxItems" in schema:
            yield item.map(lambda one: [one] * (schema["maxItems"] + 1))
        yield unfit(document, schema["items"]).map(lambda one: [one])
    if "properties" in schema:
        whole = _objects(document, schema, is_least=True)
        yield whole.map(lambda value: {**value, "undocumented": 1})
        for left in schema.get("required", ()):
            yield whole.map(lambda value, left=left: {name: one for name, one in value.items() if name != left})
        for name, one in schema["properties"].items():
            wrong = unfit(document, one)
            yield st.builds(lambda value, bad, name=name: {**value, name: bad}, whole, wrong)
