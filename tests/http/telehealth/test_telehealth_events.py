"""What happens at a telehealth office, made to happen on the control plane; and the webhooks that tell of it."""

from __future__ import annotations

import pytest

from mockod.app import create_app
from mockod.server import ServerThread
from support.receiver import Receiver, receiving
from support.telehealth import DRAFT, HOST, NOW, PATIENT, STAFF, START, TYPE, Telehealth, new_account


@pytest.fixture
def account() -> Telehealth:
    return new_account()


def statuses(told) -> list[str]:
    return [entry["status"] for entry in told["status_history"]]


def test_an_appointment_is_moved_and_keeps_its_length(account):
    made = account.book()
    told = account.control("POST", "events/reschedule", {"appointment": made["id"], "start": "2026-03-02 08:00:00"})
    assert (told["start_time"], told["end_time"]) == (NOW + 3_600_000, NOW + 5_400_000)
    assert statuses(told) == ["scheduled", "rescheduled"]
    assert account.get(made["id"]) == told
    order = {"appointment": made["id"], "start": "2026-03-02 08:00:00", "end": "2026-03-02 09:00:00", "by": STAFF}
    told = account.control("POST", "events/reschedule", order)
    assert (told["end_time"], told["status_history"][-1]["changed_by"]) == (NOW + 7_200_000, STAFF)
    account.control("POST", "events/reschedule", {**order, "end": "2026-03-02 08:00:00"}, 400)


def test_an_appointment_is_cancelled_once(account):
    made = account.book()
    order = {"appointment": made["id"], "reason": "Patient is ill", "by": STAFF}
    assert statuses(account.control("POST", "events/cancel", order)) == ["scheduled", "cancelled"]
    refused = account.control("POST", "events/cancel", order, 400)
    assert refused["detail"] == "The appointment is cancelled already"
    account.control("POST", "events/cancel", {"appointment": "appt_none"}, 404)
    account.control("POST", "events/cancel", {**order, "by": "user_none"}, 400)


def test_a_patient_books_by_a_rule(account):
    order = {"patient": PATIENT, "host": HOST, "appointment_type": TYPE, "start": "2026-03-02 08:00:00"}
    told = account.control("POST", "events/self-booking", order)
    assert (told["generated_from_type"], told["generated_from"], told["created_by"]) == ("rule", "rule_1", PATIENT)
    assert told["end_time"] - told["start_time"] == 3_600_000
    told = account.control("POST", "events/self-booking", {**order, "generated_from_type": "override"})
    assert told["generated_from_type"] == "override"
    account.control("POST", "events/self-booking", {**order, "appointment_type": "aptp_none"}, 400)
    account.control("POST", "events/self-booking", {**order, "patient": "user_none"}, 400)


def test_an_attendee_answers_and_does_not_come(account):
    made = account.book()
    who = {"appointment": made["id"], "attendee": PATIENT}
    told = account.control("POST", "events/attendance", {**who, "attendance_status": "notGoing"})
    assert told["attendees"][0]["attendance_status"] == "notGoing"
    assert account.control("POST", "events/no-show", who)["attendees"][0]["no_show"] is True
    account.control("POST", "events/no-show", {**who, "attendee": STAFF}, 400)


def test_the_change_log_tells_what_was_changed_by_whom(account):
    made = account.book()
    account.update(made["id"], name="Other", attendees=[STAFF])
    told = account.control("GET", f"events/change-log?appointment={made['id']}")
    assert told["change_log"] == made["change_log"]
    assert told["changes"] == [
        {"field": "name", "before": DRAFT["name"], "after": "Other", "changed_by": HOST, "at": "2026-03-02 07:00:00"},
        {
            "field": "attendees",
            "before": f"{PATIENT} (going)",
            "after": f"{STAFF} (going)",
            "changed_by": HOST,
            "at": "2026-03-02 07:00:00",
        },
    ]


def test_the_change_log_tells_what_attendees_answer_and_who_does_not_come(account):
    made = account.book(attendees=[PATIENT, STAFF])
    who = {"appointment": made["id"], "attendee": PATIENT}
    for _ in range(2):  # the same answer again changes nothing
        account.control("POST", "events/attendance", {**who, "attendance_status": "maybe"})
    account.control("POST", "events/no-show", who)
    told = account.control("GET", f"events/change-log?appointment={made['id']}")["changes"]
    assert [(change["before"], change["after"]) for change in told] == [
        (f"{PATIENT} (going), {STAFF} (going)", f"{PATIENT} (maybe), {STAFF} (going)"),
        (f"{PATIENT} (maybe), {STAFF} (going)", f"{PATIENT} (maybe, no_show), {STAFF} (going)"),
    ]


def test_without_a_receiver_what_would_be_told_is_kept(account):
    made = account.book()
    account.update(made["id"], actual_start_time=START)
    account.update(made["id"], actual_end_time=START)
    account.control("POST", "events/cancel", {"appointment": made["id"]})
    told = account.control("GET", "events/notices")
    assert [(notice["event"], notice["outcome"]) for notice in told] == [
        (f"appointment.{word}", "no receiver") for word in ("created", "started", "completed", "cancelled")
    ]


