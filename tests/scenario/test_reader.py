"""Scenarios are read with the line of every mistake."""

from __future__ import annotations

import json

import pytest

from mockod.scenario.document import ScenarioError, read_document
from mockod.scenario.model import UNSAID
from mockod.scenario.reader import read_scenario

HEAD = "story: Something happens\nsteps:\n"


def read(text: str):
    return read_scenario("a-story.yaml", text.encode())


def mistakes(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        read(text)
    return [f"{one.line}: {one.reason}" for one in refused.value.mistakes]


def test_a_scenario_is_read_as_it_is_written():
    scenario = read(
        """\
story: Somebody asks
practice: tiny
clock: "2026-03-02 07:30"
settings: {mode: remote}
seed: {patients: [{LName: Rivera, FName: Ana}]}
receivers: [hook]
steps:
  - say: Who is there
    get: patients/{one}
    query: {Limit: 5}
    headers: {X-Request-ID: a}
    times: 2
    status: 404
    answer: {$any: text}
    answer_headers: {Content-Type: text/html}
    keep: {all: "", first: 0.PatNum}
    keep_headers: {basis: X-Mockod-Basis}
  - receiver: {hook: 503}
""".replace("/{one}", "")
    )

    assert (scenario.name, scenario.practice, scenario.clock) == ("a-story", "tiny", "2026-03-02 07:30:00")
    assert (scenario.settings, scenario.receivers) == ({"mode": "remote"}, ("hook",))
    asked, told = scenario.steps
    assert (asked.number, asked.line, asked.kind, asked.value, asked.times) == (1, 8, "get", "patients", 2)
    assert (asked.query, asked.headers) == ({"Limit": 5}, {"X-Request-ID": "a"})
    assert asked.expected.status == 404
    assert asked.expected.keep == {"all": "", "first": "0.PatNum"}
    assert (told.line, told.kind, told.value, told.expected.answer) == (18, "receiver", {"hook": 503}, UNSAID)


def test_a_request_answers_200_and_a_command_anything_but_a_refusal_unless_it_is_said():
    asked, commanded = read(f"{HEAD}  - get: patients\n  - clock: tomorrow 9:00\n").steps

    assert (asked.expected.status, commanded.expected.status) == (200, None)


def test_a_body_that_is_null_is_no_expectation_that_is_not_given():
    first, second = read(f"{HEAD}  - {{get: a, answer: null}}\n  - {{get: a}}\n").steps

    assert first.expected.answer is None
    assert second.expected.answer is UNSAID


def test_values_without_quotes_are_read_as_json_has_them_and_all_else_is_text():
    text = 'a: [true, null, ~, 7, -2, 1.50, No, yes, 01234, 9:30, 2026-03-02, 1e3, "7", {b: }]'

    assert read_document("x", text.encode()).plain() == {
        "a": [
            *(True, None, None, 7, -2, 1.5),
            *("No", "yes", "01234", "9:30", "2026-03-02", "1e3", "7", {"b": None}),
        ]
    }


def test_json_is_yaml_too():
    assert read('{"story": "A", "steps": [{"get": "patients"}]}').steps[0].value == "patients"


def test_json_may_escape_what_stands_in_two_surrogates():
    texts = ["\U0001f600 and \U00010000\U0010ffff", "\\ud83d\\ude00", 'a "quote" \\']
    for text in texts:
        written = json.dumps({"story": text, "steps": [{"get": "a", "say": text}]}, indent=1)
        assert (read(written).story, read(written).steps[0].line) == (text, 4)


def test_half_a_pair_is_refused_with_its_line():
    assert [told[:2] for told in mistakes('{"steps": [],\n"story": "\\ud83d"}')] == ["2:"]


def test_the_line_of_a_path_is_found():
    node = read_document("x", b"a:\n  - {b: 1}\n  - b: 2\n    c:\n      d: 3\n")

    assert [node.line_of(path) for path in ("a", "a[0].b", "a[1].b", "a[1].c.d", "a[1].c.e", "z")] == [1, 2, 3, 5, 4, 1]
    assert node.line_told("a[1].c.d: a text belongs here") == 5


def test_all_mistakes_are_told_in_the_order_of_lines():
    assert mistakes("storey: A\nsteps:\n  - {gett: patients}\n  - {get: patients, times: 0}\n  - {}\n") == [
        "1: 'storey' does not belong in a scenario; story was meant?",
        "1: story is missing",
        "3: 'gett' is nothing that a step does; get was meant?",
        "4: times: a number from 1 to 100 belongs here",
        "5: this step does nothing; choose get, post, put, delete, patch, clock, advance, settings, fault, end_faults, "
        "seed, snapshot, restore, verify, journal, events, lint, happens, receiver, received",
    ]


def test_settings_make_no_other_office_than_the_players():
    settings = "settings:\n  office: other\n  practice: demo\n  mode: remote\n  clock: {mode: running}\n"

    assert mistakes(f"{settings}{HEAD}  - get: a\n") == [
        "2: settings: office is no setting",
        "3: settings: practice is no setting; practice stands at the top of a scenario",
        "5: settings: clock is no setting; clock stands at the top of a scenario",
    ]


def test_what_is_kept_can_be_used_by_later_steps_only():
    step = "  - {get: 'a/{x}', keep: {x: A}}\n"

    assert mistakes(HEAD + step + step) == ["3: get: nothing is kept as 'x' before this step"]


def test_a_mistake_names_its_own_line_in_a_step_of_many():
    text = f"{HEAD}  - post: patients\n    body:\n      LName: A\n      FName: '{{none}}'\n    status: 20\n"

    assert mistakes(text) == [
        "6: body: nothing is kept as 'none' before this step",
        "7: status: a status from 200 to 599 belongs here",
    ]


def test_requests_and_commands_can_name_another_api():
    asked, commanded, happened = read(
        f"{HEAD}  - {{at: notes, get: pages}}\n  - {{at: notes, lint: true}}\n  - happens: {{page-torn: {{page: 1}}}}\n"
    ).steps

    assert (asked.at, commanded.at, happened.at) == ("notes", "notes", "")
    assert (happened.kind, happened.value) == ("happens", {"page-torn": {"page": 1}})


def test_what_is_no_name_of_an_api_or_no_event_is_refused():
    steps = ["at: 7, get: a", "at: '{x}', get: a", "happens: {}", "happens: {a: 1, b: 2}", "happens: {a/b: 1}"]

    assert mistakes(HEAD + "".join(f"  - {{{step}}}\n" for step in steps)) == [
        "3: at: the name of an API belongs here",
        "4: at: the name of an API belongs here",
        "5: happens: one event, with what it needs, belongs here",
        "6: happens: one event, with what it needs, belongs here",
        "7: happens: one event, with what it needs, belongs here",
    ]


def test_what_an_office_receives_is_of_no_api():
    assert mistakes(f"receivers: [hook]\n{HEAD}  - {{at: notes, received: hook}}\n") == [
        "4: 'at' does not belong in a step with received; choose received, say, answer, keep"
    ]
