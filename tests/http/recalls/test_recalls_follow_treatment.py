"""Recalls move on when treatment is completed."""

from __future__ import annotations

import pytest

RECALL_AFTER = """
recalltypes:
  - {RecallTypeNum: 1, Description: Prophy, DefaultInterval: 6m1d, Procedures: "D1110,D0120"}
procedurecodes:
  - {CodeNum: 1, ProcCode: D1110, AbbrDesc: Pro}
  - {CodeNum: 2, ProcCode: D2740, AbbrDesc: Crn}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Cleaning, CodeStr: D1110}
recalls:
  - {RecallNum: 1, PatNum: 1, RecallTypeNum: 1, RecallInterval: 6m1d, DatePrevious: 2025-08-01, DateDue: 2026-02-02}
"""


def dates(office):
    recall = office.read("recalls")[0]
    return recall["DatePrevious"], recall["DateDue"]


def test_treatment_that_is_completed_says_when_the_patient_is_due_again(practice_office):
    office = practice_office(RECALL_AFTER)
    booked = office.book(AptDateTime="2026-03-02 09:00:00", AppointmentTypeNum=1)
    assert dates(office) == ("2025-08-01", "2026-02-02")

    office.put(f"appointments/{booked['AptNum']}", {"AptStatus": "Complete"})

    assert dates(office) == ("2026-03-02", "2026-09-03")


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("D1110", "2026-02-10", ("2026-02-10", "2026-08-11")),
        ("D1110", "2025-07-01", ("2025-08-01", "2026-02-02")),
        ("D2740", "2026-02-10", ("2025-08-01", "2026-02-02")),
    ],
)
def test_a_completed_procedure_counts_where_it_is_the_types_and_the_latest(practice_office, code, day, expected):
    office = practice_office(RECALL_AFTER)

    office.post("procedurelogs", {"PatNum": 1, "ProcDate": day, "ProcStatus": "C", "procCode": code})

    assert dates(office) == expected
