"""Confirmation statuses, and the times that an appointment tells besides its own."""

from __future__ import annotations

import pytest

NINE = "2026-03-05 09:00:00"
NEVER = "0001-01-01 00:00:00"
MIDNIGHT = "2026-03-05 00:00:00"
"""As most rows of real offices have it (observed)."""
TIMES = ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed")
PRACTICE = """
definitions:
  - {DefNum: 50, Category: ApptConfirmed, ItemName: Arrived, ItemOrder: 5}
  - {DefNum: 51, Category: ApptConfirmed, ItemName: In Room, ItemOrder: 6}
  - {DefNum: 52, Category: ApptConfirmed, ItemName: Dismissed, ItemOrder: 7}
  - {DefNum: 53, Category: ApptConfirmed, ItemName: eConfirmSent, ItemOrder: 8}
preferences:
  AppointmentTimeArrivedTrigger: 50
  AppointmentTimeSeatedTrigger: 51
  AppointmentTimeDismissedTrigger: 52
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: 2026-03-05 09:00, Op: 1}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


def times(office, number=1):
    row = office.read(f"appointments/{number}")
    return tuple(row[name] for name in TIMES)


@pytest.mark.parametrize(
    ("definitions", "first"),
    [
        ("{DefNum: 5, Category: ApptConfirmed, ItemName: New, ItemOrder: -1}", 5),
        ("{DefNum: 5, Category: ApptConfirmed, ItemName: New, ItemOrder: -1, IsHidden: true}", 19),
        ("{DefNum: 5, Category: BillingTypes, ItemName: New, ItemOrder: -1}", 19),
        ("{DefNum: 5, Category: ApptConfirmed, ItemName: New, ItemOrder: 2}", 19),
    ],
)
def test_an_appointment_begins_with_the_first_status_that_is_not_hidden(practice_office, definitions, first):
    """(source 8.1)"""
    office = practice_office(f"definitions:\n  - {definitions}\n")

    assert office.book(AptDateTime=NINE)["Confirmed"] == first
    assert office.book(AptDateTime=NINE, Confirmed=0)["Confirmed"] == first
    assert office.put("appointments/1/Confirm", {"confirmVal": "None"}).status_code == 200
    assert office.read("appointments/1")["Confirmed"] == first


@pytest.mark.parametrize(
    ("patient", "preference", "provider"), [("PriProv: 3", 4, 3), ("PriProv: 0", 4, 4), ("PriProv: 0", 0, 5)]
)
def test_the_provider_is_the_patients_else_the_practices_else_the_first(practice_office, patient, preference, provider):
    """(source 8.1)"""
    office = practice_office(
        f"""
definitions:
  - {{DefNum: 19, Category: ApptConfirmed, ItemName: Unconfirmed}}
preferences:
  PracticeDefaultProv: {preference}
providers:
  - {{ProvNum: 2, Abbr: OLD, ItemOrder: 0, IsHidden: true}}
  - {{ProvNum: 3, Abbr: DOC3, ItemOrder: 3}}
  - {{ProvNum: 4, Abbr: DOC4, ItemOrder: 2}}
  - {{ProvNum: 5, Abbr: DOC5, ItemOrder: 1}}
operatories:
  - {{OperatoryNum: 1, OpName: Room}}
patients:
  - {{PatNum: 1, LName: Muster, FName: Erika, {patient}}}
