"""What is asked of the control plane at every door: each endpoint well, and wrongly in the usual ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from support.control_routes import STORY
from support.door_calls import call
from support.doors import Call

OFFICE = "control"
WELL_ASKED: tuple[tuple[str, str, Any], ...] = (
    ("GET", "health", None),
    ("GET", "ready", None),
    ("GET", "openapi.json", None),
    ("GET", "opendental/openapi.json?version=21.1", None),
    ("GET", "opendental/docs", None),
    ("GET", "clock", None),
    ("PUT", "clock", {"mode": "frozen", "now": "2026-03-02 08:00:00"}),
    ("POST", "clock/advance", {"minutes": 30}),
    ("GET", "events", None),
    ("POST", "events/patient-selected", {"PatNum": 1}),
    ("GET", "faults", None),
    ("GET", "faults/kinds", None),
    ("POST", "faults", {"kind": "slow", "path": "recalls", "times": 2, "seconds": [0, 1]}),
    ("DELETE", "faults?number=1", None),
    ("DELETE", "faults", None),
    ("GET", "settings", None),
    ("PUT", "settings", {"conduct": "strict"}),
    ("POST", "snapshots", {"name": "before"}),
    ("GET", "snapshots", None),
    ("GET", "snapshots/file?name=before", None),
    ("GET", "snapshots/diff?from=before", None),
    ("POST", "snapshots/restore", {"name": "before"}),
    ("DELETE", "snapshots?name=before", None),
    ("POST", "offices", {"office": "made", "practice": "tiny", "od_version": "24.1"}),
    ("PUT", "offices/practice?office=made", {"providers": [{"Abbr": "DOC1"}]}),
    ("DELETE", "offices?office=made", None),
    ("POST", "seed", {"patients": [{"LName": "Lee", "FName": "Bo"}], "remove": {"recalls": "all"}}),
    ("GET", "practice", None),
    ("GET", "scenarios", None),
    ("POST", f"scenarios/{STORY}?office=told", None),
    ("POST", "scenarios?office=told", {"story": "Nobody", "steps": [{"get": "patients/9", "status": 200}]}),
    ("DELETE", "offices?office=told", None),
    ("GET", "offices?office=control", None),
    ("GET", "requests", None),
    ("GET", "requests?status=4xx&limit=1", None),
    ("GET", "lint", None),
    ("GET", "minimum-version", None),
    ("GET", "why-not?date=2026-03-03", None),
    ("POST", "verify", {"calls": [{"path": "patients/1"}]}),
    ("DELETE", "requests", None),
    ("POST", "reset", None),
)
"""Method, path below the plane, body; in an order in which all of them succeed."""
WRONGLY_ASKED: tuple[tuple[str, str, Any], ...] = (
    ("GET", "clock?office=", None),
    ("GET", "clock?office=a/b", None),
    ("GET", "clock?ofice=a", None),
    ("PUT", "clock", {"mode": "frozen", "now": "nonsense"}),
    ("PUT", "clock", {"mode": "sideways"}),
    ("PUT", "clock", {}),
    ("PUT", "clock", b"{"),
    ("PUT", "clock", b"[]"),
    ("POST", "clock", {"mode": "frozen"}),
    ("POST", "clock/advance", {"days": -1}),
    ("POST", f"scenarios/{STORY}s", None),
    ("POST", "scenarios", {"story": "Nothing happens"}),
    ("POST", "faults", {"kind": "storm"}),
    ("POST", "faults", {"kind": "slow", "colour": "red"}),
    ("DELETE", "faults?number=99", None),
    ("DELETE", "faults?number=x", None),
    ("PUT", "settings", {"mode": "upside-down"}),
    ("PUT", "settings", {"colour": "red"}),
    ("POST", "snapshots", {"name": ""}),
    ("POST", "snapshots/restore", {"name": "none"}),
    ("GET", "snapshots/file?name=none", None),
    ("GET", "snapshots/file", None),
    ("PUT", "snapshots/file?name=x", b"no file"),
    ("DELETE", "snapshots?name=none", None),
    ("POST", "seed", {"patients": [{"LName": "Lee"}]}),
    ("POST", "seed", b"{"),
    ("POST", "seed?relative=true", {}),
    ("GET", "practice?relative=perhaps", None),
    ("PUT", "offices/practice", {"patientz": []}),
    ("POST", "offices", {"office": "control"}),
    ("POST", "offices", {}),
    ("GET", "requests?limit=many", None),
    ("POST", "verify", {"calls": []}),
    ("GET", "why-not", None),
    ("GET", "why-not?date=soon", None),
    ("GET", "nothing/at/all", None),
)
WITH_TEXT = (
    *("clock", "events", "faults", "faults/kinds", "lint", "offices?office=control", "requests"),
    *("scenarios", "settings"),
)


def of_the_control_plane() -> Iterator[tuple[str, Call]]:
    """Every endpoint; then without an office, for a page of another site, and as text."""
    for path in ("patients/1", "appointments?date=soon", "nothing", "appointments/Slots?date=2026-03-03"):
        yield f"control: before it, {path}", call("GET", f"/api/v1/{path}", office=OFFICE)
    for number, (method, path, body) in enumerate((*WELL_ASKED, *WRONGLY_ASKED)):
        target = f"/_mockod/{path}"
        well = "well asked" if number < len(WELL_ASKED) else "wrongly asked"
        yield f"control: {method} {path} {well} {number}", call(method, target, body, office=OFFICE, is_measured=True)
    for path in WITH_TEXT:
        joined = "&" if "?" in path else "?"
        target = f"/_mockod/{path}{joined}format=text"
        yield f"control: {path} as text", call("GET", target, office=OFFICE, is_measured=True)
        yield f"control: HEAD {path}", call("HEAD", f"/_mockod/{path}", office=OFFICE, is_measured=True)
    for method, path, _ in WELL_ASKED:
        page = ("Sec-Fetch-Site", "cross-site")
        yield f"control: {method} {path} from a page", Call(method=method, target=f"/_mockod/{path}", headers=(page,))
    for path in ("snapshots", "why-not?date=2026-03-03", "clock"):
        yield f"control: {path} of no office", Call(target=f"/_mockod/{path}")
        wrong = (("Authorization", "Bearer x"),)
        yield f"control: {path} with another scheme", Call(target=f"/_mockod/{path}", headers=wrong)


def of_what_was_kept() -> Iterator[tuple[str, Call]]:
    """At the end: what each door has written down of all calls before. (Lint of them all looks at real time.)"""
    yield "kept: journal", Call(target="/_mockod/requests", is_measured=True)
    yield "kept: offices", Call(target="/_mockod/offices")
