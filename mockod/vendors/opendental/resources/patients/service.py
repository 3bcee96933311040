"""What the practice does with its patients: find them, take on new ones, keep them up to date."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, PatStatus, TxtMsgOk
from mockod.vendors.opendental.domain.patient import Patient, Reachable, is_duplicate, is_zip
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.definitions import first_definition
from mockod.vendors.opendental.resources.patients import queries
from mockod.vendors.opendental.resources.patients.asked import PatientChange, PatientFilter, PatientSearch
from mockod.vendors.opendental.wire.errors import Row, conflict, get_or_404, invalid, not_found, only_one_of, required

FAMILY_FIELDS = ("guarantor", "super_family")
"""Set for a whole family at a time."""


def get_patient(tx: Transaction, pat_num: int) -> Row:
    return get_or_404(queries.shown(tx, pat_num), "Patient")


def patient(tx: Transaction, pat_num: int) -> Patient:
    """The patient that the path names."""
    return get_or_404(queries.PATIENTS.get(tx, pat_num), "Patient")


def search_patients(tx: Transaction, wanted: PatientSearch, page: Page) -> list[Row]:
    if queries.missing_clinic(tx, wanted.clinic_nums or ()):
        raise not_found("Clinic")
    preferred = preferences.switched_on(tx, "PatientSelectUseFNameForPreferred")
    return queries.search(tx, wanted, page, preferred_counts=preferred)


def list_patients(tx: Transaction, wanted: PatientFilter, page: Page) -> list[Row]:
    return queries.simple(tx, wanted, page)


def add_patient(tx: Transaction, asked: PatientChange) -> Row:
    """POST patients. A namesake who is reached the same way is refused as a duplicate."""
    new = Patient(
        l_name=asked.l_name or "",
        f_name=asked.f_name or "",
        billing_type=preferences.number(tx, "PracticeDefaultBillType") or first_definition(tx, DefCat.BillingTypes),
        date_t_stamp=tx.now,
        sec_date_entry=tx.now.date(),
    )
    new = replace(new, **_plain(tx, asked))
    _check(tx, asked, new)
    _refuse_duplicate(tx, new)
    _check_family(asked)
    if asked.guarantor:
        _check_guarantor(tx, asked.guarantor)
    number = queries.PATIENTS.insert(tx, new)
    numbered = replace(new, pat_num=number)
    named = replace(numbered, guarantor=asked.guarantor or number, image_folder=f"{new.l_name}{new.f_name}{number}")
    _check_urgent_note(named)
    queries.PATIENTS.update(tx, numbered, named)
    if asked.super_family is not None:
        _set_super_family(tx, named, asked.super_family)
    return get_patient(tx, number)


def change_patient(tx: Transaction, before: Patient, asked: PatientChange) -> Row:
    """PUT patients. A deleted patient cannot be changed in any way (documented)."""
    if before.pat_status == PatStatus.Deleted:
        raise invalid("PatNum", "Patient has been deleted.")
    for name, value in (("LName", asked.l_name), ("FName", asked.f_name)):
        if value is not None and not value.strip():
            raise required(name)
    _check_family(asked)
    after = replace(before, **_plain(tx, asked))
    _check(tx, asked, after)
    _check_urgent_note(after, before)
    if queries.PATIENTS.update(tx, before, after):
        tx.run("UPDATE patient SET DateTStamp = ? WHERE PatNum = ?", (tx.stamp, before.pat_num))
    if asked.guarantor is not None and asked.guarantor != before.guarantor:
        _set_guarantor(tx, after, asked.guarantor)
    if asked.super_family is not None:
        _set_super_family(tx, after, asked.super_family)
    return get_patient(tx, before.pat_num)


def _plain(tx: Transaction, asked: PatientChange) -> dict[str, Any]:
    """What is given, but for what is set for a whole family; the billing type by its number."""
    given = {f.name: getattr(asked, f.name) for f in fields(asked) if f.name not in FAMILY_FIELDS}
    given = {name: value for name, value in given.items() if value is not None}
    if "billing_type" in given:
        number = queries.billing_type(tx, given["billing_type"])
        if not number:
            raise invalid("BillingType", basis=Basis.OBSERVED)
        given["billing_type"] = number
    return given


def _check(tx: Transaction, asked: PatientChange, after: Patient) -> None:
    """What is asked must be right; what was there before may be as it is."""
    if asked.zip and not is_zip(asked.zip, canadian=tx.settings.version.knows("23.2.5")):
        raise invalid("Zip")
    if asked.txt_msg_ok == TxtMsgOk.Yes and not after.wireless_phone:
        raise invalid("TxtMsgOk", basis=Basis.OBSERVED)


def _check_urgent_note(after: Patient, before: Patient | None = None) -> None:
    """The note on a family's finances is the guarantor's (documented)."""
    changed = after.fam_fin_urg_note != (before.fam_fin_urg_note if before else "")
    if changed and after.fam_fin_urg_note and after.guarantor != after.pat_num:
        raise invalid("FamFinUrgNote")


def _check_family(asked: PatientChange) -> None:
    if asked.guarantor is not None and asked.super_family is not None:
        raise only_one_of("Guarantor", "SuperFamily")


def _refuse_duplicate(tx: Transaction, new: Patient) -> None:
    families = queries.families_of_namesakes(tx, new)
    if is_duplicate(Reachable(new.email, new.phones), families):
        # Seen without a final period.
        raise conflict("A Patient with that information already exists", Basis.OBSERVED)


def _check_guarantor(tx: Transaction, guarantor: int) -> None:
    """A guarantor answers for himself: only such a patient can answer for others."""
    if tx.value("SELECT Guarantor FROM patient WHERE PatNum = ?", (guarantor,)) != guarantor:
        raise invalid("Guarantor")


def _set_guarantor(tx: Transaction, patient: Patient, guarantor: int) -> None:
    """Within the family only the guarantor hands over, for all; else the patient alone changes family (documented)."""
    members = queries.family(tx, patient.guarantor)
    is_guarantor = patient.guarantor == patient.pat_num
    if guarantor in members and is_guarantor:
        queries.move_family(tx, patient.pat_num, guarantor)
        return
    leaves_family_behind = is_guarantor and len(members) > 1
    if not guarantor or leaves_family_behind or (guarantor in members and guarantor != patient.pat_num):
        raise invalid("Guarantor")
    if guarantor != patient.pat_num:
        _check_guarantor(tx, guarantor)
    tx.run("UPDATE patient SET Guarantor = ?, DateTStamp = ? WHERE PatNum = ?", (guarantor, tx.stamp, patient.pat_num))


def _set_super_family(tx: Transaction, patient: Patient, head: int) -> None:
    """0 takes the family out; where it is the head's own, the super family is no more (documented)."""
    current = patient.super_family
    heads_family = current and current in queries.family(tx, patient.guarantor)
    if not head and heads_family:
        queries.disband_super_family(tx, current)
    else:
        queries.join_super_family(tx, patient.guarantor, head)
