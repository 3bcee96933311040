"""/_mockod/offices: which there are, one made with a start of its own, one dropped; and the bound."""

from __future__ import annotations

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config, ConfigError, read_config
from mockod.simulation.clock import Clock

MONDAY_TEXT = str(MONDAY)
OTHER = {
    "office": "made",
    "practice": "documented",
    "clock": {"mode": "frozen", "now": "2027-05-03 10:00:00"},
    "mode": "service",
    "od_version": "22.4",
    "permissions": ["ApiReadAll", "ApiPatients"],
    "preferences": {"ApptsAllowOverlap": 0},
}


def application(**options):
    return create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY), **options)).test_client()


@pytest.fixture
def http():
    return application()


@pytest.fixture(params=["memory", "file"])
def either(request, tmp_path):
    """In memory, or in files."""
    return application(data_dir=tmp_path / "offices" if request.param == "file" else None)


def keys(key):
    return {"Authorization": f"ODFHIR any/{key}"}


def patients(http, key):
    return http.get("/api/v1/patients", headers=keys(key))


def note(http, key):
    made = http.post("/api/v1/patients", json={"LName": "New", "FName": "Nora"}, headers=keys(key))
    assert made.status_code == 201, made.text


def told(http, key):
    return http.get(f"/_mockod/settings?office={key}").json


def listed(http):
    return http.get("/_mockod/offices").json


def names(http):
    return [row["office"] for row in listed(http)["offices"]]


def test_nothing_is_listed_before_a_key_is_seen(http):
    assert listed(http) == {
        "offices": [],
        "made": 0,
        "most": 10_000,
        "most_bytes": 64_000_000,
        "evict_idle": False,
        "unopened_files": 0,
        "bytes": 0,
    }


def test_an_office_is_listed_with_what_it_is_and_takes(either):
    patients(either, "a")
    patients(either, "a")

    answer = listed(either)
    [row] = answer["offices"]
    size = row.pop("bytes")
    assert row == {
        "office": "a",
        "practice": "tiny",
        "state": "open",
        "clock": {"mode": "frozen", "now": MONDAY_TEXT},
        "mode": "local",
        "od_version": "26.3",
        "requests": 2,
    }
    assert size % 4096 == 0 or size > 100_000
    assert (answer["made"], answer["bytes"]) == (1, size)


def test_a_parked_office_takes_less_memory_and_says_so(http):
    patients(http, "a")
    [before] = listed(http)["offices"]
    http.application.extensions["mockod.offices"].park_all()

    [after] = listed(http)["offices"]
    assert (before["state"], after["state"]) == ("open", "parked")
    assert 0 < after["bytes"] < before["bytes"] / 3


def test_they_come_in_the_order_of_their_keys_and_one_by_its_own(http):
    for key in ("b", "c", "a"):
        patients(http, key)

    assert names(http) == ["a", "b", "c"]
    only = http.get("/_mockod/offices?office=b").json
    assert ([row["office"] for row in only["offices"]], only["made"]) == (["b"], 3)
    assert http.get("/_mockod/offices?office=nobody").status_code == 404
    assert names(http) == ["a", "b", "c"]


def test_people_are_told_in_lines(http):
    patients(http, "a")
    size = listed(http)["bytes"]

    text = http.get("/_mockod/offices", headers={"Accept": "text/plain"}).text

    assert text == (
        f"a: tiny, Open Dental 26.3 local, {MONDAY_TEXT} frozen, open, {size} bytes, 1 in the journal\n"
        f"1 of at most 10000 offices, {size} bytes\n"
    )


