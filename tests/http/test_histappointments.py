"""The history of appointments, as a client reads it."""

from __future__ import annotations

import pytest

from support.db import database

NEW_FIELDS = {
    "TimeLocked": "24.1",
    "InsPlan1": "24.1",
    "InsPlan2": "24.1",
    "PatternSecondary": "23.3.17",
    "ItemOrderPlanned": "24.2",
}
ORDER = """
HistApptNum HistUserNum HistDateTStamp HistApptAction ApptSource AptNum PatNum AptStatus Pattern Confirmed confirmed
TimeLocked Op Note ProvNum provAbbr ProvHyg AptDateTime NextAptNum UnschedStatus unschedStatus IsNewPatient ProcDescript
ClinicNum IsHygiene DateTStamp DateTimeArrived DateTimeSeated DateTimeDismissed InsPlan1 InsPlan2 DateTimeAskedToArrive
colorOverride AppointmentTypeNum Priority PatternSecondary ItemOrderPlanned
""".split()


def column(office, name, **query):
    return [row[name] for row in office.read("histappointments", **query)]


@pytest.fixture
def busy(office):
    """Two appointments: 1 of patient 1 on Tuesday, moved to Thursday; 2 of patient 2 on Wednesday, broken."""
    office.book(AptDateTime="2026-03-03 09:00:00", Note="Bring\r\nX-rays", Pattern="/XXX/")
    office.book(PatNum=2, AptDateTime="2026-03-04 09:00:00")
    office.set_clock("2026-03-02 08:30:00")
    assert office.put("appointments/1", {"AptDateTime": "2026-03-05 10:00:00"}).status_code == 200
    assert office.put("appointments/2/Break", {"sendToUnscheduledList": "false"}).status_code == 200
    return office


def test_an_entry_is_the_appointment_as_it_was_after_the_change(busy):
    made, _, moved, _ = busy.read("histappointments")
    assert list(made) == ORDER
    assert made == {
        "HistApptNum": 1,
        "HistUserNum": 0,
        "HistDateTStamp": "2026-03-02 07:00:00",
        "HistApptAction": "Created",
        "ApptSource": "None",
        "AptNum": 1,
        "PatNum": 1,
        "AptStatus": "Scheduled",
        "Pattern": "/XXX/",
        "Confirmed": 19,
        "confirmed": "Unconfirmed",
        "TimeLocked": "false",
        "Op": 1,
        "Note": "Bring X-rays",
        "ProvNum": 1,
        "provAbbr": "DOC1",
        "ProvHyg": 0,
        "AptDateTime": "2026-03-03 09:00:00",
        "NextAptNum": 0,
        "UnschedStatus": 0,
        "unschedStatus": "",
        "IsNewPatient": "false",
        "ProcDescript": "",
        "ClinicNum": 0,
        "IsHygiene": "false",
        "DateTStamp": "2026-03-02 07:00:00",
        "DateTimeArrived": "2026-03-03 00:00:00",
        "DateTimeSeated": "2026-03-03 00:00:00",
        "DateTimeDismissed": "2026-03-03 00:00:00",
        "InsPlan1": 0,
        "InsPlan2": 0,
        "DateTimeAskedToArrive": "0001-01-01 00:00:00",
        "colorOverride": "0,0,0",
        "AppointmentTypeNum": 0,
        "Priority": "Normal",
        "PatternSecondary": "/////",
        "ItemOrderPlanned": 0,
    }
    changed = {"HistApptNum", "HistDateTStamp", "HistApptAction", "AptDateTime", "DateTStamp"}
    assert {name for name in made if made[name] != moved[name]} == changed
    assert (moved["HistApptAction"], moved["HistDateTStamp"]) == ("Changed", "2026-03-02 08:30:00")
    assert (moved["AptDateTime"], moved["DateTStamp"]) == ("2026-03-05 10:00:00", "2026-03-02 08:30:00")


