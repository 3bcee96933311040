"""Fifty broken files: each is refused with its line, or in what is sent its path, and the reason."""

from __future__ import annotations

import pytest

from conftest import new_office
from mockod.cli.main import main
from support.command_line import runner

S = "story: A\nsteps:\n"
SCENARIOS = {
    "": "1: a scenario is a map with story, practice, clock, settings, seed, receivers, steps",
    "- get: patients": "1: a scenario is a map with story, practice, clock, settings, seed, receivers, steps",
    "story: [": "2: did not find expected node content",
    "story: A\nstory: B": "2: story is given twice",
    "story: A\n---\nstory: B": "3: a second document begins; a file has one",
    "story: &a A\nsteps: *a": "1: an anchor or a tag; write the value alone",
    "story: A": "1: steps are missing",
    "steps: [{get: patients}]": "1: story is missing",
    "story: A\nsteps: []": "2: steps: a list of 1 to 500 steps belongs here",
    "story: A\nstep: [{get: a}]": "2: 'step' does not belong in a scenario; steps was meant?",
    "story: A\nclock: soon\nsteps: [{get: a}]": "2: clock: a clock wants yyyy-MM-dd HH:mm:ss between 1900 and 2999",
    "story: A\nclock: 2026-02-30 08:00\nsteps: [{get: a}]": "2: clock: a clock wants yyyy-MM-dd HH:mm:ss between 1900",
    "story: A\npractice: [tiny]\nsteps: [{get: a}]": "2: practice: a practice's name, or the sections of one, belong",
    "story: A\npractice: tny\nsteps: [{get: a}]": "2: practice: 'tny' is none of demo, documented, tiny",
    "story: A\nsettings:\n  mode: far\nsteps: [{get: a}]": "3: mode: 'far' is none of local, service, remote",
    "story: A\nseed:\n  patients:\n  - {LName: B}\nsteps: [{get: a}]": "4: patients[0]: FName is missing",
    "story: A\nreceivers: hook\nsteps: [{get: a}]": "2: receivers: a list of up to 10 names belongs here",
    f"{S}  - get patients": "3: a step is a map that says what is done: get, post, put, delete, patch, clock",
    f"{S}  - {{get: a, put: a}}": "3: a step does one thing; this one has get and put",
    f"{S}  - {{say: Nothing}}": "3: this step does nothing; choose get, post, put, delete, patch, clock",
    f"{S}  - {{psot: a}}": "3: 'psot' is nothing that a step does; post was meant?",
    f"{S}  - {{get: a, satus: 200}}": "3: 'satus' does not belong in a step with get; status was meant?",
    f"{S}  - {{clock: tomorrow, body: 1}}": "3: 'body' does not belong in a step with clock; choose clock, say, at, st",
    f"{S}  - get: a\n    status: 2xx": "4: status: a status from 200 to 599 belongs here",
    f"{S}  - get: a\n    times: many": "4: times: a number from 1 to 100 belongs here",
    f"{S}  - get: a\n    answer: {{$cnt: 1}}": "4: answer: $cnt is no rule; $count was meant?",
    f"{S}  - get: a\n    keep: {{Apt: 0}}": "4: 'Apt' is no name; small letters, digits and _ belong here",
    f"{S}  - get: a\n    query: {{a: [1]}}": "4: query: a: a text or a number belongs here",
    f"{S}  - get: a/{{x}}": "3: get: nothing is kept as 'x' before this step",
    f"{S}  - get: a\n    query: {{date: '{{last frday}}'}}": "4: query: 'frday' is no day of the week",
    f"{S}  - clock: half past nine": "3: clock: 'half past nine' is no time; write 2026-03-02 09:00:00, or tomorrow",
    f"{S}  - fault: throttled": "3: fault: an order with its kind belongs here",
    f"{S}  - received: hook": "3: there is no receiver 'hook'; name it under receivers first",
    f"{S}  - {{get: a, status: lost, answer: 1}}": "3: answer: a lost answer has none",
}
PRACTICES = {
    "patients": "1: a practice is a map of sections",
    "patientz: []": "1: 'patientz' is no section of a practice",
    "patients:\n  - Ana": "2: patients: a row is a map of fields",
    "patients:\n  - {LName: A}": "2: patients: FName is missing",
    "patients:\n  - {LName: A, FName: B, Birthdate: soon}": "2: patients: Birthdate: 'soon' is no date; write",
    "patients:\n  - {LName: A, FName: B, Gender: X}": "2: patients: Gender: 'X' is none of ",
    "office: {zone: Z}": "1: office: zone: 'Z' is no offset; write -08:00",
    "providers:\n  - {Abbr: D, Abbr: E}": "2: Abbr is given twice",
}
SEEDS = {
    '{"patientz": []}': "patientz: 'patientz' is no section of a practice",
    '{"patients": [{"LName": "A"}]}': "patients[0]: FName is missing",
    '{"patients": [{"LName": "A", "FName": "B", "Birthdate": 3}]}': "patients[0].Birthdate: '3' is no date; write",
    '{"patients": [7]}': "patients[0]: a row is a map of fields",
    '{"appointments": [{"PatNum": 99, "AptDateTime": "today"}]}': "appointments[0]: PatNum: there is no patient 99",
    '{"remove": {"patients": {}}}': "remove.patients: say which rows: a number, a map of fields, or all",
    "patients:\n  - {LName: A}": "body:2: patients: FName is missing",
    "patients: [": "body:2: did not find expected node content",
}


def checked(folder, subject: str, files) -> list[list[str]]:
    """What ``check`` tells of each of these files: line and reason of every mistake."""
    for number, text in enumerate(files):
        (folder / f"{number:02}.yaml").write_text(text)
    done = runner().invoke(main, [subject, "check", str(folder)])
    assert done.exit_code == 1, done.output
    told: dict[str, list[str]] = {}
    for line in done.stdout.splitlines():
        name, _, reason = line.removeprefix(f"{folder}/").partition(".yaml")
        told.setdefault(name, []).append(reason.removeprefix(":"))
    return [told[f"{number:02}"] for number in range(len(files))]


def test_there_are_fifty():
    assert len(SCENARIOS) + len(PRACTICES) + len(SEEDS) == 50


@pytest.mark.parametrize(
    ("subject", "files"), [("scenario", SCENARIOS), ("practice", PRACTICES)], ids=["scenarios", "practices"]
)
def test_every_broken_file_is_refused_with_its_line(tmp_path, subject, files):
    for told, (text, expected) in zip(checked(tmp_path, subject, files), files.items(), strict=True):
        assert any(line.startswith(expected) for line in told), (text, told)


@pytest.mark.parametrize("fragment", SEEDS)
def test_every_broken_fragment_is_refused_with_its_path_and_changes_nothing(fragment):
    office = new_office("tiny")
    before = office.http.get("/_mockod/practice", headers=office.headers).data if office.get("patients") else b""

    refused = office.http.post("/_mockod/seed", data=fragment, headers=office.headers)

    assert (refused.status_code, refused.json["detail"][: len(SEEDS[fragment])]) == (422, SEEDS[fragment])
    assert office.http.get("/_mockod/practice", headers=office.headers).data == before
