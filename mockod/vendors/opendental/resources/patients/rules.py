"""What becomes of a patient by a POST or a PUT: decided from facts, before anything is written.

Every function here is pure. The first rule that objects raises its ApiError.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.enums import PatStatus, TxtMsgOk
from mockod.vendors.opendental.domain.patient import Patient, Reachable, is_duplicate, is_zip
from mockod.vendors.opendental.resources.patients.schemas import NewPatient, PatientChange
from mockod.vendors.opendental.wire.errors import conflict, invalid, only_one_of, required

LONGEST_FOLDER = 255
"""Characters that a folder's name may have."""
SET_APART = ("billing_type", "guarantor", "super_family")
"""Fields of a body that do not go into the record as they are: a name, and what concerns a whole family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the practice knows of the rows that a body names."""

    billing_type: int | None = None
    """The DefNum of the billing type; None where no type has the name."""
    guarantors_guarantor: int = 0
    """The guarantor of the guarantor. 0 where the body names none."""
    canadian_zips: bool = True
    """Whether the office's version takes the postal codes of Canada."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a PUT does to the patient, to the family and to the super family."""

    after: Patient
    """The patient's own columns, but for the stamp of the change, the guarantor and the super family."""
    guarantor: int | None = None
    """The new guarantor; None where it stays."""
    moves_family: bool = False
    """Whether the new guarantor is the whole family's, or the patient's alone."""
    super_family: int | None = None
    """The head of the super family that the whole family joins; 0 for leaving, None where nothing is said."""
    disbands: int = 0
    """The head of the super family that is no more; 0 for none."""


def new_patient(
    body: NewPatient, facts: Facts, *, default_billing_type: int, namesakes: Iterable[Reachable], now: datetime
) -> Patient:
    """The new patient, whose number, guarantor and image folder are known once the row is written.

    A namesake who is reached the same way is refused as a duplicate; ``namesakes`` are all members of the families
    of those with the same names and birthdate.
    """
    new = Patient(
        l_name=body.l_name,
        f_name=body.f_name,
        billing_type=default_billing_type,
        date_t_stamp=now,
        sec_date_entry=now.date(),
    )
    new = replace(new, **_columns(body, facts))
    _check_values(body, new, facts)
    if is_duplicate(Reachable(new.email, new.phones), namesakes):
        # Seen without a final period.
        raise conflict("A Patient with that information already exists", Basis.OBSERVED)
    _check_one_family(body)
    if body.guarantor and facts.guarantors_guarantor != body.guarantor:
        raise invalid("Guarantor")
    if new.fam_fin_urg_note and body.guarantor:
        raise invalid("FamFinUrgNote")
    return new


def with_number(new: Patient, number: int, guarantor: int) -> Patient:
    """The new patient under its number: its own guarantor, unless another is named."""
    folder = f"{new.l_name}{new.f_name}"[: LONGEST_FOLDER - len(str(number))] + str(number)
    return replace(new, pat_num=number, guarantor=guarantor or number, image_folder=folder)


def change(before: Patient, body: PatientChange, facts: Facts, *, members: Collection[int]) -> Change:
    """What a PUT does. ``members`` are the family before it, the patient among them.

    A deleted patient cannot be changed in any way, and the note on a family's finances is the guarantor's (documented).
    """
    if before.pat_status == PatStatus.Deleted:
        raise invalid("PatNum", "Patient has been deleted.")
    for name, value in (("LName", body.l_name), ("FName", body.f_name)):
        if value is not None and not value.strip():
            raise required(name)
    _check_one_family(body)
    after = replace(before, **_columns(body, facts))
    _check_values(body, after, facts)
    note = after.fam_fin_urg_note
    if note and note != before.fam_fin_urg_note and before.guarantor != before.pat_num:
        raise invalid("FamFinUrgNote")
    if body.guarantor is not None and body.guarantor != before.guarantor:
        moves_family = hands_over(before, body.guarantor, members, facts.guarantors_guarantor)
        return Change(after=after, guarantor=body.guarantor, moves_family=moves_family)
    if body.super_family is not None:
        if not body.super_family and before.super_family in members:
            return Change(after=after, disbands=before.super_family)
        return Change(after=after, super_family=body.super_family)
    return Change(after=after)


def hands_over(patient: Patient, guarantor: int, members: Collection[int], guarantors_guarantor: int) -> bool:
    """Whether the whole family has the new guarantor; else the patient alone changes family.

    Within the family only the guarantor hands over, for all (documented). Raises ApiError naming Guarantor for one
    who may not, and for a new guarantor who has another guarantor.
    """
    is_guarantor = patient.guarantor == patient.pat_num
    if guarantor in members and is_guarantor:
        return True
    leaves_family_behind = is_guarantor and len(members) > 1
    if not guarantor or leaves_family_behind or (guarantor in members and guarantor != patient.pat_num):
        raise invalid("Guarantor")
    if guarantor not in (patient.pat_num, guarantors_guarantor):
        raise invalid("Guarantor")
    return False


def _columns(body: PatientChange, facts: Facts) -> dict[str, Any]:
    """What the body gives of the record's columns; the billing type by its number."""
    given = {f.name: getattr(body, f.name) for f in fields(body) if f.name not in SET_APART}
    given = {name: value for name, value in given.items() if value is not None}
    if body.billing_type is not None:
        if facts.billing_type is None:
            raise invalid("BillingType", basis=Basis.OBSERVED)
        given["billing_type"] = facts.billing_type
    return given


def _check_values(body: PatientChange, after: Patient, facts: Facts) -> None:
    """What the body gives must be right; what was there before may be as it is."""
    if body.zip and not is_zip(body.zip, canadian=facts.canadian_zips):
        raise invalid("Zip")
    if body.txt_msg_ok == TxtMsgOk.Yes and not after.wireless_phone:
        raise invalid("TxtMsgOk", basis=Basis.OBSERVED)


def _check_one_family(body: PatientChange) -> None:
    if body.guarantor is not None and body.super_family is not None:
        raise only_one_of("Guarantor", "SuperFamily")