def test_an_office_is_made_with_practice_clock_settings_and_preferences_of_its_own(either):
    made = either.post("/_mockod/offices", json=OTHER)

    assert made.status_code == 201
    assert {**made.json, "bytes": 0} == {
        "office": "made",
        "practice": "documented",
        "state": "open",
        "bytes": 0,
        "clock": OTHER["clock"],
        "mode": "service",
        "od_version": "22.4",
        "requests": 0,
    }
    settings = told(either, "made")
    assert settings["permissions"] == ["ApiReadAll", "ApiPatients"]
    assert settings["preferences"]["ApptsAllowOverlap"] == "0"
    assert len(patients(either, "made").json) != len(patients(either, "other").json)
    assert told(either, "other")["mode"] == "local"


def test_a_reset_brings_it_back_as_it_was_made(either):
    either.post("/_mockod/offices", json=OTHER)
    before = (told(either, "made"), patients(either, "made").json)

    for everybody in (False, True):
        note(either, "made")
        change = {"mode": "local", "permissions": ["ApiReadAll"], "preferences": {"ApptsAllowOverlap": 1}}
        either.put("/_mockod/settings?office=made", json=change)
        either.put("/_mockod/clock?office=made", json={"mode": "frozen", "now": "2030-01-01 00:00:00"})
        either.post("/_mockod/reset" + ("" if everybody else "?office=made"))

        assert (told(either, "made"), patients(either, "made").json) == before
        [row] = listed(either)["offices"]
        assert (row["practice"], row["clock"]) == ("documented", OTHER["clock"])


def test_what_is_not_given_is_as_new_offices_have_it(http):
    http.put("/_mockod/settings", json={"mode": "remote"})

    row = http.post("/_mockod/offices", json={"office": "plain"}).json

    assert (row["practice"], row["mode"], row["clock"]["now"]) == ("tiny", "remote", MONDAY_TEXT)
    running = http.post("/_mockod/offices", json={"office": "running", "clock": {"mode": "running"}}).json
    assert (running["clock"]["mode"], running["clock"]["now"][:16]) == ("running", MONDAY_TEXT[:16])


def test_the_practice_lies_around_the_day_of_its_own_clock(http):
    http.post("/_mockod/offices", json={"office": "later", "clock": {"mode": "frozen", "now": "2031-05-06 07:00:00"}})

    slots = http.get("/api/v1/appointments/Slots?Limit=1", headers=keys("later")).json
    assert slots[0]["DateTimeStart"] == "2031-05-06 08:00:00"


def test_the_practice_given_at_start_may_be_a_file_and_no_other_may(tmp_path):
    own, other = tmp_path / "own.yaml", tmp_path / "other.yaml"
    for path in (own, other):
        path.write_text("patients:\n  - {PatNum: 7, LName: Solo, FName: Sam}\n")
    http = create_app(Config(practice=str(own))).test_client()

    assert http.post("/_mockod/offices", json={"office": "a", "practice": str(own)}).status_code == 201
    assert http.post("/_mockod/offices", json={"office": "b", "practice": "tiny"}).status_code == 201
    refused = http.post("/_mockod/offices", json={"office": "c", "practice": str(other)})

    assert refused.status_code == 404
    assert "is none of demo, documented, tiny, nor the one given at start" in refused.json["detail"]
    assert names(http) == ["a", "b"]


