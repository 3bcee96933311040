"""What a player tells: steps that pass, fail or are skipped, and why."""

from __future__ import annotations

import json
import re
from threading import Event

import pytest

from mockod import vendors
from mockod.app import create_site
from mockod.client import Client
from mockod.client.transport import Answer, NoServer, Sent
from mockod.config import Config
from mockod.control.inner_door import ROOT, InnerDoor
from mockod.control.scenarios import apis_of
from mockod.rest.json_codec import write_json
from mockod.rest.messages import MOST_BODY_BYTES
from mockod.scenario.connection import Connection
from mockod.scenario.player import NoControlPlane, Player
from mockod.scenario.reader import read_scenario
from mockod.scenario.receiver import listening
from mockod.simulation.clock import monotonic

HEAD = 'story: Something happens\npractice: tiny\nclock: "2026-03-02 07:30:00"\n'


@pytest.fixture(scope="module")
def door():
    site = create_site(Config(practice="tiny"))
    yield InnerDoor(*site.runtimes)
    site.close()


@pytest.fixture
def play(door, request):
    def play(steps: str, head: str = HEAD, send=door.send, **options):
        scenario = read_scenario("a-story.yaml", f"{head}steps:\n{steps}".encode())
        client = Client(ROOT, f"played-{abs(hash(request.node.name))}")
        apis = apis_of(vendors.installed(), client)
        return Player(Connection.to(client, send=send, apis=apis), **options).play(scenario)

    return play


def last(played) -> tuple[str, int, list[str]]:
    step = played.steps[-1]
    return step.outcome.value, step.line, list(step.problems)


def test_the_first_step_that_fails_ends_it_and_says_what_was_expected(play):
    played = play(
        """\
  - say: Somebody is known
    get: patients/1
    answer: {PatNum: 1, LName: {$any: text}}
  - say: By another name
    get: patients/1
    answer: {PatNum: 1, LName: Nobody}
  - get: patients/2
"""
    )

    assert not played.passed
    outcome, line, [problem] = last(played)
    assert (outcome, line) == ("failed", 8)
    assert problem.startswith('LName: "Nobody" was expected, ')
    assert played.summary() == "a-story: failed at step 2 of 3"
    assert "  failed    2  By another name  [GET patients/1 200] (line 8)" in played.as_text().splitlines()


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("  - {get: patients/99}", "status 200 was expected, 404 came: Patient not found."),
        ("  - {get: patients/1, answer_headers: {X-None: a}}", 'header X-None: "a" was expected, and it is not there'),
        ("  - {get: patients/1, keep: {x: City.0.a}}", "keep: x: there is no City.0 in the answer"),
        ("  - {get: patients/1, keep_headers: {x: X-None}}", "keep_headers: x: there is no header X-None"),
        ("  - {get: patients/1, status: lost}", "the answer should be lost; 200 came: "),
        ("  - {clock: '2999-12-31 23:59'}\n  - {advance: {minutes: 1}}", "A clock goes to 2999-12-31"),
        ("  - {fault: {kind: storm}}", "kind: "),
        ("  - {fault: {kind: throttled, path: apointments}}", "path: no endpoint has 'apointments'"),
        ("  - {settings: {mode: sideways}}", "mode"),
        ("  - {verify: {path: 'patients/*'}}", "Not verified."),
        ("  - {seed: {patients: [{LName: Rivera}]}}", "patients[0]: FName is missing"),
        ("  - {get: patients/1, keep: {x: PatNum}}\n  - {get: '{x.y}'}", "{x.y}: there is no y"),
    ],
)
def test_what_is_not_as_expected_is_told_in_words(play, steps, told):
    outcome, _, problems = last(play(steps))

    assert outcome == "failed"
    assert problems[0].startswith(told), problems


