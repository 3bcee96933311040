"""What the practice does with its patients: take on new ones, keep them up to date."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.domain.patient import NO_DATE, Patient
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.definitions import find_definition, first_definition
from mockod.vendors.opendental.resources.patients import queries, rules
from mockod.vendors.opendental.resources.patients.schemas import NewPatient, PatientChange
from mockod.vendors.opendental.resources.patients.table import RECORDS, SELECT


def create_patient(tx: Transaction, body: NewPatient) -> Row:
    """POST patients: its own guarantor and of the practice's billing type, unless said otherwise (documented)."""
    new = rules.new_patient(
        body,
        _facts(tx, body),
        default_billing_type=preferences.number(tx, "PracticeDefaultBillType")
        or first_definition(tx, DefCat.BillingTypes),
        namesakes=queries.families_of_namesakes(tx, body.l_name, body.f_name, body.birthdate or NO_DATE),
        now=tx.now,
    )
    number = RECORDS.insert(tx, new)
    RECORDS.update(tx, replace(new, pat_num=number), rules.with_number(new, number, body.guarantor or 0))
    if body.super_family is not None:
        queries.join_super_family(tx, number, body.super_family)
    return SELECT.one(tx, number)


def update_patient(tx: Transaction, before: Patient, body: PatientChange) -> Row:
    """PUT patients: a guarantor may be changed for the whole family, a super family always is."""
    number = before.pat_num
    change = rules.change(before, body, _facts(tx, body), members=queries.family(tx, before.guarantor))
    if RECORDS.update(tx, before, change.after):
        queries.stamp_change(tx, number)
    if change.guarantor is not None and change.moves_family:
        queries.move_family(tx, number, change.guarantor)
    elif change.guarantor is not None:
        queries.set_guarantor(tx, number, change.guarantor)
    if change.disbands:
        queries.disband_super_family(tx, change.disbands)
    if change.super_family is not None:
        queries.join_super_family(tx, before.guarantor, change.super_family)
    return SELECT.one(tx, number)


def _facts(tx: Transaction, body: PatientChange) -> rules.Facts:
    """What both need to know of the rows that the body names."""
    name = body.billing_type
    return rules.Facts(
        billing_type=None if name is None else find_definition(tx, DefCat.BillingTypes, name),
        guarantors_guarantor=queries.guarantor_of(tx, body.guarantor) if body.guarantor else 0,
        canadian_zips=tx.settings.version.knows("23.2.5"),
    )