def test_a_receiver_is_told_what_it_wants_when_the_clock_goes_on(account):
    with receiving(Receiver()) as every, receiving(Receiver()) as some:
        account.control("POST", "events/receivers", {"url": every.url}, 201)
        wanted = {"url": some.url, "events": "appointment.rescheduled, appointment.in_progress"}
        account.control("POST", "events/receivers", wanted, 201)
        made = account.book()
        moved = account.control(
            "POST", "events/reschedule", {"appointment": made["id"], "start": "2026-03-02 08:00:00"}
        )
        fired = account.control("POST", "clock/advance", {"seconds": 1})["fired"]
        assert [(event["what"], event["event"]) for event in fired] == [
            ("delivered", "appointment.created"),
            ("delivered", "appointment.rescheduled"),
            ("delivered", "appointment.rescheduled"),
        ]
        told = [request.body for request in every.came]
        assert told == [
            {"event": "appointment.created", "created_at": NOW, "object": made},
            {"event": "appointment.rescheduled", "created_at": NOW, "object": moved},
        ]
        assert [request.body for request in some.came] == told[1:]
        account.control("PUT", "settings", {"profile": "iso"})
        account.update(made["id"], actual_start_time="2026-03-02T16:00:00Z")
        account.control("POST", "clock/advance", {"seconds": 1})
        newest = some.came[-1].body
        assert (newest["event"], newest["created_at"]) == ("appointment.in_progress", "2026-03-02T15:00:01.000Z")
    account.control("DELETE", "events/receivers")
    assert account.control("GET", "events/receivers") == []


def test_a_receiver_that_fails_is_told_once(account):
    with receiving(Receiver(status=500)) as receiver:
        account.control("POST", "events/receivers", {"url": receiver.url}, 201)
        account.book()
        for _ in range(2):
            account.control("POST", "clock/advance", {"seconds": 5})
        assert len(receiver.came) == 1
    assert [notice["outcome"] for notice in account.control("GET", "events/notices")] == ["500"]


@pytest.mark.live
def test_a_served_office_tells_by_itself():
    account = new_account()
    with ServerThread(account.http.application), receiving(Receiver()) as receiver:
        account.control("POST", "events/receivers", {"url": receiver.url}, 201)
        made = account.book()
        receiver.wait_for(1, 30)
        assert receiver.came[0].body["object"]["id"] == made["id"]


@pytest.mark.parametrize(
    ("order", "text"),
    [
        ({"url": "nowhere"}, "url: an address"),
        ({"url": "ftp://127.0.0.1/"}, "url: an address"),
        ({"url": "http://127.0.0.1:9/", "events": "appointment.moved"}, "events: 'appointment.moved' is none of"),
    ],
)
def test_a_wrong_receiver_is_refused(account, order, text):
    assert account.control("POST", "events/receivers", order, 400)["detail"].startswith(text)


def test_there_are_so_many_receivers_and_no_more(account):
    for _ in range(20):
        account.control("POST", "events/receivers", {"url": "http://127.0.0.1:9/"}, 201)
    account.control("POST", "events/receivers", {"url": "http://127.0.0.1:9/"}, 409)


def test_both_vendors_tell_their_own(account):
    """One office with a subscription of either: each tells what is its own, in one advance of the clock."""
    authorization = {"Authorization": f"ODFHIR any/{account.account}"}
    with receiving(Receiver()) as dental, receiving(Receiver()) as video:
        subscription = {"EndPointUrl": dental.url, "WatchTable": "Patient", "PollingSeconds": 5}
        made = account.http.post("/api/v1/subscriptions", json=subscription, headers=authorization)
        assert made.status_code == 201, made.text
        account.control("POST", "events/receivers", {"url": video.url}, 201)
        account.book()
        account.http.put("/api/v1/patients/1", json={"FName": "Erna"}, headers=authorization)
        fired = account.control("POST", "clock/advance", {"seconds": 10})["fired"]
        assert {(event["what"], event["event"]) for event in fired} == {
            ("delivered", "appointment.created"),
            ("delivered", "WatchTable: Patient"),
        }
        assert (len(dental.came), len(video.came)) == (1, 1)


def test_it_is_served_alone_below_the_root():
    from mockod.config import Config
    from mockod.vendors.telehealth import VENDOR

    app = create_app(Config(practice="demo", vendors=("telehealth",), at_root=True))
    http = app.test_client()
    made = http.post("/v2/auth/token", json={"client_id": "mockod-client", "client_secret": "mockod-secret"})
    assert (made.status_code, made.json["token_type"]) == (200, "Bearer")
    assert http.get("/api/v1/patients/1").status_code == 404
    assert http.get("/_mockod/settings?office=mockod").json["profile"] == "ms"
    assert VENDOR.home == "/telehealth"