def test_a_refused_command_is_told_with_the_line_of_what_is_wrong(play):
    assert last(play("  - seed:\n      patients:\n        - {LName: A, FName: B}\n        - {LName: A}\n"))[1] == 8


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [
        ("story: A\npractice: nowhere\n", 2, "practice: 'nowhere' is none of demo, documented, tiny"),
        ("story: A\nsettings:\n  mode: remote\n  od_version: '9'\n", 4, "od_version: "),
        ("story: A\nsettings: {mood: remote}\n", 2, "mood is not known here; mode was meant?"),
        ("story: A\npractice:\n  providers: [{Abbr: D}]\n  patients:\n    - {LName: A}\n", 5, "practice.patients[0]: "),
        ("story: A\nseed:\n  patients:\n    - {LName: A, FName: B}\n    - {LName: A}\n", 5, "patients[1]: FName"),
    ],
)
def test_a_mistaken_start_is_told_with_its_line_and_no_step_is_taken(play, head, line, told):
    played = play("  - get: patients\n", head)

    assert len(played.steps) == 1
    outcome, at, [problem] = last(played)
    assert (outcome, at) == ("failed", line)
    assert problem.startswith(told)


def test_an_office_stays_as_it_was_where_a_start_is_mistaken(play):
    play("  - post: patients\n    body: {LName: A, FName: B}\n    status: 201\n")
    play("  - get: patients\n", "story: A\nsettings: {mode: sideways}\n")

    assert play("  - get: patients\n", "story: A\nsettings: {mode: sideways}\n").steps[0].status == 400


def test_dates_are_those_of_the_office_at_that_step(play):
    played = play(
        """\
  - get: appointments
    query: {date: "{today}"}
  - clock: tomorrow 9:00
  - get: appointments
    query: {date: "{today}"}
  - verify:
      in_order: true
      calls:
        - {path: appointments, query: {date: "2026-03-02"}}
        - {path: appointments, query: {date: "2026-03-03"}}
"""
    )

    assert played.passed, played.as_text()


@pytest.mark.parametrize("kind", ["answer_lost", "connection_reset", "truncated_body"])
def test_a_lost_answer_is_one_however_it_was_lost(play, kind):
    assert play(f"  - fault: {{kind: {kind}, times: 1}}\n  - {{get: patients/1, status: lost}}\n").passed


def test_a_receiver_hears_what_is_told_and_answers_as_it_is_told(play):
    played = play(
        """\
  - post: subscriptions
    body: {EndPointUrl: "{hook}", WatchTable: Patient, PollingSeconds: 10}
    status: 201
  - receiver: {hook: 500}
  - post: patients
    body: {LName: Rivera, FName: Ana}
    status: 201
  - advance: {seconds: 10}
  - received: hook
    answer: [{status: 500, body: [{LName: Rivera}]}]
    keep: {first: 0.body.0.PatNum}
  - received: hook
    answer: []
  - get: patients/{first}
    answer: {FName: Ana}
""",
        f"{HEAD}receivers: [hook]\n",
    )

    assert played.passed, played.as_text()


TOKEN = """
  - at: telehealth
    post: auth/token
    body: {client_id: mockod-client, client_secret: mockod-secret}
    keep: {token: access_token}
  - at: telehealth
    post: auth/get-jwt
    headers: {Authorization: "Bearer {token}"}
    body: {id: user_Z1zXZKvqrpwxbznuW6lJ}
    keep: {jwt: jwt}
"""


def test_a_step_for_another_api_goes_there_with_the_keys_of_the_same_office(play):
    headers = '{Authorization: "Bearer {token}", x-jwt: "{jwt}"}'
    played = play(
        TOKEN
        + f"""
  - {{at: telehealth, get: appointments, headers: {headers}, answer: {{object: list}}}}
  - {{at: superoffice, get: Appointment/default, answer: {{AppointmentId: 0}}}}
  - {{at: superoffice, patch: Appointment/0, body: [], status: 404}}
  - {{at: opendental, get: patients/1, answer: {{PatNum: 1}}}}
  - {{at: superoffice, journal: {{}}, answer: {{$count: 2}}}}
  - journal: {{}}
    answer: {{$count: 6}}
"""
    )

    assert played.passed, played.as_text()
    assert [step.did for step in played.steps[4:6]] == [
        "GET Appointment/default at superoffice",
        "PATCH Appointment/0 at superoffice",
    ]