@pytest.mark.parametrize(
    ("wrong", "detail"),
    [
        ({"office": None}, "office is required."),
        ({"office": 7}, "office: a customer key belongs here, 1 to 128 characters without blanks or slashes"),
        ({"office": ""}, "office: a customer key belongs here, 1 to 128 characters without blanks or slashes"),
        ({"office": "a b"}, "office: a customer key belongs here, 1 to 128 characters without blanks or slashes"),
        ({"office": "a/b"}, "office: a customer key belongs here, 1 to 128 characters without blanks or slashes"),
        ({"office": "x" * 129}, "office: a customer key belongs here, 1 to 128 characters without blanks or slashes"),
        ({"practice": "nowhere"}, "practice: 'nowhere' is none of demo"),
        ({"practice": "../tiny"}, "practice: '../tiny' is none of demo"),
        ({"practice": ["tiny"]}, "practice: ['tiny'] is none of demo"),
        ({"practice": []}, "practice: [] is none of demo"),
        ({"clock": "now"}, "clock: a JSON object belongs here"),
        ({"clock": {}}, "clock: mode is required."),
        ({"clock": {"mode": "stopped"}}, "clock: mode: frozen or running belongs here"),
        ({"clock": {"mode": "frozen", "now": "soon"}}, "clock: now: a clock wants yyyy-MM-dd HH:mm:ss"),
        ({"clock": {"mode": "frozen", "zone": "UTC"}}, "clock: zone is not known here."),
        ({"mode": "loud"}, "mode: 'loud' is none of local, service, remote"),
        ({"od_version": 10**40}, "od_version: a text belongs here"),
        ({"permissions": "ApiReadAll"}, "permissions: a list of names belongs here"),
        ({"preferences": []}, "preferences: a JSON object belongs here"),
        ({"preferences": {"Nonesuch": 1}}, "preferences: 'Nonesuch' is no preference of this office"),
        ({"preferences": {"ApptsAllowOverlap": "maybe"}}, "preferences: ApptsAllowOverlap: 'maybe' is no whole"),
        ({"colour": "red"}, "colour is not known here."),
    ],
)
def test_what_is_wrong_is_told_and_no_office_is_made(either, wrong, detail):
    refused = either.post("/_mockod/offices", json={**OTHER, **wrong})

    is_not_there = "no preference" in detail or detail.startswith(("practice: 'nowhere'", "practice: '../tiny'"))
    status = 404 if is_not_there else 400
    assert (refused.status_code, refused.content_type) == (status, "application/problem+json; charset=utf-8")
    assert detail in refused.json["detail"]
    assert names(either) == []


def test_an_office_that_is_there_is_not_made_again(either):
    patients(either, "made")

    refused = either.post("/_mockod/offices", json=OTHER)

    assert (refused.status_code, refused.json["detail"]) == (
        409,
        "There is an office made already; drop it, or reset it.",
    )
    assert told(either, "made")["mode"] == "local"


def test_an_office_whose_file_is_there_is_there(tmp_path):
    first = application(data_dir=tmp_path)
    note(first, "made")
    first.application.extensions["mockod.site"].close()
    second = application(data_dir=tmp_path)

    assert second.post("/_mockod/offices", json=OTHER).status_code == 409

    assert second.delete("/_mockod/offices?office=made").json == {"dropped": "made", "made": 0}
    assert [path.name for path in tmp_path.iterdir()] == ["mockod.lock"]
    assert second.post("/_mockod/offices", json=OTHER).status_code == 201


def test_after_a_restart_the_list_tells_what_the_folder_holds(tmp_path):
    first = application(data_dir=tmp_path)
    first.post("/_mockod/offices", json={"office": "made", "practice": "documented", "mode": "remote"})
    note(first, "other")
    first.application.extensions["mockod.site"].close()

    second = application(data_dir=tmp_path)
    answer = listed(second)

    assert [(row["office"], row["practice"], row["state"]) for row in answer["offices"]] == [
        ("made", "documented", "unopened"),
        ("other", "tiny", "unopened"),
    ]
    assert (answer["made"], answer["unopened_files"]) == (0, 2)
    assert all(row["bytes"] > 10_000 for row in answer["offices"])
    assert {row["mode"] for row in answer["offices"]} == {"local"}
    patients(second, "other")
    assert [(row["office"], row["state"]) for row in listed(second)["offices"]] == [
        ("made", "unopened"),
        ("other", "open"),
    ]
    assert [row["office"] for row in second.get("/_mockod/offices?office=made").json["offices"]] == ["made"]


def test_an_office_from_an_earlier_run_tells_the_practice_it_was_made_from(tmp_path):
    first = application(data_dir=tmp_path)
    first.post("/_mockod/offices", json={"office": "made", "practice": "documented"})
    first.application.extensions["mockod.site"].close()

    second = application(data_dir=tmp_path)
    patients(second, "made")
    assert listed(second)["offices"][0]["practice"] == "documented"
    second.post("/_mockod/reset?office=made")
    assert listed(second)["offices"][0]["practice"] == "tiny"


