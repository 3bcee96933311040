"""Which columns a recorded practice may hold, and how: a list of what is allowed, and nothing else gets in.

A table that is not in ``KEPT`` is left out. In a kept table a column is copied where ``KEPT`` names it and, unless the
table is one of people, where its type cannot hold a person's data (``CLOSED``: an enumeration, a row's number, a
pattern); it is invented where ``KEPT`` says by what; all else is left out, as if the office had never filled it in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mockod.vendors.opendental.engine.table import Column
from mockod.vendors.opendental.practice.columns import named_table
from mockod.vendors.opendental.resources.preferences import DEFAULTS
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.fields import (
    Choice,
    ColumnType,
    DefinitionKey,
    Flag,
    ForeignKey,
    IntervalText,
    PatternText,
    TimeText,
)
from mockod.vendors.opendental.wire.words import Word

CLOSED: tuple[type[ColumnType], ...] = (
    *(Flag, Choice, Word),
    *(ForeignKey, DefinitionKey),
    *(PatternText, TimeText, IntervalText, Color),
)
"""Types that take one of a few words, the number of a row, or marks without a meaning of their own."""

CODE = r"[DN]\d{4}[A-Z]?"
"""A procedure code of the trade; an office's own codes are free text."""
COPIED_TEXTS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.ASCII)
    for name, pattern in {
        "code": CODE,
        "codes": rf"(?:{CODE}(?:,{CODE})*)?",
        "tooth": r"(?:[1-9]|[12]\d|3[0-2]|[A-T])?",
        "surfaces": r"[MODBLFIV1-6]{0,6}",
        "switch": rf"(?:-?\d{{1,6}}(?:,\d{{1,6}})*|{CODE}(?:,{CODE})*)?",
        "uses": r"(?:(?:NS|DC|APPT|RECALL|MISC)(?:,(?:NS|DC|APPT|RECALL|MISC))*)?",
        "preference": "|".join(map(re.escape, DEFAULTS)),
    }.items()
}
"""Texts that may be copied where they are whole of such a form: codes, teeth, numbers and marks."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a recorded practice holds of a table, beside its key and, unless it is one of people, its closed columns."""

    copied: frozenset[str] = frozenset()
    """What stays: when an appointment is, how many units, in which order; of people each column that stays."""
    is_of_people: bool = False
    """Whether its rows tell of somebody: then a flag or a number may say too much, and none is copied unnamed."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Column -> its form in ``COPIED_TEXTS``. A text of another form is invented where ``invented`` has the column."""
    invented: Mapping[str, str] = field(default_factory=dict)
    """Column -> what is made up in its place, by a name of ``inventions.MAKERS``."""
    left_out: frozenset[str] = frozenset()
    """Columns of a closed type that are left out all the same."""


def _kept(copied: str = "", left_out: str = "", texts: Mapping[str, str] | None = None, **invented: str) -> Kept:
    return Kept(frozenset(copied.split()), texts=texts or {}, invented=invented, left_out=frozenset(left_out.split()))


def _of_people(copied: str, texts: Mapping[str, str] | None = None, **invented: str) -> Kept:
    return Kept(frozenset(copied.split()), is_of_people=True, texts=texts or {}, invented=invented)


