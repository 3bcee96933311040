"""Whatever stands in a journal can be linted, and asked for its version."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mockod.simulation.journal import Entry
from mockod.vendors.opendental.analysis.lint import MOST_EXAMPLES, RULES, lint
from mockod.vendors.opendental.analysis.minimum_version import minimum_version
from mockod.vendors.opendental.pipeline.fault_effects import KINDS
from mockod.vendors.opendental.resources import ROUTES

NAMES = sorted({f.wire_name for e in ROUTES.endpoints for w in (e.query, e.body) if w for f in w.fields.values()})
name = st.one_of(st.sampled_from([*NAMES, "Limit", "Offset", "startDate", "note"]), st.text(max_size=5))
scalar = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.sampled_from(["1", "2026-03-03T09:00:00Z", "1e5"])
)
value = st.one_of(scalar, st.lists(scalar, max_size=2), st.dictionaries(st.text(max_size=3), scalar, max_size=2))
body = st.one_of(st.binary(max_size=9), st.dictionaries(name, value, max_size=4).map(lambda b: json.dumps(b).encode()))
endpoint = st.sampled_from(ROUTES.endpoints)
path = st.one_of(
    st.text(max_size=9), endpoint.map(lambda e: "/" + "/".join("1" if "{" in p else p for p in e.path.split("/")))
)
query = st.lists(st.tuples(name, st.one_of(st.text(max_size=5), st.sampled_from(["1", "2026-03-03"]))), max_size=3)


@st.composite
def entries(draw):
    made = []
    at = datetime(2026, 3, 2, 7)
    for number in range(1, draw(st.integers(0, 8)) + 1):
        at += timedelta(seconds=draw(st.sampled_from([-5, 0, 0, 1, 60])))
        made.append(
            Entry(
                number=number,
                at=at,
                office=draw(st.sampled_from(["one", "other"])),
                developer="d",
                method=draw(st.sampled_from(["GET", "POST", "PUT", "DELETE", "X"])),
                path=draw(path),
                query="&".join(f"{key}={text}" for key, text in draw(query)),
                endpoint="",
                client="",
                body=draw(body),
                status=draw(st.sampled_from([0, 200, 201, 400, 404, 429, 504])),
                answer=draw(st.sampled_from([b"", b'"x is not a valid resource."', b"[]"])),
                basis="assumed",
                milliseconds=1.0,
                faults=tuple(draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=1))),
                ignored=tuple(draw(st.lists(name, max_size=1))),
                rows=draw(st.sampled_from([None, 0, 1, 5])),
                limit=5,
            )
        )
    return made


@given(entries())
def test_any_journal_can_be_linted_and_read_for_its_version(made):
    names = [rule.name for rule in RULES]
    told = lint(made)

    assert [finding["rule"] for finding in told] == sorted((f["rule"] for f in told), key=names.index)
    for finding in told:
        assert 1 <= len(finding["requests"]) == min(finding["times"], MOST_EXAMPLES)
        assert set(finding["requests"]) <= {entry.number for entry in made}
    needed = minimum_version(made)
    assert needed["version"] == (needed["because"][0]["since"] if needed["because"] else "21.1")
