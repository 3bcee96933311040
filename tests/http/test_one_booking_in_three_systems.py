"""One booking in three systems: booked in Open Dental, synced to both others, moved, broken and completed.

What a sync tool does, written down step by step; each system's own answer is read after each.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from support.api_client import ApiClient
from support.superoffice import SuperOfficeClient
from support.telehealth import STAFF, Telehealth

OFFICE = timezone(timedelta(hours=-8))
"""Open Dental tells times without a zone; the practice says how far they are from UTC."""


@pytest.fixture
def video(demo: ApiClient) -> Telehealth:
    """The same office for a client of the telehealth API."""
    return Telehealth(demo.http, demo.customer).let_in()


def _instant(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=OFFICE)


def _milliseconds(local: str) -> int:
    return round(_instant(local).timestamp() * 1000)


def _end(visit: dict[str, Any]) -> str:
    minutes = 5 * len(visit["Pattern"])
    return str(datetime.fromisoformat(visit["AptDateTime"]) + timedelta(minutes=minutes))


def _zoned(local: str) -> str:
    return _instant(local).astimezone(UTC).isoformat()


def _booked(demo: ApiClient, so: SuperOfficeClient, video: Telehealth) -> tuple[dict[str, Any], int, str]:
    """A visit, and what the sync made of it in the other two."""
    visit = demo.post("appointments", {"PatNum": 11, "Op": 1, "AptDateTime": "2026-03-03 11:00:00"}).json
    start, end = visit["AptDateTime"], _end(visit)
    entity = so.create(
        Associate={"AssociateId": 2},
        Person={"PersonId": visit["PatNum"]},
        StartDate=_zoned(start),
        EndDate=_zoned(end),
        CustomFields={"x_aptnum": str(visit["AptNum"])},
    )
    call = video.book(start_time=_milliseconds(start), end_time=_milliseconds(end), name=f"Visit {visit['AptNum']}")
    return visit, entity["AppointmentId"], call["id"]


def test_a_booking_is_the_same_time_everywhere(demo: ApiClient, so_demo: SuperOfficeClient, video: Telehealth):
    visit, number, call = _booked(demo, so_demo, video)
    assert visit["AptDateTime"] == "2026-03-03 11:00:00"
    entity = so_demo.read(f"Appointment/{number}", zone="US-CA, includeTZOffset")
    assert entity["StartDate"] == "2026-03-03T11:00:00-08:00"
    assert so_demo.read(f"Appointment/{number}")["StartDate"] == "2026-03-03T11:00:00"
    assert video.get(call)["start_time"] == _milliseconds("2026-03-03 11:00:00")
    found = so_demo.rows(filter="date date '2026-03-03' and associateId associateIsOneOf (2)", select="appointmentId")
    assert number in [row["appointmentId"] for row in found]


def test_a_visit_that_moves_is_moved_in_one_and_made_anew_in_the_other(
    demo: ApiClient, so_demo: SuperOfficeClient, video: Telehealth
):
    """The telehealth API cannot move a planned time: that is its trap."""
    visit, number, call = _booked(demo, so_demo, video)
    apt = visit["AptNum"]
    assert demo.put(f"appointments/{apt}", {"AptDateTime": "2026-03-04 09:00:00"}).status_code == 200
    moved = demo.read(f"appointments/{apt}")
    times = {"StartDate": _zoned(moved["AptDateTime"]), "EndDate": _zoned(_end(moved))}
    patched = so_demo.call("PATCH", f"Appointment/{number}", times)
    assert patched.json["StartDate"] == "2026-03-04T09:00:00"
    start, end = _milliseconds(moved["AptDateTime"]), _milliseconds(_end(moved))
    assert video.update(call, start_time=start, end_time=end).json["start_time"] == _milliseconds(visit["AptDateTime"])
    again = video.book(start_time=start, end_time=end)
    video.control("POST", "events/cancel", {"appointment": call, "by": STAFF})
    assert video.get(again["id"])["start_time"] == start
    assert video.get(call)["status_history"][-1]["status"] == "cancelled"


def test_a_visit_that_is_broken_goes_in_both(demo: ApiClient, so_demo: SuperOfficeClient, video: Telehealth):
    visit, number, call = _booked(demo, so_demo, video)
    broken = demo.put(f"appointments/{visit['AptNum']}/Break", {"sendToUnscheduledList": "false"})
    assert broken.status_code == 200, broken.text
    assert demo.read(f"appointments/{visit['AptNum']}")["AptStatus"] == "Broken"
    assert so_demo.call("DELETE", f"Appointment/{number}").status_code == 204
    video.control("POST", "events/cancel", {"appointment": call, "by": STAFF})
    assert so_demo.call("GET", f"Appointment/{number}").status_code == 404
    assert video.get(call)["status_history"][-1]["status"] == "cancelled"


def test_a_visit_that_is_complete_is_so_in_both(demo: ApiClient, so_demo: SuperOfficeClient, video: Telehealth):
    visit, number, call = _booked(demo, so_demo, video)
    so_demo.set_clock("2026-03-03 11:50:00")
    assert demo.put(f"appointments/{visit['AptNum']}", {"AptStatus": "Complete"}).status_code == 200
    so_demo.call("PATCH", f"Appointment/{number}", {"Completed": "Completed"})
    video.let_in()  # a day later its tokens have expired
    video.update(call, actual_end_time=_milliseconds("2026-03-03 11:50:00"))
    assert demo.read(f"appointments/{visit['AptNum']}")["AptStatus"] == "Complete"
    assert so_demo.read(f"Appointment/{number}", zone="UTC")["UpdatedDate"] == "2026-03-03T19:50:00"
    assert video.get(call)["status_history"][-1]["status"] == "completed"


def test_one_journal_and_one_snapshot_hold_all_three(demo: ApiClient, so_demo: SuperOfficeClient, video: Telehealth):
    assert so_demo.control("POST", "snapshots", {"name": "before"}).status_code == 201
    visit, number, _ = _booked(demo, so_demo, video)
    told = so_demo.control("GET", "snapshots/diff?from=before&format=text").text
    assert f"1 appointment added ({visit['AptNum']})" in told
    assert f"1 superoffice_appointment added ({number})" in told
    assert "1 telehealth_appointment added" in told
    paths = [entry["path"] for entry in so_demo.control("GET", "requests").json if entry["method"] == "POST"]
    assert "appointments" in [path.rpartition("v1/")[2].strip("/") for path in paths]
    assert any(path.startswith("superoffice/") for path in paths)
    assert any(path.startswith("telehealth/") for path in paths)


@pytest.mark.parametrize(
    ("vendor", "path"), [("telehealth", "/appointments"), ("superoffice", "/Appointment/{AppointmentId}")]
)
def test_the_document_of_each_further_vendor_is_served_with_a_page(demo: ApiClient, vendor: str, path: str):
    document = demo.http.get(f"/_mockod/{vendor}/openapi.json").json
    assert any(known.endswith(path) for known in document["paths"])
    assert demo.http.get(f"/_mockod/{vendor}/docs").content_type.startswith("text/html")
    assert demo.http.get(f"/_mockod/{vendor}/openapi.json?version=nine").status_code == 400
