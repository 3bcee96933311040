"""The telehealth API against the vendor's page: its sample is booked and compared, field by field and in its order."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from mockod.vendors.telehealth.domain.words import Profile
from mockod.vendors.telehealth.wire.bodies import change_schema, draft_schema
from support.paths import CONTRACT
from support.telehealth import CREDENTIALS, INTERNAL, Telehealth, new_account

PAGE = yaml.safe_load((CONTRACT / "telehealth_samples.yaml").read_text())
SAMPLE: dict[str, Any] = PAGE["appointment"]
SENT = {name: SAMPLE[name] for name in PAGE["create"]["required"]} | {
    "attendees": [one["id"] for one in SAMPLE["attendees"]],
    "appointment_type": SAMPLE["appointment_type"],
}
CREATED_AT = "2022-05-28 20:25:03"
"""1653798303000, eight hours behind UTC."""
MADE_UP = {"id", "visit_note", "change_log", "join_url", "meeting_id"}
"""What no office could know: it is compared by its form."""


@pytest.fixture
def account() -> Telehealth:
    account = new_account()
    account.control("PUT", "clock", {"mode": "frozen", "now": CREATED_AT})
    return account.let_in()


def form(text: str) -> str:
    """An identifier with its letters and digits made alike."""
    prefix, _, rest = text.rpartition("_") if "_" in text else text.rpartition("/")
    return f"{prefix} {'digits' if rest.isdigit() else 'letters'} {len(rest)}"


def comparable(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return [(key, comparable(one, key)) for key, one in value.items()]
    if isinstance(value, list):
        return [comparable(one) for one in value]
    is_known = name == "id" and str(value).startswith("user_")
    return form(value) if name in MADE_UP and not is_known else value


def test_the_sample_is_answered_when_it_is_created_retrieved_and_listed(account):
    created = account.send("POST", "appointments", SENT).json
    assert comparable(created) == comparable(SAMPLE)
    assert account.get(created["id"]) == created
    assert account.send("GET", "appointments").json == {"object": "list", "data": [created]}


def test_an_update_answers_the_sample_with_what_was_changed(account):
    created = account.send("POST", "appointments", SENT).json
    updated = account.update(created["id"], name="Follow-up", updated_by=SAMPLE["created_by"]).json
    assert comparable(updated) == comparable({**SAMPLE, "name": "Follow-up"})


@pytest.mark.parametrize("profile", Profile)
def test_the_bodies_have_the_fields_of_the_page(profile):
    for schema, told in ((draft_schema(profile), PAGE["create"]), (change_schema(profile), PAGE["update"])):
        required = [name for name, field in schema.fields.items() if field.required]
        optional = [name for name, field in schema.fields.items() if not field.required]
        assert sorted(required) == sorted(told["required"])
        assert sorted(optional) == sorted([*told.get("sometimes", []), *told["optional"]])


def test_every_field_of_the_model_is_answered_where_it_applies(account):
    external = account.send("POST", "appointments", {**SENT, "generated_from_type": "rule", "generated_from": "r"}).json
    external = account.update(
        external["id"], actual_start_time=SENT["start_time"], actual_end_time=SENT["end_time"]
    ).json
    internal = account.send("POST", "appointments", INTERNAL).json
    assert [name for name in PAGE["model"] if name in {**external, **internal}] == [
        name for name in PAGE["model"] if name != "location"
    ]
    for told in (external, internal):
        assert list(told) == [name for name in PAGE["model"] if name in told]


def test_tokens_are_got_by_json_and_by_a_form(account):
    by_json = account.send("POST", "auth/token", CREDENTIALS).json
    media = {"Content-Type": "application/x-www-form-urlencoded"}
    text = b"client_id=mockod-client&client_secret=mockod-secret&grant_type=client_credentials"
    assert account.raw("POST", "auth/token", text, **media).json == by_json
    assert (by_json["expires_in"], by_json["token_type"]) == (86400, "Bearer")
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", by_json["access_token"])


def test_a_wrong_credential_is_refused_as_it_was_seen(account):
    refused = account.send("POST", "auth/token", {**CREDENTIALS, "client_secret": "other"})
    assert (refused.status_code, refused.json) == (
        401,
        {"status": 401, "code": "auth/invalid_credentials", "name": "CustomError"},
    )
    assert refused.headers["X-Mockod-Basis"] == "observed"