KEPT: Mapping[str, Kept] = {
    "clinic": _kept(Description="label", Abbr="label", Phone="digits"),
    "definition": _kept("ItemOrder", texts={"ItemValue": "uses"}, ItemName="definition name"),
    "preference": _kept(texts={"PrefName": "preference", "ValueString": "switch"}),
    "feesched": _kept("ItemOrder", Description="label"),
    "fee": _kept("Amount"),
    "employer": _kept(EmpName="label"),
    "employee": _of_people("IsHidden", LName="last name", FName="first name"),
    "provider": _of_people(
        "ItemOrder FeeSched Specialty IsSecondary ProvColor IsHidden IsNotPerson ProvStatus IsHiddenReport",
        Abbr="label",
        LName="last name",
        FName="first name",
    ),
    "operatory": _kept("ItemOrder", OpName="label", Abbrev="label"),
    "schedule": _kept("SchedDate"),
    "scheduleop": _kept(),
    "procedurecode": _kept("BaseUnits", texts={"ProcCode": "code"}, ProcCode="label", Descript="label"),
    "appointmenttype": _kept(
        "ItemOrder", texts={"CodeStr": "codes", "CodeStrRequired": "codes"}, AppointmentTypeName="label"
    ),
    "covcat": _kept("DefaultPercent CovOrder", Description="label"),
    "covspan": _kept(texts={"FromCode": "code", "ToCode": "code"}),
    "carrier": _kept(CarrierName="label"),
    "insplan": _kept("MonthRenew", left_out="EmployerNum", GroupNum="label"),
    "inssub": _of_people("PlanNum Subscriber", SubscriberID="label"),
    "patplan": _of_people("PatNum InsSubNum Ordinal IsPending", Relationship="relationship"),
    "benefit": _of_people(
        "PlanNum PatPlanNum CovCatNum CodeNum BenefitType Percent MonetaryAmt TimePeriod"
        " QuantityQualifier Quantity CoverageLevel TreatArea"
    ),
    "patient": _of_people(
        "Gender Guarantor SuperFamily PriProv SecProv ClinicNum"
        " PreferConfirmMethod PreferContactMethod PreferRecallMethod TxtMsgOk",
        PatStatus="patient status",
        LName="last name",
        FName="first name",
        MiddleI="initial",
        Preferred="first name",
        Birthdate="birthdate",
        SSN="social security number",
        Address="street",
        City="town",
        State="state",
        Zip="zip",
        HmPhone="phone",
        WkPhone="phone",
        WirelessPhone="phone",
        Email="email",
        ChartNumber="label",
    ),
    "appointment": _of_people(
        "PatNum AptStatus AptDateTime Pattern PatternSecondary Op ProvNum ProvHyg IsHygiene ClinicNum"
        " AppointmentTypeNum Confirmed UnschedStatus Priority TimeLocked IsNewPatient IsMirrored"
        " NextAptNum ItemOrderPlanned",
        Note="note",
    ),
    "procedurelog": _of_people(
        "PatNum AptNum PlannedAptNum ProcDate ProcTime ProcTimeEnd ProcStatus CodeNum ProcFee UnitQty BaseUnits"
        " ProvNum ClinicNum IsLocked",
        texts={"ToothNum": "tooth", "Surf": "surfaces"},
    ),
    "recalltype": _kept(texts={"Procedures": "codes"}, Description="recall type"),
    "recall": _of_people(
        "PatNum RecallTypeNum DateDue DatePrevious RecallInterval RecallStatus Priority IsDisabled TimePatternOverride",
        Note="note",
    ),
}
"""The tables of a recorded practice: what an office is set up with, its schedules, its book, and invented patients."""

LEFT_OUT = frozenset(
    """
    deflink userod site providercliniclink proccodenote appointmentrule substitutionlink insverify patientnote
    histappointment commlog apptfielddef apptfield asapcomm eservicelog apisubscription adjustment allergy allergydef
    autonotecontrol autonote cdcrec claimpayment claimproc claim claimtracking clockevent codegroup computer
    discountplan discountplansub diseasedef disease mockod_documentfile document ehrpatient emailaddress eobattach
    etransmessagetext etrans feeschedgroup insverifyhist labcase laboratory labturnaround medicationpat medication
    mountitem mount patfielddef patfieldpickitem patfield patientrace payment payplancharge payplanlink payplan paysplit
    perioexam periomeasure pharmacy popup procgroupitem procnote proctp quickpastecat quickpastenote refattach referral
    rxpat securitylog mockod_sftpfile sheetdef sheetfielddef sheetfield sheet signalod statement tasklist tasknote task
    toothinitial treatplanattach treatplan usergroupattach usergroup mockod_histnote mockod_poll mockod_workstation
    """.split()
)
"""The tables of which nothing is kept: health, accounts, claims, messages, documents, staff's logs."""


def is_copied(kept: Kept, column: Column) -> bool:
    """Whether a value of the column may be copied as it is. A number of a row that is left out may not."""
    if column.name in kept.left_out:
        return False
    named = named_table(column)
    if named and named not in KEPT:
        return False
    return column.name in kept.copied or (not kept.is_of_people and isinstance(column.type, CLOSED))
