"""A mistake of mockod's own is still an answer: JSON, with its basis, and nothing half-written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mockod.vendors.opendental.resources import ROUTES
from support.db import database


@pytest.fixture
def broken_booking(monkeypatch):
    """POST appointments writes a row and then fails as no code should."""
    table = ROUTES._table("appointments")
    key = ("POST", "appointments")
    booking = table[key]

    def fails(tx, asked):
        booking.run(tx, asked)
        raise ZeroDivisionError

    monkeypatch.setitem(table, key, replace(booking, run=fails))


@pytest.mark.usefixtures("broken_booking")
@pytest.mark.parametrize("testing", [False, True])
def test_it_is_told_as_json_and_undone(office, monkeypatch, testing):
    monkeypatch.setitem(office.http.application.config, "TESTING", testing)
    before = database(office).contents()

    response = office.post("appointments", {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"})

    assert (response.status_code, response.json) == (500, "mockod: Internal Server Error.")
    assert response.headers["X-Mockod-Basis"] == "assumed"
    assert database(office).contents() == before