def test_entries_come_in_the_order_of_the_changes(busy):
    assert column(busy, "HistApptNum") == [1, 2, 3, 4]
    assert column(busy, "AptNum") == [1, 2, 1, 2]
    assert column(busy, "HistApptNum", Limit=2, Offset=1) == [2, 3]


@pytest.mark.parametrize(
    ("query", "entries"),
    [
        ({"HistApptAction": "Created"}, [1, 2]),
        ({"HistApptAction": "Missed"}, []),
        ({"AptNum": 2}, [2, 4]),
        ({"PatNum": 1}, [1, 3]),
        ({"AptStatus": "Broken"}, [4]),
        ({"ClinicNum": 0}, [1, 2, 3, 4]),
        ({"date": "2026-03-04"}, [2, 4]),
        ({"date": "2026-03-02"}, []),
        ({"dateStart": "2026-03-04"}, [2, 3, 4]),
        ({"dateEnd": "2026-03-03"}, [1]),
        ({"dateStart": "2026-03-03", "dateEnd": "2026-03-04"}, [1, 2, 4]),
        ({"date": "2026-03-03", "dateStart": "2026-03-05"}, [1]),
        ({"PatNum": 2, "AptStatus": "Scheduled", "HistApptAction": "Created", "date": "2026-03-04"}, [2]),
        ({"AptNum": 0, "PatNum": 0}, [1, 2, 3, 4]),
        ({"dateEnd": "9999-12-31"}, [1, 2, 3, 4]),
    ],
)
def test_entries_are_narrowed_by_what_they_show(busy, query, entries):
    assert column(busy, "HistApptNum", **query) == entries


def test_the_last_second_of_a_day_belongs_to_it_and_midnight_to_the_next(office):
    office.book(AptDateTime="2026-03-03 23:59:59")
    office.book(AptDateTime="2026-03-04 00:00:00")
    assert column(office, "AptNum", date="2026-03-03") == [1]
    assert column(office, "AptNum", dateStart="2026-03-04") == [2]


def test_the_history_of_an_appointment_outlives_it(busy):
    database(busy).rows("DELETE FROM appointment WHERE AptNum = 2")
    assert column(busy, "HistApptNum", AptNum=2) == [2, 4]


def test_an_appointment_that_nobody_touched_has_no_history(demo):
    number = demo.read("appointments", Limit=1)[0]["AptNum"]
    assert demo.read("histappointments", AptNum=number) == []


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"AptNum": 99}, (404, "Appointment not found.")),
        ({"AptNum": 2**63 - 1}, (404, "Appointment not found.")),
        ({"AptNum": 2**63}, (400, "AptNum is invalid.")),
        ({"AptNum": -1}, (400, "AptNum is invalid.")),
        ({"PatNum": 99}, (404, "Patient not found.")),
        ({"PatNum": "Muster"}, (400, "PatNum is invalid.")),
        ({"ClinicNum": 9}, (404, "Clinic not found.")),
        ({"AptStatus": "PtNote"}, (400, "AptStatus is invalid.")),
        ({"AptStatus": "1"}, (400, "AptStatus is invalid.")),
        ({"HistApptAction": "created"}, (400, "HistApptAction is invalid.")),
        ({"HistApptAction": "0"}, (400, "HistApptAction is invalid.")),
        ({"date": "03/02/2026"}, (400, "date format must be yyyy-MM-dd.")),
        ({"dateStart": "2026-02-30"}, (400, "dateStart format must be yyyy-MM-dd.")),
        ({"dateEnd": "tomorrow"}, (400, "dateEnd format must be yyyy-MM-dd.")),
        ({"dateStart": "2026-03-05", "dateEnd": "2026-03-04"}, (400, "dateStart is invalid.")),
        ({"Limit": 0}, (400, "Limit is invalid.")),
    ],
)
def test_what_cannot_be_looked_for_is_refused(busy, query, refusal):
    assert busy.refusal("GET", "histappointments", **query) == refusal


