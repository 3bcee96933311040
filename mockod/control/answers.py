"""Shapes of answers: what a control call answers, as JSON Schema, for its row in the table and for the document.

A shape has a name, under which the document tells it once; it may stand in another's schema, and is then referred to.
Objects have the members that are listed and no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockod.rest.patterns import MOMENT

Properties = Mapping[str, Any]
"""Members of an object by name: a schema or a shape each."""
NOTHING: Properties = {}


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A JSON Schema with a name and an example."""

    name: str
    schema: Mapping[str, Any] = field(repr=False)
    example: Any = field(default=None, repr=False)


def record(name: str, required: Properties, optional: Properties = NOTHING, example: Any = None) -> Shape:
    """An object; ``optional`` members are those that it does not always have."""
    return Shape(name, _object(required, optional), example)


def _object(required: Properties, optional: Properties) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def many(item: Any, name: str, example: Any = None) -> Shape:
    """A list."""
    return Shape(name, array(item), example)


def array(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


def by_name(value: Any) -> dict[str, Any]:
    """An object whose names are not known before."""
    return {"type": "object", "additionalProperties": value}


TEXT = {"type": "string"}
TEXT_OR_NULL = {"type": ["string", "null"]}
WHOLE = {"type": "integer"}
COUNT = {"type": "integer", "minimum": 0}
NUMBER = {"type": "number", "minimum": 0}
YES_OR_NO = {"type": "boolean"}
A_MOMENT = {"type": "string", "pattern": f"^{MOMENT}$"}
ANYTHING: Mapping[str, Any] = {}
NAMES = array(TEXT)
NUMBERS = array(COUNT)

OFFICES = {"offices": {**COUNT, "description": "Of a call that is about all offices: how many there are."}}

# ----- clock and events -----

_NOW = {"mode": "frozen", "now": "2026-03-02 07:00:00"}
_CLOCK = {"mode": {"type": "string", "enum": ["frozen", "running"]}, "now": A_MOMENT}
CLOCK = record("Clock", _CLOCK, example=_NOW)
CLOCK_SET = record("ClockSet", _CLOCK, OFFICES, _NOW)
EVENT = record(
    "Event",
    {"at": A_MOMENT, "what": TEXT},
    {
        "office": TEXT_OR_NULL,
        "subscription": COUNT,
        "event": TEXT,
        "url": TEXT,
        "rows": COUNT,
        "status": WHOLE,
        "problem": TEXT,
        "fault": COUNT,
        "kind": TEXT,
        "waiting": COUNT,
        "because": TEXT,
    },
)
_FELL_DUE = {"at": "2026-03-02 08:00:00", "what": "fault ends", "fault": 1, "kind": "throttled"}
CLOCK_ADVANCED = record(
    "ClockAdvanced",
    {**_CLOCK, "fired": array(EVENT)},
    OFFICES,
    {"mode": "frozen", "now": "2026-03-02 09:00:00", "fired": [_FELL_DUE]},
)
EVENTS = many(EVENT, "Events", [_FELL_DUE])

# ----- health and reset -----

HEALTH = record("Health", {"status": {"const": "ok"}, "mockod": TEXT}, example={"status": "ok", "mockod": "1.0"})
READINESS = record(
    "Readiness", {"ready": {"const": True}, "practice": TEXT}, example={"ready": True, "practice": "demo"}
)
RESET = record("Reset", {"reset": TEXT, "offices": COUNT}, example={"reset": "my-office", "offices": 1})

# ----- journal -----

REQUEST = record(
    "JournalEntry",
    {
        "number": COUNT,
        "at": A_MOMENT,
        "office": TEXT_OR_NULL,
        "developer": TEXT,
        "method": TEXT,
        "path": TEXT,
        "query": by_name({"anyOf": [TEXT, NAMES]}),
        "endpoint": TEXT,
        "simulated": YES_OR_NO,
        "client": TEXT,
        "headers": by_name(TEXT),
        "content_type": TEXT,
        "origin": TEXT,
        "status": COUNT,
        "basis": TEXT,
        "milliseconds": NUMBER,
        "waited": NUMBER,
        "faults": NAMES,
        "changes": NAMES,
        "ignored": NAMES,
        "rows": {"type": ["integer", "null"]},
        "limit": {"type": ["integer", "null"]},
        "body": ANYTHING,
        "answer": ANYTHING,
        "clipped": array({"type": "string", "enum": ["body", "answer"]}),
        "unmatched": TEXT_OR_NULL,
    },
)
_REQUEST = {
    "number": 12,
    "at": "2026-03-02 07:00:00",
    "office": "my-office",
    "developer": "any-developer",
    "method": "GET",
    "path": "things/1",
    "query": {},
    "endpoint": "GET things/{number}",
    "simulated": True,
    "client": "my-client/1.0",
    "headers": {"accept": "*/*"},
    "content_type": "",
    "origin": "",
    "status": 404,
    "basis": "observed",
    "milliseconds": 0.4,
    "waited": 0.0,
    "faults": [],
    "changes": [],
    "ignored": [],
    "rows": None,
    "limit": None,
    "body": None,
    "answer": "Thing not found.",
    "clipped": [],
    "unmatched": None,
}
REQUESTS = many(REQUEST, "JournalEntries", [_REQUEST])
CLEARED = record("Cleared", {"cleared": COUNT}, OFFICES, {"cleared": 12})

# ----- verify -----

_FOUND = {
    "expected": {"$ref": "#/components/schemas/CallBody"},
    "found": COUNT,
    "requests": NUMBERS,
    "refused": NUMBERS,
    "not_simulated": NUMBERS,
}
FOUND = record("CallsFound", _FOUND)
NEAREST = record("NearestRequest", {"request": REQUEST, "differences": NAMES})
MISSED = record("CallsMissed", {**_FOUND, "nearest": array(NEAREST)})
VERIFIED = record("Verified", {"verified": {"const": True}, "found": array(FOUND)})
NOT_VERIFIED = record("NotVerified", {"verified": {"const": False}, "failures": array(MISSED)})
_EXPECTED = {"method": "POST", "path": "things", "times": 1}
VERIFICATION = Shape(
    "Verification",
    {"oneOf": [VERIFIED, NOT_VERIFIED]},
    {
        "verified": True,
        "found": [{"expected": _EXPECTED, "found": 1, "requests": [12], "refused": [], "not_simulated": []}],
    },
)

# ----- faults -----

_KINDS = {"throttled": "429 with Retry-After (seconds, 5); nothing is done"}
FAULT_KINDS = Shape("FaultKinds", by_name(TEXT), _KINDS)
FAULTS_LEFT = record("FaultsLeft", {"faults": COUNT}, OFFICES, {"faults": 0})


def fault(ordered: Properties) -> tuple[Shape, Shape]:
    """A fault at work, and all of them; ``ordered`` is what can be said of one."""
    own = {"number": COUNT, "kind": ordered["kind"], "seed": COUNT, "seen": COUNT, "struck": COUNT}
    said = {**{name: schema for name, schema in ordered.items() if name not in own}, "path": TEXT}
    example = {"number": 1, "kind": "throttled", "times": 2, "seed": 0, "seen": 0, "struck": 0}
    one = record("Fault", own, said)
    return record("FaultOrdered", own, {**said, **OFFICES}, example), many(one, "Faults", [example])


# ----- offices and settings -----

OFFICE_DROPPED = record("OfficeDropped", {"dropped": TEXT, "made": COUNT}, example={"dropped": "my-office", "made": 0})


def office(listed: Properties) -> tuple[Shape, Shape]:
    """An office, and all of them with their bounds; ``listed`` is what is told of a vendor's settings."""
    own = {
        "office": TEXT,
        "practice": TEXT,
        "state": {"type": "string", "enum": ["open", "parked", "unopened"]},
        "bytes": COUNT,
        "clock": CLOCK,
        **listed,
        "requests": COUNT,
    }
    totals = {
        "made": COUNT,
        "most": COUNT,
        "most_bytes": COUNT,
        "evict_idle": YES_OR_NO,
        "unopened_files": COUNT,
        "bytes": COUNT,
    }
    one = record("Office", own)
    return one, record("Offices", {"offices": array(one), **totals})


def settings(schemas: Properties, in_database: Properties) -> Shape:
    """Settings as they are told; what is kept in an office's database is told of one office alone."""
    return record("Settings", schemas, {**in_database, **OFFICES})


# ----- practices -----

_BY_SECTION = by_name(NUMBERS)
SEEDED = record(
    "Seeded",
    {"added": _BY_SECTION, "changed": _BY_SECTION, "removed": _BY_SECTION, "named": by_name(COUNT)},
    example={"added": {"things": [12]}, "changed": {}, "removed": {"things": [1]}, "named": {}},
)
PRACTICE_FILE = Shape("PracticeFile", TEXT)
"""A practice file, as YAML."""

# ----- scenarios -----

SCENARIO = record(
    "ScenarioListed",
    {"name": TEXT, "story": TEXT, "practice": TEXT, "clock": TEXT, "steps": COUNT},
    example={"name": "a-story", "story": "What happens", "practice": "demo", "clock": "", "steps": 7},
)
SCENARIOS = many(SCENARIO, "Scenarios", [SCENARIO.example])
STEP_PLAYED = record(
    "StepPlayed",
    {
        "number": COUNT,
        "line": COUNT,
        "say": TEXT,
        "did": TEXT,
        "outcome": {"type": "string", "enum": ["passed", "failed", "skipped"]},
        "status": {"type": ["integer", "null"]},
        "problems": NAMES,
    },
)
_STEP = {
    "number": 1,
    "line": 5,
    "say": "There is a thing",
    "did": "GET things/1",
    "outcome": "passed",
    "status": 200,
    "problems": [],
}
SCENARIO_PLAYED = record(
    "ScenarioPlayed",
    {"office": TEXT, "scenario": TEXT, "story": TEXT, "passed": YES_OR_NO, "steps": array(STEP_PLAYED)},
    example={"office": "my-office", "scenario": "a-story", "story": "What happens", "passed": True, "steps": [_STEP]},
)

# ----- snapshots -----

SNAPSHOT = record(
    "Snapshot",
    {"name": TEXT, "taken": A_MOMENT, "bytes": COUNT},
    example={"name": "before", "taken": "2026-03-02 07:00:00", "bytes": 204800},
)
SNAPSHOTS = many(SNAPSHOT, "Snapshots", [SNAPSHOT.example])
SNAPSHOTS_FORGOTTEN = record("SnapshotsForgotten", {"snapshots": COUNT}, example={"snapshots": 1})
DIFFERENCE = record(
    "Difference",
    {
        "table": TEXT,
        "key": WHOLE,
        "kind": {"type": "string", "enum": ["inserted", "changed", "deleted"]},
        "changes": by_name({"type": "array", "minItems": 2, "maxItems": 2, "items": ANYTHING}),
    },
)
_CHANGED = {"table": "thing", "key": 1, "kind": "changed", "changes": {"Note": ["", "called"]}}
DIFFERENCES = many(DIFFERENCE, "Differences", [_CHANGED])

# ----- diagnostics -----

FINDING_GROUP = record(
    "FindingGroup",
    {"what": TEXT, "reason": TEXT, "times": COUNT, "request": COUNT},
    {"method": TEXT, "status": COUNT, "answer": ANYTHING, "since": TEXT_OR_NULL},
)
FINDING = record(
    "Finding", {"rule": TEXT, "times": COUNT, "requests": NUMBERS, "text": TEXT}, {"groups": array(FINDING_GROUP)}
)
FINDINGS = many(FINDING, "Findings", [{"rule": "hasty_retries", "times": 1, "requests": [12], "text": "Wait."}])
VERSION_REASON = record("VersionReason", {"what": TEXT, "since": TEXT, "request": COUNT, "simulated": YES_OR_NO})
MINIMUM_VERSION = record(
    "MinimumVersion",
    {"version": TEXT, "because": array(VERSION_REASON), "note": TEXT},
    example={"version": "21.1", "because": [], "note": ""},
)
PIECE = record("Piece", {"start": TEXT, "end": TEXT, "reason": TEXT})


def explanation(asked: Properties) -> Shape:
    """A day in pieces; ``asked`` is what the vendor says of the question."""
    return record("Explanation", {**asked, "pieces": array(PIECE), "notes": NAMES})


DOCUMENT = Shape(
    "OpenApiDocument",
    {
        "type": "object",
        "properties": {"openapi": {"const": "3.1.0"}, "info": by_name(ANYTHING), "paths": by_name(ANYTHING)},
        "required": ["openapi", "info", "paths"],
        "additionalProperties": ANYTHING,
    },
)
PAGE = Shape("Page", TEXT)
"""A page for a browser."""
