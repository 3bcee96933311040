"""Open Dental's API as the conformance kit plays it: one value, ``SUITE``."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mockod.conformance.reading import read_checks, read_file, read_sources, read_undos
from mockod.conformance.suite import Check, Description, Expectation, Operation, Source, Step, Suite
from mockod.rest.keys import KEY
from mockod.vendors.opendental.access.versions import DEFAULT, Version, parse_version
from mockod.vendors.opendental.analysis import refusal_words
from mockod.vendors.opendental.conformance.operations import operations
from mockod.vendors.opendental.conformance.printed_examples import example_checks, pages, printed_examples
from mockod.vendors.opendental.conformance.status_changes import status_checks

HERE = Path(__file__).parent
ROWS = 20
"""Rows of a list that are looked at."""
FREE_TIER = 5.0
"""Seconds from one request to the next that the vendor grants any key through its own servers (documented)."""
SERVER_TIME = "serverDateTime"


def headers(key: str) -> Mapping[str, str]:
    """Of every request, from ``developer key/customer key``. Raises ValueError."""
    parts = key.strip().split("/")
    if len(parts) != 2 or not all(map(KEY.fullmatch, parts)):
        raise ValueError("a key is written DEVELOPERKEY/CUSTOMERKEY")
    return {"Authorization": f"ODFHIR {parts[0]}/{parts[1]}"}


def pace(host: str) -> float:
    """An office in one's own network throttles nobody; through the vendor's servers any key has a turn in 5 seconds."""
    if host == "localhost":
        return 0.0
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return FREE_TIER if "." in host else 0.0
    return 0.0 if address.is_private or address.is_loopback or address.is_link_local else FREE_TIER


def describe(version_text: str) -> Description:
    """All that is known of one version. Raises ValueError for one that cannot be."""
    version = parse_version(version_text or DEFAULT)
    examples = printed_examples()
    known = operations(version, pages(examples))
    calls = read_file(HERE / "calls.yaml")
    reads = [operation for operation in known if operation.method == "GET"]
    steps = {operation.name: _step(operation, calls, version) for operation in reads}
    asked = {operation.key: (operation, steps[operation.name].path) for operation in reads}
    checks = (
        *(_shape_check(operation, steps[operation.name]) for operation in reads),
        *example_checks(examples, asked, calls["filters"]),
        *read_checks("reads", read_file(HERE / "reads.yaml")),
        *status_checks(),
        *read_checks("writes", read_file(HERE / "writes.yaml")),
    )
    own = read_sources(calls["values"])
    return Description(
        operations=known,
        checks=checks,
        sources={**_keys(reads, steps), **own},
        undo=read_undos(calls["undo"]),
        knows=version.knows,
        tell_refusal=refusal_words.told,
    )


def _step(operation: Operation, calls: Mapping[str, Any], version: Version) -> Step:
    """How a method is asked for the shape of its answer."""
    path = operation.path.replace("{", "$").replace("}", "")
    query: dict[str, Any] = {name: f"${name}" for name in operation.needs}
    query |= calls["queries"].get(operation.path, {})
    older = calls["older"].get(operation.path)
    if older and not version.knows(older["before"]):
        query |= older["query"]
    if operation.is_list:
        query["Limit"] = ROWS
    excused = calls["excused"].get(operation.path, "")
    return Step(method="GET", path=path, query=query, expect=Expectation(excused=excused))


def _shape_check(operation: Operation, step: Step) -> Check:
    values = [*step.query.values(), *step.path.split("/")]
    named = [value[1:] for value in values if isinstance(value, str) and value.startswith("$") and value[1:].isalnum()]
    return Check(
        name=f"shapes.{operation.name}",
        about="Answers the documented fields, in their order and form.",
        basis=operation.basis,
        steps=(step,),
        wants_rows=True,
        varies=named[0] if named else "",
    )


def _keys(reads: list[Operation], steps: Mapping[str, Step]) -> dict[str, tuple[Source, ...]]:
    """Where a resource's own numbers come from: its list, whose first field they are."""
    found: dict[str, tuple[Source, ...]] = {}
    for operation in reads:
        fields = [field.name for field in operation.fields or () if field.name != SERVER_TIME]
        if operation.is_list and operation.is_known and not operation.needs and fields and "/" not in operation.path:
            found.setdefault(fields[0], (Source(step=steps[operation.name], column=fields[0]),))
    return found


SUITE = Suite(
    title="Open Dental",
    headers=headers,
    pace=pace,
    version=Source(
        step=Step(method="GET", path="preferences", query={"PrefName": "ProgramVersion"}), column="ValueString"
    ),
    describe=describe,
)