""",
        alone=True,
    )

    assert office.book(AptDateTime=NINE)["ProvNum"] == provider
    assert office.book(AptDateTime=NINE, ProvNum=0)["ProvNum"] == provider


@pytest.mark.parametrize(("number", "place"), [(50, 0), (51, 1), (52, 2), (53, None)])
@pytest.mark.parametrize("path", ["/Confirm", ""])
def test_three_statuses_stamp_a_time(office, number, place, path):
    """(source 8.2)"""
    body = {"defNum": number} if path else {"Confirmed": number}
    expected = [MIDNIGHT] * 3

    for now in ("2026-03-05 08:55:01", "2026-03-05 09:10:02"):
        office.set_clock(now)
        assert office.put(f"appointments/1{path}", body).status_code == 200
        if place is not None:
            expected[place] = now
        assert times(office) == tuple(expected)


def test_of_two_times_with_one_status_the_first_is_stamped(practice_office):
    """(source 8.2)"""
    office = practice_office(PRACTICE.replace("SeatedTrigger: 51", "SeatedTrigger: 50"))

    office.put("appointments/1/Confirm", {"defNum": 50})

    assert times(office) == ("2026-03-02 07:00:00", MIDNIGHT, MIDNIGHT)


def test_without_the_preferences_nothing_is_stamped(practice_office):
    """(source 8.2)"""
    office = practice_office(
        "definitions:\n  - {DefNum: 50, Category: ApptConfirmed, ItemName: Arrived, ItemOrder: 5}\n"
        "appointments:\n  - {AptNum: 1, PatNum: 1, AptDateTime: 2026-03-05 09:00, Op: 1}\n"
    )

    office.put("appointments/1/Confirm", {"defNum": 50})

    assert times(office) == (MIDNIGHT,) * 3


@pytest.mark.parametrize(
    ("value", "preference"),
    [
        ("Sent", "ApptEConfirmStatusSent"),
        ("Confirmed", "ApptEConfirmStatusAccepted"),
        ("Not Accepted", "ApptEConfirmStatusDeclined"),
        ("Failed", "ApptEConfirmStatusSendFailed"),
    ],
)
def test_four_preferences_say_what_an_electronic_confirmation_means(practice_office, value, preference):
    """(source 8.3)"""
    office = practice_office(f"{PRACTICE}preferences:\n  {preference}: 53\n")
    others = {"Sent", "Confirmed", "Not Accepted", "Failed"} - {value}

    assert office.put("appointments/1/Confirm", {"confirmVal": value}).status_code == 200
    assert office.read("appointments/1")["confirmed"] == "eConfirmSent"
    for other in sorted(others):
        assert office.refusal("PUT", "appointments/1/Confirm", {"confirmVal": other}) == (
            400,
            "confirmVal is invalid.",
        )


def test_times_that_are_not_known_are_midnight_of_the_day_or_never(practice_office):
    """(source 8.4)"""
    never = ", ".join(f"{name}: 0001-01-01" for name in TIMES)
    office = practice_office(f"{PRACTICE}  - {{AptNum: 2, PatNum: 1, AptDateTime: 2026-03-05 10:00, Op: 1, {never}}}\n")
    booked = office.book(AptDateTime=NINE)

    assert tuple(booked[name] for name in TIMES) == times(office, 1) == (MIDNIGHT,) * 3
    assert times(office, 2) == (NEVER,) * 3
    for number in (1, 2, booked["AptNum"]):
        before = times(office, number)
        office.put(f"appointments/{number}", {"AptDateTime": "2026-03-09 10:00:00"})
        assert times(office, number) == before


EARLY = "patients:\n  - {PatNum: 3, LName: Early, FName: Eva, AskToArriveEarly: 15}\n"


def test_who_is_always_asked_to_come_early_is_asked_again_whenever_the_time_changes(practice_office):
    """(source 8.5)"""
    office = practice_office(EARLY)

    assert office.book(PatNum=3, AptDateTime=NINE)["DateTimeAskedToArrive"] == "2026-03-05 08:45:00"
    moved = office.put("appointments/1", {"AptDateTime": "2026-03-09 10:00:00"}).json
    assert moved["DateTimeAskedToArrive"] == "2026-03-09 09:45:00"
    assert office.book(PatNum=1, AptDateTime=NINE)["DateTimeAskedToArrive"] == NEVER


def test_who_was_asked_once_is_asked_as_early_after_a_move(practice_office):
    """(source 8.5)"""
    office = practice_office("""
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: 2026-03-05 09:00, DateTimeAskedToArrive: 2026-03-05 08:35, Op: 1}
""")

    moved = office.put("appointments/1", {"AptDateTime": "2026-03-09 10:00:00"}).json
    assert moved["DateTimeAskedToArrive"] == "2026-03-09 09:35:00"
    assert office.put("appointments/1", {"Note": "Hello"}).json["DateTimeAskedToArrive"] == "2026-03-09 09:35:00"
