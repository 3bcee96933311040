"""Booking over HTTP: what a client sends, and what it gets back."""

from __future__ import annotations


def test_an_appointment_is_booked_with_the_documented_defaults(office):
    booked = office.post("appointments", {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"})

    assert booked.status_code == 201
    assert booked.headers["location"] == "http://localhost/api/v1/appointments/1"
    assert booked.json["AptStatus"] == "Scheduled"
    assert booked.json["Pattern"] == "/XX/"
    assert "serverDateTime" not in booked.json
