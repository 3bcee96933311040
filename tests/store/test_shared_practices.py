"""A practice file with the parts of several vendors: each reads its own, and all fill one database."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from mockod import vendors
from mockod.app import create_app, create_site
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.store.diff import compare
from mockod.store.images import Images, _moved
from mockod.store.practice_file import PracticeError, read_text
from mockod.store.written_practice import as_practice
from support.paths import PRACTICES
from support.telehealth import HOST, PATIENT, STAFF, TYPE, Telehealth

TODAY = date(2026, 3, 2)
TINY = (PRACTICES / "tiny.yaml").read_text()


def account_of(tmp_path: Path, part: str) -> Telehealth:
    """An account in an office of the tiny practice with a part besides."""
    path = tmp_path / "own.yaml"
    path.write_text(f"{TINY}\n{part}")
    app = create_app(Config(practice=str(path), clock=Clock.frozen(datetime(2026, 3, 2, 7))))
    return Telehealth(app.test_client(), "own")


def test_both_vendors_have_their_rows(tmp_path):
    account = account_of(
        tmp_path,
        f"""
telehealth:
  profile: iso
  users:
    - {{id: {HOST}, role: provider, last_name: Albert}}
    - {{role: patient, first_name: Erika}}
  appointment_types:
    - {{id: {TYPE}, name: Check-in, duration: 45}}
  appointments:
    - {{appointment_type: {TYPE}, name: First, start_time: tomorrow 09:00, host: {HOST}, attendees: [{HOST}]}}
    - {{internal: true, name: Second, start_time: 2026-03-04 08:00, minutes: 10, host: {HOST}, status: completed}}
""",
    ).let_in()
    first, second = account.send("GET", "appointments").json["data"]
    assert (first["start_time"], first["end_time"]) == ("2026-03-03T17:00:00.000Z", "2026-03-03T17:45:00.000Z")
    assert (second["actual_end_time"], second["status_history"][-1]["status"]) == (
        "2026-03-04T16:10:00.000Z",
        "completed",
    )
    assert account.http.get("/api/v1/patients/2", headers={"Authorization": "ODFHIR any/own"}).json["FName"] == "Max"


def test_the_zone_of_the_office_is_that_of_all(tmp_path):
    part = f"""
office: {{zone: "+01:00"}}
telehealth:
  appointments:
    - {{internal: true, name: A, start_time: today 09:00, host: {HOST}, attendees: [{PATIENT}], created_by: {STAFF}}}