def test_history_is_only_listed_and_never_written(busy):
    before = database(busy).contents()
    assert busy.refusal("GET", "histappointments/1") == (400, "histappointments GET  is not a valid method.")
    assert busy.refusal("POST", "histappointments", {}) == (400, "histappointments POST  is not a valid method.")
    assert busy.refusal("DELETE", "histappointments/1") == (400, "histappointments DELETE  is not a valid method.")
    assert database(busy).contents() == before


def test_history_is_read_since_23_1_30(make_office):
    told = (400, "This method requires Open Dental version 23.1.30 or higher.")
    assert make_office(version="23.1.29").refusal("GET", "histappointments") == told
    assert make_office(version="23.1.30").read("histappointments") == []


@pytest.mark.parametrize("version", ["23.1.30", "23.3.17", "24.1", "24.2", "26.3"])
def test_an_older_office_shows_the_fields_of_its_appointments(make_office, version):
    office = make_office(version=version)
    office.book(AptDateTime="2026-03-03 09:00:00")
    since = {"23.1.30": set(), "23.3.17": {"PatternSecondary"}, "24.1": set(NEW_FIELDS) - {"ItemOrderPlanned"}}
    known = since.get(version, set(NEW_FIELDS))
    assert list(office.read("histappointments")[0]) == [n for n in ORDER if n not in NEW_FIELDS or n in known]


def test_moments_of_history_are_spelled_as_the_client_asks(busy):
    first = busy.read("histappointments", DateTimeFormatString="dd.MM.yyyy HH:mm", Limit=1)[0]
    assert (first["HistDateTStamp"], first["AptDateTime"]) == ("02.03.2026 07:00", "03.03.2026 09:00")


# Long notes, which the history does not copy each time

LINE = "Called, no answer, left a message."


def notes(office, **query):
    return column(office, "Note", **query)


def size(office):
    offices = office.http.application.extensions["mockod.offices"]
    return offices.office(office.customer).size()


def change_note(office, note, number=1):
    assert office.put(f"appointments/{number}", {"Note": note}).status_code == 200


def test_many_short_additions_to_one_note_take_little_room_and_each_entry_shows_the_whole_note(office):
    office.book(AptDateTime="2026-03-03 09:00:00", Note="First")
    before = size(office)
    for _ in range(400):
        assert office.put("appointments/1/Note", {"Note": LINE}).status_code == 200

    assert size(office) - before < 400_000
    assert notes(office, Limit=1000) == [" ".join(["First", *[LINE] * count]) for count in range(401)]


def test_entries_show_their_own_note_however_it_changed(office):
    long, other = "x" * 300, "y" * 300
    office.book(AptDateTime="2026-03-03 09:00:00", Note=long)
    office.book(AptDateTime="2026-03-03 10:00:00", Note=long)
    written = [long + " more", long, other + other, other, "short", other + "ü\x00\U0001f600", other + "ü", long]
    for note in written:
        change_note(office, note)
    change_note(office, long + "2", number=2)

    assert notes(office, AptNum=1) == [long, *written]
    assert notes(office, AptNum=2) == [long, long + "2"]


def test_other_changes_of_an_appointment_do_not_copy_its_long_note(office):
    office.book(AptDateTime="2026-03-03 09:00:00", Note="x" * 65_535)
    before = size(office)
    for hour in range(8, 18):
        office.put("appointments/1", {"AptDateTime": f"2026-03-04 {hour:02}:00:00"})

    assert size(office) - before < 65_535
    assert notes(office) == ["x" * 65_535] * 11


def test_the_journal_tells_of_the_history_and_not_of_how_it_keeps_notes(office):
    office.book(AptDateTime="2026-03-03 09:00:00", Note="x" * 300)
    told = office.http.get(f"/_mockod/requests?office={office.customer}").json[-1]["changes"]

    assert told == ["appointment: 1 inserted", "histappointment: 1 inserted"]
