"""/_mockod/settings: an office's appointment rules, switched on and off while it runs."""

from __future__ import annotations

import pytest

from support.api_client import ApiClient
from support.db import database

CROWN_AT_TWO = "2026-03-02 14:30:00"
"""Amid the crown that the demo's first dentist makes on Mondays."""
RULES = [
    {"AppointmentRuleNum": 1, "RuleDesc": "Crowns", "CodeStart": "D2740", "CodeEnd": "D2799", "IsEnabled": False},
    {"AppointmentRuleNum": 2, "RuleDesc": "Root canals", "CodeStart": "D3310", "CodeEnd": "D3348", "IsEnabled": False},
]


def change(office, *rules):
    return office.http.put("/_mockod/settings", json={"appointment_rules": list(rules)}, headers=office.headers)


def told(office):
    return office.http.get("/_mockod/settings", headers=office.headers).json["appointment_rules"]


def book(office: ApiClient):
    body = {"PatNum": 11, "Op": 3, "ProvNum": 1, "AptDateTime": CROWN_AT_TWO}
    response = office.post("appointments", body)
    return response.status_code, response.json if response.status_code != 201 else ""


def test_the_rules_of_an_office_are_told_and_those_of_the_demo_are_off(demo):
    assert told(demo) == RULES
    assert book(demo) == (201, "")


def test_a_rule_that_is_switched_on_refuses_a_double_booking_in_its_words(demo):
    assert change(demo, {"AppointmentRuleNum": 1, "IsEnabled": True}).status_code == 200

    assert told(demo) == [{**RULES[0], "IsEnabled": True}, RULES[1]]
    assert book(demo) == (400, "Not allowed to double book: Crowns")

    change(demo, {"AppointmentRuleNum": 1, "IsEnabled": False})
    assert book(demo) == (201, "")


def test_an_office_without_rules_can_be_given_one(demo):
    database(demo).rows("DELETE FROM appointmentrule")
    new = {"RuleDesc": "No crowns beside", "CodeStart": "d2000", "CodeEnd": "D2999"}

    assert change(demo, new).json["appointment_rules"] == [{"AppointmentRuleNum": 1, **new, "IsEnabled": True}]
    assert book(demo) == (400, "Not allowed to double book: No crowns beside")


def test_what_was_told_can_be_sent_back_and_a_reset_brings_the_practices_rules_back(demo):
    change(demo, *RULES)
    assert told(demo) == RULES

    change(demo, {"AppointmentRuleNum": 2, "RuleDesc": "Endo", "CodeEnd": "D3999", "IsEnabled": True})
    demo.http.post("/_mockod/reset", headers=demo.headers)
    assert told(demo) == RULES


def test_an_office_can_be_made_with_its_rules_on_and_a_reset_keeps_them_on(demo):
    order = {"office": "strict-crowns", "appointment_rules": [{"AppointmentRuleNum": 1, "IsEnabled": True}]}
    office = ApiClient(demo.http, "strict-crowns")

    assert demo.http.post("/_mockod/offices", json=order).status_code == 201
    assert book(office) == (400, "Not allowed to double book: Crowns")
    demo.http.post("/_mockod/reset", headers=office.headers)
    assert book(office) == (400, "Not allowed to double book: Crowns")
    demo.http.delete("/_mockod/offices", headers=office.headers)


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ([], "appointment_rules: a list of 1 to 100 objects belongs here"),
        ({"1": True}, "appointment_rules: a list of 1 to 100 objects belongs here"),
        ([1], "appointment_rules[0] must be a JSON object."),
        ([{"AppointmentRuleNum": 3, "IsEnabled": True}], "appointment_rules: 3 is no rule of this office"),
        ([{"AppointmentRuleNum": 0, "IsEnabled": True}], "appointment_rules: 0 is no rule of this office"),
        (
            [RULES[0], {"AppointmentRuleNum": 1, "IsEnabled": "on"}],
            "appointment_rules[1]: IsEnabled: true or false belongs here",
        ),
        (
            [{"AppointmentRuleNum": 1, "Enabled": True}],
            "appointment_rules[0]: Enabled is not known here; IsEnabled was meant?",
        ),
        ([{"RuleDesc": "Half", "CodeStart": "D1"}], "a new rule needs RuleDesc, CodeStart and CodeEnd"),
        ([{"IsEnabled": True}], "a new rule needs RuleDesc, CodeStart and CodeEnd"),
        ([{"AppointmentRuleNum": 1, "CodeEnd": "D1000"}], "D2740 to D1000 covers no code"),
        ([{**RULES[0], "IsEnabled": True}, {"AppointmentRuleNum": 9}], "9 is no rule of this office"),
    ],
)
def test_what_is_wrong_is_told_and_no_rule_changes(demo, rules, why):
    refused = demo.http.put("/_mockod/settings", json={"appointment_rules": rules}, headers=demo.headers)

    status = 404 if "is no rule" in why else 409 if "covers no code" in why else 400
    assert (refused.status_code, refused.content_type) == (status, "application/problem+json; charset=utf-8")
    assert why in refused.json["detail"]
    assert told(demo) == RULES


def test_rules_are_of_one_office(demo):
    refused = demo.http.put("/_mockod/settings", json={"appointment_rules": RULES})

    assert refused.status_code == 409
    assert "name one office, by ?office= or by the Authorization header." in refused.json["detail"]


def test_a_rule_longer_than_the_vendors_columns_and_one_rule_too_many_are_refused(demo):
    longest = {"RuleDesc": "x" * 255, "CodeStart": "D" * 15, "CodeEnd": "D" * 15}
    assert change(demo, longest).status_code == 200
    for name in longest:
        refused = change(demo, {**longest, name: longest[name] + longest[name][0]})
        assert (refused.status_code, refused.json["detail"]) == (
            400,
            f"appointment_rules: {name} has {len(longest[name])} characters at most",
        )

    assert change(demo, *[longest] * 97).status_code == 200
    refused = change(demo, longest)
    assert (refused.status_code, refused.json["detail"]) == (
        409,
        "appointment_rules: this office has 100 rules already",
    )
    assert len(told(demo)) == 100
