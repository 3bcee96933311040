"""/_mockod/settings: mode, version, conduct, permissions, the key and the preferences of an office."""

from __future__ import annotations

import pytest

from support.db import database


def change(office, **asked):
    return office.http.put("/_mockod/settings", json=asked, headers=office.headers)


def told(office):
    return office.http.get("/_mockod/settings", headers=office.headers).json


def test_an_offices_settings_are_told(office):
    settings = told(office)

    assert settings["mode"] == "local"
    assert (settings["od_version"], settings["conduct"], settings["enabled"]) == ("26.3", "faithful", True)
    assert "ApiReadAll" in settings["permissions"]
    assert "ApiEnterprise" not in settings["permissions"]
    assert settings["preferences"]["ApptsAllowOverlap"] == "1"


def test_a_mode_changes_the_page(demo):
    change(demo, mode="remote")

    assert len(demo.read("schedules", dateStart="2026-02-02", dateEnd="2026-05-01")) == 100


def test_a_version_changes_what_there_is(office):
    change(office, od_version="22.1")

    assert office.refusal("GET", "appointmenttypes") == (
        400,
        "This method requires Open Dental version 22.4.10 or higher.",
    )
    assert office.read("preferences", PrefName="ProgramVersion")[0]["ValueString"] == "22.1.99.0"


def test_a_conduct_changes_what_is_refused(office):
    office.book(AptDateTime="2026-03-02 09:00:00")
    change(office, conduct="faithful,overlaps=on")

    assert office.refusal("POST", "appointments", {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}) == (
        400,
        "Appointment overlaps existing appointment or blockout.",
    )
    assert told(office)["conduct"] == "faithful,overlaps=on"


def test_permissions_can_be_taken_and_the_key_switched_off(office):
    change(office, permissions=["ApiReadAll"])
    assert office.refusal("POST", "patients", {"LName": "New", "FName": "Nora"})[0] == 401

    change(office, enabled=False)
    assert office.refusal("GET", "patients/1") == (400, "API key has not been assigned.")


def test_preferences_rule_at_once_and_null_brings_the_default_back(office):
    change(office, preferences={"ApptsAllowOverlap": False})
    assert office.read("preferences", PrefName="ApptsAllowOverlap")[0]["ValueString"] == "0"

    change(office, preferences={"ApptsAllowOverlap": None})
    assert told(office)["preferences"]["ApptsAllowOverlap"] == "1"


def test_other_offices_keep_theirs(office, make_office):
    change(office, mode="remote", preferences={"ApptsAllowOverlap": 0})

    other = told(make_office())
    assert (other["mode"], other["preferences"]["ApptsAllowOverlap"]) == ("local", "1")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"mode": "loud"}, "mode: 'loud' is none of local, service, remote"),
        ({"mode": 7}, "mode: a text belongs here"),
        ({"od_version": "20.1"}, "od_version: the API began with 21.1; 20.1 has none"),
        ({"conduct": "kind"}, "conduct: 'kind' is no conduct; choose faithful or strict"),
        ({"permissions": ["ApiNothing"]}, "permissions: 'ApiNothing' is none of ApiReadAll"),
        ({"permissions": "ApiReadAll"}, "permissions: a list of names belongs here"),
        ({"enabled": "yes"}, "enabled: true or false belongs here"),
        ({"preferences": []}, "preferences: a JSON object belongs here"),
        ({"preferences": {"Nonesuch": 1}}, "preferences: 'Nonesuch' is no preference of this office"),
        ({"preferences": {"ApptsAllowOverlap": "--5"}}, "preferences: ApptsAllowOverlap: '--5' is no whole number"),
        ({"preferences": {"ApptsAllowOverlap": "9" * 30}}, "is no whole number"),
        ({"preferences": {"ApptsAllowOverlap": "maybe"}}, "preferences: ApptsAllowOverlap: 'maybe' is no whole number"),
        ({"preferences": {"ApptsAllowOverlap": 0, "BrokenApptProcedure": []}}, "BrokenApptProcedure: a text or"),
        ({"colour": "red"}, "colour is not known here."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_changes(office, asked, why):
    settings, before = told(office), database(office).contents()

    refused = change(office, **{"enabled": True, **asked})

    status = 404 if "no preference" in why else 400
    assert (refused.status_code, refused.content_type) == (status, "application/problem+json; charset=utf-8")
    assert why in refused.json["detail"]
    assert told(office) == settings
    assert database(office).contents() == before


def test_preferences_are_of_one_office(office):
    refused = office.http.put("/_mockod/settings", json={"preferences": {"ApptsAllowOverlap": 0}})

    assert (refused.status_code, refused.json["detail"]) == (
        409,
        "preferences and appointment_rules are those of one office; "
        "name one office, by ?office= or by the Authorization header.",
    )


def test_a_preference_that_lists_no_numbers_ignores_nothing(demo):
    change(demo, preferences={"WebSchedExistingPatIgnoreBlockoutTypes": "9" * 5000})

    assert demo.get("appointments/SlotsWebSched", defNumApptType=283).status_code == 200
