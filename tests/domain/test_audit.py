"""What is noted of a change, and who is told of an appointment."""

from __future__ import annotations

from datetime import date

import pytest

from mockod.vendors.opendental.domain.audit import AUDITED, INVALIDATED, Visit, audited, cache_signals, visit_signals
from mockod.vendors.opendental.domain.security_enums import InvalidType, LogSource, PermType

TODAY = date(2026, 3, 2)
VISIT = Visit("2026-03-03", 1, 2, 3, 4)


def told(before, after, days=4):
    return [(signal.key_type, signal.key, signal.day) for signal in visit_signals(before, after, TODAY, days)]


@pytest.mark.parametrize(
    ("member", "number"),
    [
        (PermType.PatientCreate, 106),
        (PermType.AllowFeeEditWhileReceivingClaim, 211),
        (LogSource.API, 23),
        (InvalidType.Security, 19),
        (InvalidType.Appointment, 68),
        (InvalidType.PhoneEmpDefaults, 99),
    ],
)
def test_enumerations_have_the_numbers_of_the_vendors_database(member, number):
    assert member == number


def test_of_several_changes_to_one_table_the_first_of_making_changing_and_deleting_counts():
    assert audited("patient", ["UPDATE", "INSERT"])[0] == PermType.PatientCreate
    assert audited("document", ["DELETE"]) == (PermType.ImageDelete, "Deleted by API Developer through API. ")
    assert audited("definitely_no_table", ["INSERT"]) is None
    assert audited("patient", []) is None


def test_an_appointment_tells_provider_hygienist_operatory_and_patient():
    assert told(None, VISIT) == [
        ("Provider", 1, "2026-03-03"),
        ("Provider", 2, "2026-03-03"),
        ("Operatory", 3, "2026-03-03"),
        ("PatNum", 4, "2026-03-03"),
    ]


def test_of_what_was_before_only_that_is_told_which_differs():
    assert told(VISIT, VISIT._replace(op=5))[4:] == [("Operatory", 3, "2026-03-03")]
    assert len(told(VISIT, VISIT._replace(day="2026-03-04"))) == 8
    assert len(told(VISIT, VISIT)) == 4
    assert len(told(VISIT, None)) == 4


@pytest.mark.parametrize(
    ("day", "days", "is_told"),
    [
        ("2026-03-02", 4, True),
        ("2026-03-06", 4, True),
        ("2026-03-07", 4, False),
        ("2026-03-01", 4, False),
        ("2026-03-01", -1, True),
        ("9999-12-31", -1, True),
        ("0001-01-01", 10**17, False),
    ],
)
def test_days_are_told_from_today_to_as_many_ahead_as_the_office_says(day, days, is_told):
    assert bool(told(None, VISIT._replace(day=day), days)) is is_told


def test_each_kind_of_what_is_kept_is_signalled_once():
    assert [signal.invalid_type for signal in cache_signals(["clinic", "provider", "patient"])] == [
        InvalidType.Providers
    ]


def test_what_is_noted_of_tables_names_tables_as_the_vendor_does():
    assert all(name == name.lower() for name in (*AUDITED, *INVALIDATED))
