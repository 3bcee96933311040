"""What becomes of a subscription that is asked for or changed, decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.resources.subscriptions.bodies import NewSubscription, SubscriptionChange
from mockod.vendors.opendental.resources.subscriptions.polling import LONGEST_POLLING, NEVER, Subscription
from mockod.vendors.opendental.resources.subscriptions.service import changed_subscription, check_url, new_subscription

NOW = datetime(2026, 3, 2, 9)
URL = "http://localhost:8000/"
SETTINGS = Settings()
TABLE = NewSubscription(end_point_url=URL, watch_table="Patient", polling_seconds=10)
EVENT = NewSubscription(end_point_url=URL, ui_event_type="PatientSelected")


def settings(version: str) -> Settings:
    return replace(SETTINGS, version=parse_version(version))


def test_a_table_is_polled_from_now_on_and_for_ever():
    new = new_subscription(TABLE, SETTINGS, NOW)

    assert (new.watch_table, new.polling_seconds, new.date_time_start, new.date_time_stop) == (
        "Patient",
        10,
        NOW,
        NEVER,
    )


def test_a_start_that_is_given_stands():
    start = datetime(2026, 1, 1)

    assert new_subscription(replace(TABLE, date_time_start=start), SETTINGS, NOW).date_time_start == start


def test_an_event_is_not_polled():
    assert new_subscription(replace(EVENT, polling_seconds=10), SETTINGS, NOW).polling_seconds == 0


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (replace(EVENT, ui_event_type=""), "WatchTable or UiEventType is required."),
        (replace(EVENT, watch_table="Patient"), "Only one field is allowed, WatchTable or UiEventType."),
        (replace(TABLE, polling_seconds=None), "PollingSeconds is required."),
        (replace(TABLE, end_point_url="nowhere"), "EndPointUrl is invalid."),
        (replace(TABLE, polling_seconds=0), "PollingSeconds is invalid."),
        (replace(TABLE, polling_seconds=LONGEST_POLLING + 1), "PollingSeconds is invalid."),
        (replace(TABLE, watch_table="Recall"), "WatchTable is invalid."),
        (replace(EVENT, ui_event_type="PatientLeft"), "UiEventType is invalid."),
        # Of several things the first is told.
        (replace(TABLE, end_point_url="nowhere", polling_seconds=0), "EndPointUrl is invalid."),
        (replace(TABLE, watch_table="Recall", polling_seconds=0), "PollingSeconds is invalid."),
    ],
)
def test_what_the_office_does_not_take_is_refused(body, text):
    with pytest.raises(ApiError) as refused:
        new_subscription(body, SETTINGS, NOW)

    assert (refused.value.status, refused.value.text) == (400, text)


def test_a_table_can_be_watched_since_its_version():
    operatories = replace(TABLE, watch_table="Operatory")

    assert new_subscription(operatories, settings("24.2.11"), NOW).watch_table == "Operatory"
    with pytest.raises(ApiError, match="WatchTable is invalid"):
        new_subscription(operatories, settings("24.2.10"), NOW)


@pytest.mark.parametrize("url", [URL, "http://localhost/changes?for=me", "https://127.0.0.1/x/"])
def test_addresses_on_this_machine_are_fine(url):
    check_url(url, SETTINGS)


def test_a_path_ends_with_a_slash_since_22_3():
    check_url("http://localhost/changes", settings("22.2"))
    with pytest.raises(ApiError) as refused:
        check_url("http://localhost/changes", settings("22.3"))

    assert "must end with a slash" in refused.value.headers["X-Mockod-Note"]


def test_another_host_must_be_named_by_the_operator():
    check_url("http://hooks.example/", replace(SETTINGS, webhooks=frozenset({"hooks.example"})))
    with pytest.raises(ApiError) as refused:
        check_url("http://hooks.example/", SETTINGS)

    assert "--webhooks" in refused.value.headers["X-Mockod-Note"]


def test_a_change_keeps_what_is_not_given():
    before = Subscription(end_point_url=URL, watch_table="Patient", polling_seconds=10, date_time_start=NOW, note="n")

    after = changed_subscription(before, SubscriptionChange(polling_seconds=20, workstation="W"), SETTINGS)

    assert after == replace(before, polling_seconds=20, workstation="W")


@pytest.mark.parametrize("seconds", [0, 20])
def test_polling_means_nothing_to_an_event(seconds):
    before = Subscription(end_point_url=URL, ui_event_type="PatientSelected", date_time_start=NOW)

    assert changed_subscription(before, SubscriptionChange(polling_seconds=seconds), SETTINGS) == before


@pytest.mark.parametrize(
    ("body", "name"),
    [(SubscriptionChange(polling_seconds=0), "PollingSeconds"), (SubscriptionChange(end_point_url="x"), "EndPointUrl")],
)
def test_a_change_is_held_to_the_same_rules(body, name):
    before = Subscription(end_point_url=URL, watch_table="Patient", polling_seconds=10, date_time_start=NOW)

    with pytest.raises(ApiError, match=f"{name} is invalid"):
        changed_subscription(before, body, SETTINGS)
