"""How patients are found: GET patients as in the program's search window, and GET patients/Simple.

Names, addresses and other texts match from their beginning or in part, as ``domain.collation`` folds them. An index
finds last names by their beginning; every other such filter looks at the text of each patient that the others leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import PatStatus
from mockod.vendors.opendental.domain.phones import searched_digits
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.engine.select import Rows, Select, Where, given, where
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.patients.schemas import (
    FOUND_PATIENT,
    SIMPLE_PATIENT,
    SearchFilters,
    SimpleFilters,
)
from mockod.vendors.opendental.resources.patients.table import PATIENT
from mockod.vendors.opendental.wire.errors import not_found

FOUND = Select(PATIENT, FOUND_PATIENT)
SIMPLE = Select(PATIENT, SIMPLE_PATIENT)
BY_NAME = "fold(patient.LName), fold(patient.FName), patient.PatNum"
LAST_CHARACTER = "char(0x10FFFF)"
PARTS = {
    "address": "patient.Address || ' ' || patient.Address2",
    "city": "patient.City",
    "state": "patient.State",
    "ssn": "patient.SSN",
    "chart_number": "patient.ChartNumber",
    "email": "patient.Email",
    "country": "patient.Country",
}
"""Filters of the search that match any part of a text (documented)."""
OF_CLINICS_NAMED = "patient.ClinicNum IN (SELECT ClinicNum FROM clinic WHERE instr(fold(Abbr), fold(:clinic_abbr)))"
OF_SUBSCRIBERS = """patient.PatNum IN (SELECT p.PatNum FROM patplan p JOIN inssub i ON i.InsSubNum = p.InsSubNum
  WHERE instr(fold(i.SubscriberID), fold(:subscriber_id)))"""


def search_patients(tx: Transaction, filters: SearchFilters, page: Page) -> Rows:
    """Exact namesakes first, then by last and first name. Deleted patients are never found."""
    if filters.clinic_nums:
        _check_clinics(tx, filters.clinic_nums)
    preferred_counts = preferences.switched_on(tx, "PatientSelectUseFNameForPreferred")
    conditions = [
        where(f"patient.PatStatus NOT IN ({', '.join(str(int(s)) for s in _left_out(filters))})", indexed=False),
        *_names(filters, preferred_counts=preferred_counts),
        *_parts(filters),
        given("patient.Birthdate = :birthdate", birthdate=filters.birthdate),
        given("patient.SiteNum = :site", site=filters.site_num or None),
        where("patient.Guarantor = patient.PatNum", indexed=False) if filters.guar_only else None,
    ]
    return FOUND.page(tx, page, f"{_exact_first(filters)}{BY_NAME}", conditions)


def _check_clinics(tx: Transaction, numbers: tuple[int, ...]) -> None:
    """Refuse with 404 where one of these clinics does not exist; 0 is none."""
    sql = f"SELECT ClinicNum FROM clinic WHERE ClinicNum IN ({placeholders(numbers)})"
    if set(numbers) - {0, *tx.column(sql, numbers)}:
        raise not_found("Clinic")


def _left_out(filters: SearchFilters) -> list[PatStatus]:
    left_out = [PatStatus.Deleted]
    if filters.hide_inactive:
        left_out.append(PatStatus.Inactive)
    if not filters.show_archived:
        left_out.append(PatStatus.Archived)
    return left_out


def _names(filters: SearchFilters, *, preferred_counts: bool) -> Iterator[Where]:
    """Names match from their beginning (observed)."""
    if filters.l_name:
        yield where(_starts_with("patient.LName", "l_name"), by_range=True, l_name=filters.l_name)
    if filters.f_name:
        preferred = f" OR {_starts_with('patient.Preferred', 'f_name')}" if preferred_counts else ""
        sql = f"({_starts_with('patient.FName', 'f_name')}{preferred})"
        yield where(sql, indexed=False, f_name=filters.f_name)


def _starts_with(column: str, value: str) -> str:
    """A range, which an index of the folded column can find."""
    return f"(fold({column}) >= fold(:{value}) AND fold({column}) < fold(:{value}) || {LAST_CHARACTER})"


def _exact_first(filters: SearchFilters) -> str:
    """The part of the order that has those first whose names are the very names asked for."""
    exact = []
    if filters.l_name:
        exact.append("fold(patient.LName) = fold(:l_name)")
    if filters.f_name:
        exact.append("fold(patient.FName) = fold(:f_name)")
    return f"({' AND '.join(exact)}) DESC, " if exact else ""


def _parts(filters: SearchFilters) -> Iterator[Where]:
    for name, text in PARTS.items():
        if getattr(filters, name):
            yield where(f"instr(fold({text}), fold(:{name}))", indexed=False, **{name: getattr(filters, name)})
    if filters.phone:
        yield _phone(searched_digits(filters.phone))
    if filters.clinic_nums:
        yield where(f"patient.ClinicNum IN ({', '.join(map(str, filters.clinic_nums))})")
    if filters.clinic_abbr:
        yield where(OF_CLINICS_NAMED, clinic_abbr=filters.clinic_abbr)
    if filters.subscriber_id:
        yield where(OF_SUBSCRIBERS, subscriber_id=filters.subscriber_id)
    if filters.invoice_number:
        yield where("0")  # no invoices are kept, so none is found


def _phone(digits: str) -> Where:
    """Those of whose three phones one holds these digits; a search without digits finds nobody."""
    if not digits:
        return where("0")
    phones = " OR ".join(
        f"instr(digits(patient.{column}), :phone)" for column in ("HmPhone", "WkPhone", "WirelessPhone")
    )
    return where(f"({phones})", indexed=False, phone=digits)


def list_patients(tx: Transaction, filters: SimpleFilters, page: Page) -> Rows:
    """By number; names match in part here, and deleted patients are left out (source)."""
    narrow = [
        given("patient.Birthdate = :birthdate", birthdate=filters.birthdate),
        given("patient.ClinicNum = :clinic", clinic=filters.clinic_num),
        given("patient.DateTStamp >= :since", since=filters.date_t_stamp, by_range=True),
        given("patient.PriProv = :provider", provider=filters.pri_prov),
        given("patient.Guarantor = :guarantor", guarantor=filters.guarantor),
        given("patient.SuperFamily = :super_family", super_family=filters.super_family),
        given("patient.EmployerNum = :employer", employer=filters.employer_num),
        given("patient.FeeSched = :fee_schedule", fee_schedule=filters.fee_sched),
    ]
    alone = not any(narrow)
    return SIMPLE.page(
        tx,
        page,
        "patient.PatNum",
        [
            where("patient.PatStatus <> :deleted", indexed=False, deleted=int(PatStatus.Deleted)),
            *narrow,
            *(_one_of_few(column, value, indexed=alone) for column, value in _few_values(filters)),
            given("instr(fold(patient.LName), fold(:l_name))", indexed=False, l_name=filters.l_name),
            given("instr(fold(patient.FName), fold(:f_name))", indexed=False, f_name=filters.f_name),
        ],
    )


def _few_values(filters: SimpleFilters) -> list[tuple[str, IntEnum | None]]:
    """The filters on columns that have few values, each of which half the patients may have."""
    return [("PatStatus", filters.pat_status), ("Gender", filters.gender), ("Position", filters.position)]


def _one_of_few(column: str, value: IntEnum | None, *, indexed: bool) -> Where | None:
    """``+`` keeps SQLite from the column's index, where another filter finds fewer rows."""
    plus = "" if indexed else "+"
    return (
        None if value is None else Where(f"{plus}patient.{column} = :{column}", {column: int(value)}, indexed=indexed)
    )