"""
    (apt,) = account_of(tmp_path, part).let_in().send("GET", "appointments").json["data"]
    assert apt["start_time"] == 1772438400000


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("telehealth: {profile: xml}", "telehealth: profile: 'xml' is no setting"),
        ("telehealth: {people: [{id: a}]}", "'people' is no section of telehealth"),
        ("telehealth: {users: [{name: A}]}", "telehealth.users: 'name' is no field of a row here"),
        ("telehealth: {users: [{role: boss}]}", "telehealth.users: role: 'boss' is none of patient, provider, staff"),
        ("telehealth: {users: [{id: a}, {id: a}]}", "telehealth.users: id: a is given twice"),
        ("telehealth: {users: [{id: [a]}]}", "telehealth.users: id: a list does not belong here"),
        ("telehealth: {clients: [{client_id: a}]}", "telehealth.clients: client_secret is missing"),
        ("telehealth: {appointment_types: [{name: A, duration: 0}]}", "duration: '0' is no number from 1 to 1440"),
        ("telehealth: {appointment_types: [{name: A, group: 1}]}", "group: '1' is none of false, true"),
        (f"telehealth: {{appointments: [{{internal: true, name: A, host: {HOST}}}]}}", "start_time is missing"),
        (
            f"telehealth: {{appointments: [{{internal: true, name: A, host: {HOST}, start_time: soon}}]}}",
            "start_time: 'soon' is no date",
        ),
        (
            "telehealth: {appointments: [{internal: true, name: A, host: user_x, start_time: today}]}",
            "host: there is no user_x",
        ),
        (
            f"telehealth: {{appointments: [{{internal: true, name: A, host: {HOST}, start_time: today,"
            " attendees: x}]}",
            "attendees: a list of ids belongs here",
        ),
        ("telehealth: [{profile: iso}]", "telehealth: : '' is no setting"),
        ("telehelth: {users: [{id: a}]}", "'telehelth' is no part of a practice; telehealth was meant?"),
    ],
)
def test_a_mistake_is_told_with_its_line(part, reason):
    practice = read_text("own.yaml", f"{TINY}\n{part}\n".encode())
    with pytest.raises(PracticeError) as refused:
        vendors.practice_loader().load(practice, TODAY)
    line = TINY.count("\n") + 2
    assert str(refused.value).startswith(f"own.yaml:{line}: ")
    assert reason in str(refused.value)
    assert str(vendors.practice_loader().mistakes(practice, TODAY)[0]) == str(refused.value)


def test_an_image_that_is_moved_by_weeks_is_one_that_is_built_later():
    images = Images(vendors.practice_loader)
    moved = _moved(images.build("demo", TODAY), date(2026, 3, 16))
    assert compare(moved, images.build("demo", date(2026, 3, 16))) == []


def test_offices_are_the_same_whichever_of_the_installed_vendors_are_served():
    images = [
        create_site(Config(practice="tiny", clock=Clock.frozen(datetime(2026, 3, 2)), vendors=served))
        .shared.offices.office("one")
        .snapshot("a")
        .image
        for served in ((), ("opendental",))
    ]
    assert compare(*images) == []


def test_a_practice_that_is_generated_has_the_defaults_of_every_vendor():
    image = Images(vendors.practice_loader).fill(as_practice("made", {}), TODAY)
    assert b"mockod-client" in image


def test_a_section_that_is_there_and_empty_has_no_rows(tmp_path):
    account = account_of(tmp_path, "telehealth: {appointment_types: []}").let_in()
    assert account.send("GET", "appointment_types").json == {"object": "list", "data": []}


def test_an_office_in_a_file_is_good_for_any_choice_of_vendors(tmp_path):
    told = []
    for served in ((), ("telehealth",), ("opendental",), ("telehealth",)):
        config = Config(practice="tiny", clock=Clock.frozen(datetime(2026, 3, 2, 7)), data_dir=tmp_path, vendors=served)
        app = create_app(config)
        account = Telehealth(app.test_client(), "own")
        if "opendental" in served:
            patients = account.http.get("/api/v1/patients/1", headers={"Authorization": "ODFHIR any/own"})
            assert patients.json["FName"] == "Erika"
        else:
            account.let_in().book()
            told.append(len(account.send("GET", "appointments").json["data"]))
            assert account.http.get("/_mockod/practice?office=own").data.count(b"telehealth:") == 1
            merged = account.http.post("/_mockod/seed?office=own", json={"patients": [{"PatNum": 1, "City": "Salem"}]})
            assert merged.status_code == 200
        app.extensions["mockod.site"].close()
    assert told == [1, 2, 3]


def test_a_part_that_is_no_vendors_is_told_once_with_what_was_meant(tmp_path):
    practice = read_text("own.yaml", f"{TINY}\nsuperofice:\n  contacts: []\n  persons: []\n".encode())
    [mistake] = vendors.practice_loader().mistakes(practice, TODAY)
    told = f"own.yaml:{len(TINY.splitlines()) + 2}: 'superofice' is no part of a practice; superoffice was meant?"
    assert str(mistake) == told
    with pytest.raises(PracticeError, match="superoffice was meant"):
        vendors.practice_loader().load(practice, TODAY)


def test_a_part_that_is_no_vendors_is_no_fragment_either(tmp_path):
    account = account_of(tmp_path, "")
    keys = {"Authorization": "ODFHIR any/own"}
    refused = account.http.post("/_mockod/seed", json={"telehelth": {"users": []}}, headers=keys)
    assert refused.status_code == 422
    assert refused.json["detail"].endswith("'telehelth' is no part of a practice; telehealth was meant?")
