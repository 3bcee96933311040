"""What is simulated and what it rests on: endpoints, rules, status changes and points of conduct, as rows.

Everything here is read off the tables that the simulation itself runs on; what is not simulated, off the list of what
the vendor documents.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.conduct import POINTS
from mockod.vendors.opendental.analysis.rule_catalogue import RULES
from mockod.vendors.opendental.domain.enums import wire_name
from mockod.vendors.opendental.domain.status import TRANSITIONS
from mockod.vendors.opendental.engine.documented import documented_methods
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Covered:
    """One thing that is simulated; ``since`` and ``permission`` are those of the endpoint where it is seen."""

    kind: str
    name: str
    since: str
    permission: str
    basis: str
    text: str = ""


def covered() -> list[Covered]:
    """Everything, in the order in which people look for it."""
    by_name = {f"{endpoint.method} {endpoint.path}": endpoint for endpoint in ROUTES.endpoints}
    changing = by_name["PUT appointments/{AptNum}"]
    strict = by_name["POST appointments"]
    rows = [_endpoint(endpoint, API) for endpoint in by_name.values()]
    rows += [_endpoint(endpoint, "/api") for endpoint in FORM_ROUTES.endpoints]
    for rule in RULES:
        seen = by_name[rule.seen_in]
        rows.append(Covered("rule", rule.number, seen.since, seen.permission, rule.basis.value, rule.text))
    for (before, after), ground in TRANSITIONS.items():
        change = f"{wire_name(before)} -> {wire_name(after)}"
        rows.append(Covered("status", change, changing.since, changing.permission, ground.value))
    for point in POINTS:
        rows.append(
            Covered("conduct", point, strict.since, strict.permission, Basis.ASSUMED.value, "refused if strict")
        )
    return rows


def not_simulated() -> list[Covered]:
    """The vendor's methods that are refused here, in the order of the resources' names."""
    ours = {(endpoint.method, *endpoint.shape) for endpoint in ROUTES.endpoints}
    lacking = [endpoint for endpoint in documented_methods() if (endpoint.method, *endpoint.shape) not in ours]
    return [
        Covered("not_simulated", f"{endpoint.method} {API}/{endpoint.path}", endpoint.since, "", "")
        for endpoint in lacking
    ]


def _endpoint(endpoint: Endpoint[Any], prefix: str) -> Covered:
    name = f"{endpoint.method} {prefix}/{endpoint.path}"
    until = f"until {endpoint.until}" if endpoint.until else ""
    return Covered("endpoint", name, endpoint.since, endpoint.permission, endpoint.basis.value, until)


def summary(rows: Iterable[Covered]) -> str:
    """A Markdown table: how many of each kind rest on what."""
    counted = Counter((row.kind, row.basis) for row in rows)
    kinds = list(dict.fromkeys(kind for kind, _ in counted))
    bases = [basis for basis in Basis if basis is not Basis.STUB]  # which no endpoint rests on
    lines = [f"| | {' | '.join(bases)} |", f"| --- |{' --- |' * len(bases)}"]
    lines += [f"| {NAMES[kind]} | {' | '.join(str(counted[kind, basis]) for basis in bases)} |" for kind in kinds]
    return "\n".join(lines)


def endpoints_page() -> str:
    """``docs/endpoints.md``, made by ``python -m mockod.vendors.opendental.analysis.coverage > docs/endpoints.md``."""
    lines = [f"| {' | '.join(HEADINGS)} |", "| --- | --- | --- | --- | --- |"]
    for row in covered():
        if row.kind == "endpoint":
            method, _, path = row.name.partition(" ")
            versions = f"{row.since}, {row.text}" if row.text else row.since
            lines.append(f"| {method} | `{path}` | {versions} | {row.permission} | {row.basis} |")
    rows = not_simulated()
    if rows:
        lines += ["", LACKING, "| Method | Path | Since |", "| --- | --- | --- |"]
        lines += [f"| {row.name.partition(' ')[0]} | `{row.name.partition(' ')[2]}` | {row.since} |" for row in rows]
    return "\n".join([INTRODUCTION, *lines, ""])


HEADINGS = ("Method", "Path", "Since", "Permission", "Basis")
INTRODUCTION = """\
# Endpoints

Everything that is answered below `/api`, with the version that brought it, the permission it wants, and what its
behaviour rests on: `observed` in answers of the real API, `documented` by the vendor's page, the vendor's published
`source`, the integrators' `guide`, or `assumed` by us. `mockod coverage` prints the same, and the rules besides.
"""
LACKING = """\
## Not simulated

What else Open Dental documents, with the version that brought it. A request for it is refused in words that say so, and
`mockod lint` counts it.
"""
NAMES = {
    "endpoint": "Endpoints",
    "rule": "Scheduling rules",
    "status": "Status changes",
    "conduct": "Points of conduct",
    "not_simulated": "Not simulated",
}


def as_text() -> str:
    """All rows, in columns, and their number by what they rest on."""
    simulated = covered()
    rows = [*simulated, *not_simulated()]
    widths = [max(len(getattr(row, name)) for row in rows) for name in ("name", "since", "permission", "basis")]
    parts = []
    for kind, title in NAMES.items():
        cells = [(row.name, row.since, row.permission, row.basis, row.text) for row in rows if row.kind == kind]
        columns = ["  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)) for row in cells]
        parts += [title, *(f"  {line}".rstrip() for line in columns), ""] if cells else []
    return "\n".join([*parts, summary(simulated), "", answered()])


def answered() -> str:
    """How many of the vendor's documented methods are answered."""
    total = len(documented_methods())
    return f"{total - len(not_simulated())} of {total} documented methods are answered."


def as_json() -> list[dict[str, str]]:
    """The same rows for programs."""
    return [asdict(row) for row in (*covered(), *not_simulated())]


if __name__ == "__main__":
    sys.stdout.write(endpoints_page())