def test_a_dropped_office_is_gone_and_its_key_begins_anew(either, tmp_path):
    either.post("/_mockod/offices", json=OTHER)
    note(either, "made")
    either.post("/_mockod/snapshots?office=made", json={"name": "kept"})
    note(either, "other")

    assert either.delete("/_mockod/offices?office=made").json == {"dropped": "made", "made": 1}

    assert names(either) == ["other"]
    assert either.application.extensions["mockod.offices"].journals.entries("made") == []
    assert either.get("/_mockod/snapshots?office=made").status_code == 404
    assert len(patients(either, "made").json) == 2
    assert either.get("/_mockod/snapshots?office=made").json == []
    assert told(either, "made")["mode"] == "local"
    assert len(patients(either, "other").json) == 3


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        ("", 400, "Name one office, by ?office= or by the Authorization header."),
        ("?office=", 400, "office is given and empty; name one, or leave it out."),
        ("?office=nobody", 404, "There is no office nobody."),
        ("?office=a%20b", 400, "office is a customer key"),
    ],
)
def test_only_one_that_is_there_can_be_dropped(either, query, status, detail):
    patients(either, "a")

    refused = either.delete(f"/_mockod/offices{query}")

    assert refused.status_code == status
    assert detail in refused.json["detail"]
    assert names(either) == ["a"]


def test_at_the_bound_a_new_office_is_refused_until_one_is_dropped(either):
    http = either
    http.application.extensions["mockod.offices"].most = 2
    patients(http, "a")
    patients(http, "b")

    refused = http.post("/_mockod/offices", json={"office": "c"})
    assert refused.status_code == 400
    assert refused.json["detail"].startswith("This mockod holds 2 offices and has no room for another.")
    assert patients(http, "c").status_code == 400
    http.delete("/_mockod/offices?office=a")
    assert patients(http, "c").status_code == 200


def test_where_that_is_asked_for_the_office_longest_idle_goes_instead():
    http = application(offices=2, evict_idle=True)
    note(http, "a")
    note(http, "b")
    patients(http, "a")

    assert patients(http, "c").status_code == 200

    assert names(http) == ["a", "c"]
    assert len(patients(http, "a").json) == 3
    assert len(patients(http, "b").json) == 2
    assert names(http) == ["a", "b"]
    answer = listed(http)
    assert (answer["made"], answer["most"], answer["evict_idle"]) == (2, 2, True)


def test_an_office_in_a_file_that_goes_keeps_its_data(tmp_path):
    http = application(offices=1, evict_idle=True, data_dir=tmp_path)
    note(http, "a")
    patients(http, "b")

    assert [(row["office"], row["state"]) for row in listed(http)["offices"]] == [("a", "unopened"), ("b", "open")]
    assert (listed(http)["made"], listed(http)["unopened_files"]) == (1, 1)
    assert len(patients(http, "a").json) == 3


@pytest.mark.parametrize("text", ["0", "-1", "1e3", "many", "1000001", "٣", "9" * 30])
def test_a_bound_that_is_none_is_refused_at_start(text):
    with pytest.raises(ConfigError, match=r"^--offices: '.*' is no number of offices; choose 1 to 1000000$"):
        read_config({"offices": text})


def test_the_bound_is_an_option_and_what_happens_there_another():
    assert (read_config({}).offices, read_config({}).evict_idle) == (10_000, False)
    config = read_config({"offices": "7", "evict-idle": "On"})
    assert (config.offices, config.evict_idle) == (7, True)
    with pytest.raises(ConfigError, match=r"^--evict-idle: 'maybe' is neither on nor off$"):
        read_config({"evict-idle": "maybe"})