def test_commands_are_those_of_the_api_that_they_are_for(play):
    played = play(
        TOKEN
        + """
  - {at: telehealth, settings: {profile: iso}}
  - say: Nobody has such an appointment
    at: telehealth
    happens: {cancel: {appointment: "{jwt}"}}
    status: 404
  - at: telehealth
    fault: {kind: throttled, times: 1}
  - {at: telehealth, post: auth/token, body: {}, status: 429}
  - happens: {patient-selected: {PatNum: 1}}
  - {get: patients/1, answer: {PatNum: 1}}
"""
    )

    assert played.passed, played.as_text()
    assert played.steps[4].did == "POST /_mockod/events/cancel at telehealth"


def test_an_api_that_the_server_has_not_is_told_with_its_line_and_no_step_is_taken(play):
    played = play("  - {get: patients/1}\n  - {at: telehelth, get: users}\n")

    assert last(played) == ("failed", 6, ["at: the server has no API 'telehelth'; telehealth was meant?"])
    assert len(played.steps) == 1


def test_another_api_is_there_only_where_a_control_plane_is(play):
    step = "  - {at: telehealth, get: users}\n"
    with pytest.raises(NoControlPlane, match="is needed: line 5: get at telehealth"):
        play(step, send=stranger([]))

    assert [one.outcome.value for one in play(step, send=stranger([]), skips=True).steps] == ["skipped", "skipped"]


def stranger(came: list):
    """A server of another kind: it has patients, and no control plane."""

    def send(sent):
        came.append(sent)
        if "/_mockod/" in sent.url:
            return Answer(404, "text/html", b"<h1>Not found</h1>", {})
        return Answer(200, "application/json", json.dumps({"PatNum": 1}).encode(), {"Content-Type": "application/json"})

    return send


def test_any_server_plays_what_needs_no_control_plane(play):
    came: list = []
    played = play("  - {get: patients/1, answer: {PatNum: 1}}\n", send=stranger(came))

    assert played.passed
    assert [step.outcome.value for step in played.steps] == ["skipped", "passed"]
    assert [sent.url.removeprefix(ROOT) for sent in came] == ["/_mockod/health", "/api/v1/patients/1"]
    assert "Authorization" not in came[0].headers


NEEDS = "  - {fault: {kind: throttled}}\n  - {get: patients/1}\n  - {clock: tomorrow}\n"


def test_what_needs_one_is_refused_before_anything_is_sent(play):
    came: list = []
    with pytest.raises(
        NoControlPlane, match="has no control plane, which is needed: line 3: settings; line 5: fault; l"
    ):
        play(NEEDS, "story: A\npractice: tiny\nsettings: {mode: remote}\n", send=stranger(came))

    assert len(came) == 1


def test_or_left_out_and_told_where_that_is_wanted(play):
    played = play(NEEDS, send=stranger([]), skips=True)

    assert [step.outcome.value for step in played.steps] == ["skipped", "skipped", "passed", "skipped"]
    assert played.summary() == "a-story: passed, 3 steps, 2 of them skipped"


def test_what_a_step_that_was_left_out_should_have_kept_is_told(play):
    played = play("  - {journal: {}, keep: {all: ''}}\n  - {get: 'patients/{all}'}\n", send=stranger([]), skips=True)

    assert last(played)[2] == ["{all}: nothing was kept as all"]


def test_a_story_that_takes_too_long_ends(play):
    played = play("  - {get: patients/1}\n  - {get: patients/1}\n", most_seconds=0)

    assert last(played) == ("failed", 1, ["the story takes longer than 0 seconds"])


