"""Whatever is sent as a scenario is played, or refused with lines: never an error of the server's."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import new_office
from mockod.scenario.document import ScenarioError
from mockod.scenario.expectations import RULES
from mockod.scenario.reader import HEAD, read_scenario
from mockod.scenario.step_kinds import KINDS

few = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = st.sampled_from(
    (
        *("", "a", "{a}", "{a.0.b}", "{today}", "{now}", "{next monday 9:00}", "{", "{{a}}", "patients", "patients/1"),
        *("lost", "hook", "tomorrow 9:00", "2026-03-02 09:00:00", "\x00", "é", "patients?Limit=1", "a b", "../x"),
    )
)
NAMES = st.sampled_from(["a", "hook", "{a}", "PatNum", "kind", "times", "path", "calls", "minutes", "Limit", *RULES])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 300) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)


LIKELY = {
    **dict.fromkeys(("get", "post", "put", "delete", "patch"), ("patients", "patients/1", "patients/{a}", "a b/../x")),
    "clock": ["tomorrow 9:00", "{next monday 9:00}", "{a}"],
    "advance": [{"minutes": 1}, {"minutes": "{a}"}, {"{a}": 1}],
    "settings": [{"mode": "remote", "queue_depth": 0}, {"{a}": 1}, {"preferences": {"a": None}}],
    "fault": [
        {"kind": "throttled", "times": 1},
        {"kind": "answer_lost"},
        {"kind": "{a}"},
        {"kind": "respond", "json": 1},
    ],
    "seed": [{"patients": [{"LName": "A", "FName": "{a}"}]}, {"remove": {"patients": "all"}}, {"{a}": []}],
    "verify": [{"path": "patients"}, [{"path": "{a}"}], {"calls": "{a}"}],
    "journal": [{}, {"limit": 1}, {"status": "{a}"}],
    "snapshot": ["a", "{a}"],
    "restore": ["a", "{a}"],
    "receiver": [{"hook": 503}],
    "received": ["hook"],
}
FIELDS = {
    "status": st.sampled_from([200, 404, 422, "lost"]),
    "times": st.integers(1, 3),
    "query": st.dictionaries(NAMES, TEXTS | st.integers(), max_size=1),
    "headers": st.dictionaries(st.sampled_from(["X-A", "Content-Type", "Authorization"]), TEXTS, max_size=1),
    "answer_headers": st.dictionaries(st.just("Content-Type"), ANYTHING, max_size=1),
    "keep": st.dictionaries(st.just("a"), st.sampled_from(["", "PatNum", "0.PatNum", "-1", "0"]), max_size=1),
    "keep_headers": st.just({"a": "Content-Type"}),
}


@st.composite
def steps(draw: st.DrawFn):
    """A step that is mostly right."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    step = {kind: draw(st.sampled_from(LIKELY.get(kind, [True])) if draw(st.integers(0, 9)) else ANYTHING)}
    for name in draw(st.lists(st.sampled_from(["say", *KINDS[kind]]), max_size=2)):
        step[name] = draw(FIELDS.get(name, ANYTHING) if draw(st.integers(0, 9)) else ANYTHING)
    return step


@st.composite
def stories(draw: st.DrawFn):
    first = {"get": "patients", "keep": {"a": draw(st.sampled_from(["", "0", "0.PatNum", "0.LName"]))}}
    rest = draw(st.lists(steps(), min_size=1, max_size=4))
    story = {"story": "A", "receivers": ["hook"], "steps": [first, *rest]}
    if not draw(st.integers(0, 4)):
        story[draw(st.sampled_from(HEAD))] = draw(ANYTHING)
    return story


@pytest.fixture(scope="module")
def office():
    return new_office("tiny")


def test_any_story_is_played_or_refused(office):
    @few
    @given(stories())
    def check(story):
        told = office.http.post("/_mockod/scenarios", data=json.dumps(story), headers=office.headers)
        assert told.status_code in (200, 422), (told.status_code, told.text, story)

    check()


@few
@given(st.text(st.sampled_from("story: steps\n-{}[],'\"&*!|>%@`#?\t~0\x00é"), max_size=60) | st.binary(max_size=20))
def test_any_file_is_read_or_refused_with_lines(content):
    content = content if isinstance(content, bytes) else content.encode()
    lines = content.count(b"\n") + 2
    assert all(1 <= mistake.line <= lines and mistake.reason for mistake in mistakes(content))


def mistakes(content: bytes):
    try:
        read_scenario("a.yaml", content)
    except ScenarioError as refused:
        return refused.mistakes
    return ()


@pytest.mark.parametrize("text", ["[" * 100_000, "a: " * 5000, "{a: " * 2000, "- " * 50_000])
def test_deep_nesting_is_refused(text):
    with pytest.raises(ScenarioError):
        read_scenario("a.yaml", text.encode())
