"""The SQL of patients."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mockod.rest.endpoint import Page
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, PatStatus
from mockod.vendors.opendental.domain.patient import Patient, Reachable
from mockod.vendors.opendental.domain.phones import searched_digits
from mockod.vendors.opendental.engine.record_table import RecordTable
from mockod.vendors.opendental.resources.patients import schemas
from mockod.vendors.opendental.resources.patients.asked import PatientFilter, PatientSearch
from mockod.vendors.opendental.wire.errors import Row

PATIENTS = RecordTable(Patient, "patient", renamed={"ssn": "SSN", "medicaid_id": "MedicaidID"})

JOINS = """
FROM patient p
LEFT JOIN provider pri ON pri.ProvNum = p.PriProv
LEFT JOIN provider sec ON sec.ProvNum = p.SecProv
LEFT JOIN definition billing ON billing.DefNum = p.BillingType
LEFT JOIN clinic ON clinic.ClinicNum = p.ClinicNum
LEFT JOIN site ON site.SiteNum = p.SiteNum
"""
SHOWN = f"SELECT {columns(schemas.SimplePatient, 'p')} {JOINS}"
_FOUND = f"SELECT {columns(schemas.FoundPatient, 'p')} {JOINS}"

NAMES = {"l_name": "p.LName", "f_name": "p.FName"}
"""Filters of the search that match the beginning of a name, in any letter case (observed)."""
PARTS = {
    "address": "p.Address || ' ' || p.Address2",
    "city": "p.City",
    "state": "p.State",
    "ssn": "p.SSN",
    "chart_number": "p.ChartNumber",
    "email": "p.Email",
    "country": "p.Country",
    "clinic_abbr": "coalesce(clinic.Abbr, '')",
}
"""Filters of the search that match any part of a column, in any letter case (documented)."""
PHONES = ("HmPhone", "WkPhone", "WirelessPhone")


def shown(tx: Transaction, pat_num: int) -> Row | None:
    return tx.row(f"{SHOWN} WHERE p.PatNum = ?", (pat_num,))


def search(tx: Transaction, wanted: PatientSearch, page: Page, *, preferred_counts: bool) -> list[Row]:
    """Exact namesakes first, then by last and first name. Deleted patients are never found."""
    tests: list[str] = []
    values: dict[str, Any] = {"limit": page.limit, "offset": page.offset}

    def test(sql: str, **given: Any) -> None:
        tests.append(sql)
        values.update(given)

    test(f"p.PatStatus NOT IN ({', '.join(str(int(status)) for status in _left_out(wanted))})")
    names = {name: column for name, column in NAMES.items() if getattr(wanted, name)}
    for name, column in names.items():
        preferred = f" OR {_starts_with('p.Preferred', name)}" if name == "f_name" and preferred_counts else ""
        test(f"{_starts_with(column, name)}{preferred}", **{name: getattr(wanted, name)})
    for name, column in PARTS.items():
        if getattr(wanted, name):
            test(f"instr(fold({column}), fold(:{name}))", **{name: getattr(wanted, name)})
    if wanted.phone:
        number = searched_digits(wanted.phone)
        phones = " OR ".join(f"instr(digits(p.{column}), :phone)" for column in PHONES)
        test(phones if number else "0", phone=number)
    if wanted.birthdate:
        test("p.Birthdate = :birthdate", birthdate=str(wanted.birthdate))
    if wanted.guar_only:
        test("p.Guarantor = p.PatNum")
    if wanted.site_num:
        test("p.SiteNum = :site", site=wanted.site_num)
    if wanted.clinic_nums:
        test(f"p.ClinicNum IN ({', '.join(str(number) for number in wanted.clinic_nums)})")
    if wanted.subscriber_id:
        test(
            "EXISTS (SELECT 1 FROM patplan x JOIN inssub i ON i.InsSubNum = x.InsSubNum "
            "WHERE x.PatNum = p.PatNum AND instr(fold(i.SubscriberID), fold(:subscriber)))",
            subscriber=wanted.subscriber_id,
        )
    if wanted.invoice_number:
        test("0")  # no invoices are kept, so none is found
    exact = " AND ".join(f"fold({column}) = fold(:{name})" for name, column in names.items())
    return tx.rows(
        f"{_FOUND} WHERE {' AND '.join(f'({sql})' for sql in tests)} ORDER BY {f'({exact}) DESC, ' if exact else ''}"
        "p.LName COLLATE NOCASE, p.FName COLLATE NOCASE, p.PatNum LIMIT :limit OFFSET :offset",
        values,
    )


def _left_out(wanted: PatientSearch) -> list[PatStatus]:
    left_out = [PatStatus.Deleted]
    if wanted.hide_inactive:
        left_out.append(PatStatus.Inactive)
    if not wanted.show_archived:
        left_out.append(PatStatus.Archived)
    return left_out


def _starts_with(column: str, name: str) -> str:
    return f"substr(fold({column}), 1, length(fold(:{name}))) = fold(:{name})"


def missing_clinic(tx: Transaction, numbers: Iterable[int]) -> bool:
    """Whether one of these clinics does not exist; 0 is none."""
    return any(number and not tx.row("SELECT 1 FROM clinic WHERE ClinicNum = ?", (number,)) for number in numbers)


def simple(tx: Transaction, wanted: PatientFilter, page: Page) -> list[Row]:
    """By number; names match in part here, and deleted patients are left out (source)."""
    tests: dict[str, Any] = {
        "instr(fold(p.LName), fold(?))": wanted.l_name,
        "instr(fold(p.FName), fold(?))": wanted.f_name,
        "p.Birthdate = ?": str(wanted.birthdate) if wanted.birthdate else None,
        "p.ClinicNum = ?": wanted.clinic_num,
        "p.PatStatus = ?": wanted.pat_status,
        "p.DateTStamp >= ?": str(wanted.date_t_stamp) if wanted.date_t_stamp else None,
        "p.PriProv = ?": wanted.pri_prov,
        "p.Gender = ?": wanted.gender,
        "p.Position = ?": wanted.position,
        "p.Guarantor = ?": wanted.guarantor,
        "p.SuperFamily = ?": wanted.super_family,
        "p.EmployerNum = ?": wanted.employer_num,
        "p.FeeSched = ?": wanted.fee_sched,
    }
    given = {test: value for test, value in tests.items() if value is not None}
    where = " AND ".join(["p.PatStatus <> ?", *given])
    return tx.rows(
        f"{SHOWN} WHERE {where} ORDER BY p.PatNum LIMIT ? OFFSET ?",
        [PatStatus.Deleted, *given.values(), page.limit, page.offset],
    )


def families_of_namesakes(tx: Transaction, new: Patient) -> list[Reachable]:
    """All members of the families of those with the same names and birthdate, deleted ones too."""
    rows = tx.rows(
        "SELECT Email, HmPhone, WkPhone, WirelessPhone FROM patient WHERE Guarantor IN "
        "(SELECT Guarantor FROM patient WHERE fold(LName) = fold(?) AND fold(FName) = fold(?) AND Birthdate = ?)",
        (new.l_name, new.f_name, str(new.birthdate)),
    )
    return [Reachable(email, tuple(phones)) for email, *phones in rows]


def billing_type(tx: Transaction, name: str) -> int:
    """The DefNum of a billing type by its name; 0 where there is none."""
    return int(
        tx.value(
            "SELECT DefNum FROM definition WHERE Category = ? AND ItemName = ? ORDER BY IsHidden, ItemOrder",
            (DefCat.BillingTypes, name),
            0,
        )
    )


def family(tx: Transaction, guarantor: int) -> list[int]:
    return list(tx.column("SELECT PatNum FROM patient WHERE Guarantor = ? ORDER BY PatNum", (guarantor,)))


def move_family(tx: Transaction, guarantor: int, new_guarantor: int) -> None:
    tx.run("UPDATE patient SET Guarantor = ?, DateTStamp = ? WHERE Guarantor = ?", (new_guarantor, tx.stamp, guarantor))


def join_super_family(tx: Transaction, guarantor: int, head: int) -> None:
    """A whole family joins; the head's own family belongs to it too. A head of 0 takes the family out."""
    tx.run(
        "UPDATE patient SET SuperFamily = :head, DateTStamp = :now WHERE SuperFamily <> :head AND (Guarantor = :family "
        "OR (:head AND Guarantor = (SELECT Guarantor FROM patient WHERE PatNum = :head)))",
        {"head": head, "now": tx.stamp, "family": guarantor},
    )


def disband_super_family(tx: Transaction, head: int) -> None:
    tx.run("UPDATE patient SET SuperFamily = 0, DateTStamp = ? WHERE SuperFamily = ?", (tx.stamp, head))
