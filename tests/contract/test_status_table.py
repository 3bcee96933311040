"""Which status may follow which by PUT: every pair, asked over HTTP in both conducts."""

from __future__ import annotations

import pytest

SCHEDULED, COMPLETE, UNSCHED = "Scheduled", "Complete", "UnschedList"
BROKEN, PLANNED, NOTE, NOTE_DONE = "Broken", "Planned", "PtNote", "PtNoteCompleted"
STATUSES = (SCHEDULED, COMPLETE, UNSCHED, BROKEN, PLANNED, NOTE, NOTE_DONE)
OFF_THE_BOOK = (UNSCHED, PLANNED)
PERMITTED = {
    SCHEDULED: {SCHEDULED, COMPLETE, UNSCHED, BROKEN},
    COMPLETE: {COMPLETE, SCHEDULED, UNSCHED},
    UNSCHED: {UNSCHED, SCHEDULED},
    BROKEN: {BROKEN, SCHEDULED, UNSCHED},
    PLANNED: {PLANNED, SCHEDULED},
    NOTE: {NOTE, NOTE_DONE},
    NOTE_DONE: {NOTE_DONE, NOTE},
}
TABLES = {"faithful": PERMITTED, "strict": {**PERMITTED, PLANNED: {PLANNED}}}
"""By conduct; a strict office refuses but one change more. (It also wants a Content-Type with every GET.)"""
NUMBERS = {status: number for number, status in enumerate(STATUSES, 1)}
ROWS = "appointments:\n" + "".join(
    f"  - {{AptNum: {number}, PatNum: 1, AptStatus: {status}, Op: 1, ProvNum: 1, "
    f"AptDateTime: today+{number} 09:00, Pattern: /XX/}}\n"
    for status, number in NUMBERS.items()
)
BREAK_CODES = """
preferences: {BrokenApptProcedure: 3}
procedurecodes: [{ProcCode: D9986}, {ProcCode: D9987}]
"""


@pytest.fixture
def book(practice_office):
    """Makes an office with one appointment of each status, and whatever ``more`` says."""
    return lambda more="", **settings: practice_office(ROWS + more, **settings)


def path_of(status):
    return f"appointments/{NUMBERS[status]}"


def row_of(office, status):
    row = office.read(path_of(status))
    del row["serverDateTime"]
    return row


@pytest.mark.parametrize("conduct", TABLES)
@pytest.mark.parametrize("new", STATUSES)
@pytest.mark.parametrize("old", STATUSES)
def test_a_status_follows_another_as_the_table_says(book, conduct, old, new):
    office = book(conduct=conduct)
    before = row_of(office, old)
    assert before["AptStatus"] == old
    to_the_book = old in OFF_THE_BOOK and new == SCHEDULED

    answer = office.put(path_of(old), {"AptStatus": new, **({"Op": 1} if to_the_book else {})})

    if new in TABLES[conduct][old]:
        assert answer.status_code == 200, answer.text
        assert answer.json["AptStatus"] == new
        assert answer.json["Op"] == (0 if new in OFF_THE_BOOK else 1)
        assert row_of(office, old) == answer.json
    else:
        text = f"AptStatus is invalid. An appointment with an AptStatus of {old} cannot be set to {new}."
        assert (answer.status_code, answer.json) == (400, text)
        assert row_of(office, old) == before


@pytest.mark.parametrize("new", ["ASAP", "None", "scheduled", "1", 1, ""])
@pytest.mark.parametrize("old", STATUSES)
def test_no_status_may_be_set_that_is_none_of_the_table(book, old, new):
    assert book().refusal("PUT", path_of(old), {"AptStatus": new}) == (400, "AptStatus is invalid.")


@pytest.mark.parametrize("old", OFF_THE_BOOK)
@pytest.mark.parametrize("op", [{}, {"Op": 0}, {"Op": None}])
def test_back_to_the_book_wants_an_operatory(book, old, op):
    office = book()

    assert office.refusal("PUT", path_of(old), {"AptStatus": SCHEDULED, **op}) == (400, "Op is required.")
    assert office.read(path_of(old))["AptStatus"] == old


@pytest.mark.parametrize("old", [COMPLETE, BROKEN])
def test_what_keeps_its_operatory_comes_back_without_naming_one(book, old):
    assert book().put(path_of(old), {"AptStatus": SCHEDULED}).json["Op"] == 1


@pytest.mark.parametrize("old", [SCHEDULED, COMPLETE, BROKEN, UNSCHED])
def test_the_unscheduled_list_has_no_operatory_even_where_one_is_named(book, old):
    assert book().put(path_of(old), {"AptStatus": UNSCHED, "Op": 1}).json["Op"] == 0


@pytest.mark.parametrize("kept", [BROKEN, COMPLETE, NOTE])
def test_a_move_without_a_status_leaves_the_status(book, kept):
    moved = book().put(path_of(kept), {"AptDateTime": "2026-03-20 10:00:00"}).json

    assert (moved["AptStatus"], moved["AptDateTime"]) == (kept, "2026-03-20 10:00:00")


@pytest.mark.parametrize("status", [SCHEDULED, COMPLETE, UNSCHED, NOTE, NOTE_DONE])
def test_an_appointment_may_begin_as(office, status):
    booked = office.book(AptDateTime="2026-03-02 09:00:00", AptStatus=status)

    assert (booked["AptStatus"], booked["Op"]) == (status, 0 if status == UNSCHED else 1)


@pytest.mark.parametrize("status", [BROKEN, PLANNED, "ASAP", "None"])
def test_an_appointment_may_not_begin_as(office, status):
    body = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00", "AptStatus": status}

    assert office.refusal("POST", "appointments", body) == (400, "AptStatus is invalid.")


@pytest.mark.parametrize("kind", [{}, {"breakType": "Missed"}, {"breakType": "Cancelled"}])
@pytest.mark.parametrize(("send", "ends_as", "op"), [("true", UNSCHED, 0), ("false", BROKEN, 1)])
def test_a_scheduled_appointment_is_broken_in_place_or_sent_to_the_list(book, kind, send, ends_as, op):
    office = book(BREAK_CODES)

    answer = office.put(f"{path_of(SCHEDULED)}/Break", {"sendToUnscheduledList": send, **kind})

    assert (answer.status_code, answer.data) == (200, b"")
    row = office.read(path_of(SCHEDULED))
    assert (row["AptStatus"], row["Op"], row["AptDateTime"]) == (ends_as, op, "2026-03-03 09:00:00")


@pytest.mark.parametrize("status", [status for status in STATUSES if status != SCHEDULED])
@pytest.mark.parametrize("send", ["true", "false"])
def test_only_a_scheduled_appointment_can_be_broken(book, status, send):
    office = book()
    before = row_of(office, status)

    refusal = office.refusal("PUT", f"{path_of(status)}/Break", {"sendToUnscheduledList": send})

    assert refusal == (400, "Appointment must be in a booked status to be broken.")
    assert row_of(office, status) == before
