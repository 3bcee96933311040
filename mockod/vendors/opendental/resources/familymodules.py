"""The Family Module: a patient's insurance as the program shows it, a row for each coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name, schema_of
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import Relationship
from mockod.vendors.opendental.domain.insurance import (
    FIXED_BENEFIT,
    PLACES,
    PLAN_TYPE_NAMES,
    PLAN_TYPES,
    places,
    plan_type_name,
)
from mockod.vendors.opendental.domain.patient import Patient
from mockod.vendors.opendental.domain.setup_enums import FeeSchedType
from mockod.vendors.opendental.engine.methods import grid
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.patients.table import RECORDS
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, OneLine
from mockod.vendors.opendental.wire.paging import cut
from mockod.vendors.opendental.wire.words import Word


class FamilyRelationship(Choice):
    """A patient's relationship to the subscriber, spelled as this page spells it: two are spelled unlike patplans."""

    def __init__(self) -> None:
        super().__init__(Relationship)
        self.names[Relationship.InjuredPlantiff] = "InjuredPlaintiff"
        self.names[Relationship.Dependent] = "Dependant"
        self.members = {self.names[kind]: kind for kind in Relationship}


@dataclass(frozen=True, slots=True)
class Insurance:
    """One row, as the page orders it."""

    pat_num: Annotated[int, Integer()]
    ins_sub_num: Annotated[int, Integer()]
    subscriber: Annotated[int, Integer()]
    subscriber_name: Annotated[str, OneLine(), Name("subscriber")]
    subscriber_id: Annotated[str, OneLine(), Name("SubscriberID")]
    subsc_note: Annotated[str, OneLine()]
    pat_plan_num: Annotated[int, Integer()]
    ordinal: Annotated[int, Integer()]
    place: Annotated[str, Word(*PLACES), Name("ordinal")]
    is_pending: Annotated[bool, Flag()]
    relationship: Annotated[int, FamilyRelationship()]
    pat_id: Annotated[str, OneLine(), Name("PatID")]
    carrier_num: Annotated[int, Integer()]
    carrier_name: Annotated[str, OneLine()]
    plan_num: Annotated[int, Integer()]
    group_name: Annotated[str, OneLine()]
    group_num: Annotated[str, OneLine()]
    plan_note: Annotated[str, OneLine()]
    fee_sched: Annotated[int, Integer()]
    fee_schedule: Annotated[str, OneLine(), Name("feeSchedule")]
    plan_type: Annotated[str, Word(*PLAN_TYPES)]
    plan_type_name: Annotated[str, Word(*PLAN_TYPE_NAMES.values(), FIXED_BENEFIT), Name("planType")]
    copay_fee_sched: Annotated[int, Integer()]
    employer_num: Annotated[int, Integer()]
    employer: Annotated[str, OneLine(), Name("employer")]
    is_medical: Annotated[bool, Flag()]


_READ = [field.name for field in fields(Insurance) if field.name not in ("place", "plan_type_name")]
"""What is read of a row, in the order of ``_INSURANCE``, whose last is the type of the copay schedule."""
_INSURANCE = """
SELECT p.PatNum, s.InsSubNum, s.Subscriber, coalesce(trim(holder.FName || ' ' || holder.LName), ''), s.SubscriberID,
  s.SubscNote, p.PatPlanNum, p.Ordinal, p.IsPending, p.Relationship, p.PatID, i.CarrierNum, coalesce(c.CarrierName, ''),
  i.PlanNum, i.GroupName, i.GroupNum, i.PlanNote, i.FeeSched, coalesce(f.Description, ''), i.PlanType, i.CopayFeeSched,
  i.EmployerNum, coalesce(e.EmpName, ''), i.IsMedical, coalesce(k.FeeSchedType, 0)
FROM patplan p JOIN inssub s ON s.InsSubNum = p.InsSubNum JOIN insplan i ON i.PlanNum = s.PlanNum
LEFT JOIN patient holder ON holder.PatNum = s.Subscriber LEFT JOIN carrier c ON c.CarrierNum = i.CarrierNum
LEFT JOIN feesched f ON f.FeeSchedNum = i.FeeSched LEFT JOIN feesched k ON k.FeeSchedNum = i.CopayFeeSched
LEFT JOIN employer e ON e.EmployerNum = i.EmployerNum
WHERE p.PatNum = ? ORDER BY p.Ordinal, p.PatPlanNum
"""


def list_insurance(tx: Transaction, patient: Patient, page: Page) -> Sequence[Insurance]:
    """GET Insurance: by ordinal; nothing for a patient who has none. Discount plans are not among them (documented)."""
    found = tx.rows(_INSURANCE, (patient.pat_num,))
    rows = [dict(zip(_READ, row, strict=True)) for *row, _ in found]
    names = [plan_type_name(row["plan_type"], FeeSchedType(kind)) for row, (*_, kind) in zip(rows, found, strict=True)]
    named = zip(rows, places(bool(row["is_medical"]) for row in rows), names, strict=True)
    return cut([Insurance(**row, place=place, plan_type_name=name) for row, place, name in named], page)


FAMILYMODULES = Resource(
    "familymodules",
    methods=[
        grid(
            "{PatNum}/Insurance",
            list_insurance,
            row=RECORDS.get_or_404,
            answer=schema_of(Insurance),
            since="21.4",
            basis=Basis.SOURCE,
        ),
    ],
)