def test_one_held_answer_does_not_outlast_the_story(play):
    steps = "  - fault: {kind: slow, seconds: 60}\n  - {get: patients/1, times: 100}\n"
    began = monotonic()
    played = play(steps, most_seconds=1.5)

    assert monotonic() - began < 20
    assert last(played)[2][-1] == "the story takes longer than 1.5 seconds"
    assert last(played)[2][0].startswith("no answer came in ")


def test_nor_do_many_that_are_each_quick(play, door):
    def send(sent):
        slow.wait(0.05 if sent.url.endswith("/patients/1") else 0)
        came.append(sent)
        return door.send(sent)

    slow, came = Event(), []
    played = play("  - {get: patients/1, times: 100}\n", send=send, most_seconds=1)

    assert last(played)[2] == ["the story takes longer than 1 seconds"]
    assert len(came) < 50


@pytest.mark.parametrize(
    "body",
    ['{"A": 1180591620717411303424}', '{"A": "\\ud800"}', '{"A": ' + "[" * 900 + "]" * 900 + "}", "[" * 100_000],
)
def test_an_answer_that_no_database_could_keep_fails_a_step_and_no_more(play, body):
    uses = ("get: 'patients/{x}'", "clock: '{x}'", "post: patients\n    body: ['{x}']")
    for step in (*uses, "get: patients/1\n    headers: {X-A: '{x}'}\n    answer: {PatNum: '{x}'}"):
        sent = body.replace("{", "{{").replace("}", "}}")
        fault = f"  - fault: {{kind: respond, path: patients/1, status: 200, body: '{sent}', times: 1}}\n"
        keep = "  - {get: patients/1, keep: {x: A}}\n" if "A" in body else "  - {get: patients/1, keep: {x: ''}}\n"
        played = play(f"{fault}{keep}  - {step}\n")

        assert not played.passed
        assert write_json(played.to_json()), played


def test_of_many_differences_the_first_are_told(play):
    fields = ", ".join(f"F{number}: 1" for number in range(100))

    assert len(last(play(f"  - {{get: patients/1, answer: {{{fields}}}}}\n"))[2]) == 20


LONG = """\
  - fault: {{kind: respond, path: patients/1, status: 200, json: {{A: {text}}}, times: 1}}
  - {{get: patients/1, keep: {{x: A}}}}
"""


def test_a_step_that_becomes_too_large_fails_before_it_is_sent(play):
    many = '"{x}", ' * 100
    played = play(LONG.format(text="x" * 500_000) + f"  - post: patients\n    body: [{many}]\n")

    assert last(played) == ("failed", 7, ["a step becomes larger than 16 MB"])


def test_of_a_long_path_a_part_is_told(play):
    played = play(LONG.format(text="x" * 5000) + '  - {get: "patients/{x}", status: 400}\n')

    assert played.passed, played.as_text()[:1000]
    assert len(played.steps[-1].did) < 400


def test_a_body_is_no_larger_than_any_door_lets_in(door):
    came = door.send(Sent("POST", f"{ROOT}/_mockod/seed?office=a", {}, b" " * (MOST_BODY_BYTES + 1)))

    assert (came.status, came.data["detail"]) == (400, "The body is too large.")


def test_a_receiver_listens_on_this_machine_alone():
    with listening("hook") as receiver:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/hook/", receiver.url)


def test_no_answer_at_all_is_told(play, door):
    def send(sent):
        if sent.url.endswith("/patients/1"):
            raise NoServer("Connection refused")
        return door.send(sent)

    for step in ("get: patients/1", "{get: patients/1, status: lost}"):
        assert last(play(f"  - {step}\n", send=send))[2] == ["no answer came: Connection refused"]


def test_a_header_of_the_scenario_takes_the_place_of_ours_in_any_letter_case(play):
    came: list = []
    play("  - {get: patients/1, headers: {authorization: ODFHIR a/b, ACCEPT: text/plain}}\n", send=stranger(came))

    assert dict(came[-1].headers) == {"authorization": "ODFHIR a/b", "ACCEPT": "text/plain"}
