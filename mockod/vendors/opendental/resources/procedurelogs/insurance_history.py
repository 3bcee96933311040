"""Insurance History: when a patient last had the treatment that plans limit to so many times.

A preference for each category says which codes are of it. What was done elsewhere is kept as an existing procedure
with a claimproc of the plan that it counts for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Name, schema_of
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claims import ClaimProc
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments.facts import default_provider
from mockod.vendors.opendental.resources.appointments.queries import booked_patient
from mockod.vendors.opendental.resources.claimprocs.table import RECORDS as CLAIM_PROCS
from mockod.vendors.opendental.resources.procedurelogs import queries
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table
from mockod.vendors.opendental.wire.errors import get_or_404, invalid
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, Text
from mockod.vendors.opendental.wire.paging import cut
from mockod.vendors.opendental.wire.words import Word

SINCE = "22.4.31"
QUADRANTS = {
    "InsHistPerioURCodes": "UR",
    "InsHistPerioULCodes": "UL",
    "InsHistPerioLRCodes": "LR",
    "InsHistPerioLLCodes": "LL",
}
"""Categories that are for a quadrant of the mouth."""
CATEGORIES = (
    "InsHistBWCodes",
    "InsHistPanoCodes",
    "InsHistExamCodes",
    "InsHistProphyCodes",
    *QUADRANTS,
    "InsHistPerioMaintCodes",
    "InsHistDebridementCodes",
)
"""The preferences, in the order of the page's sample and of the vendor's source."""
NOT_SET, NO_HISTORY = "Not Set", "No History"
DONE = (ProcStatus.C, ProcStatus.EO)
COUNTED = (ClaimProcStatus.InsHist, ClaimProcStatus.Received)
"""Claimprocs that make a procedure history of a plan (source)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilters:
    """GET InsuranceHistory."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    ins_sub_num: Annotated[int, ForeignKey("inssub.InsSubNum", zero=False)]


@dataclass(frozen=True, slots=True)
class History:
    """A category and when it was last done: a date, or why there is none."""

    category: Annotated[str, Word(*CATEGORIES), Name("insHistPrefName")]
    proc_date: Annotated[str, Text(), Name("procDate")]
    proc_num: Annotated[int, Integer()]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHistory:
    """POST InsuranceHistory: a treatment of a category was done on that day."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    ins_sub_num: Annotated[int, ForeignKey("inssub.InsSubNum", zero=False)]
    category: Annotated[str, Word(*CATEGORIES), Name("insHistPrefName")]
    proc_date: date


HISTORY = schema_of(History)


def list_history(tx: Transaction, filters: HistoryFilters, page: Page) -> Sequence[History]:
    """GET InsuranceHistory: all categories, each with the last procedure that counts for the plan."""
    return cut([_history(tx, filters, category) for category in CATEGORIES], page)


def _history(tx: Transaction, filters: HistoryFilters, category: str) -> History:
    codes = _codes(tx, category)
    if not codes:
        return History(category, NOT_SET, 0)
    quadrant = QUADRANTS.get(category, "")
    row = tx.row(
        "SELECT p.ProcDate, p.ProcNum FROM procedurelog p JOIN procedurecode k ON k.CodeNum = p.CodeNum "
        f"WHERE p.PatNum = ? AND k.ProcCode IN ({placeholders(codes)}) AND p.ProcStatus IN ({placeholders(DONE)}) "
        "AND (? = '' OR p.Surf = ?) AND EXISTS (SELECT 1 FROM claimproc c WHERE c.ProcNum = p.ProcNum "
        f"AND c.InsSubNum = ? AND c.Status IN ({placeholders(COUNTED)})) "
        "ORDER BY p.ProcDate DESC, p.ProcNum DESC LIMIT 1",
        (filters.pat_num, *codes, *DONE, quadrant, quadrant, filters.ins_sub_num, *COUNTED),
    )
    return History(category, *row) if row else History(category, NO_HISTORY, 0)


def _codes(tx: Transaction, category: str) -> list[str]:
    return [code for code in map(str.strip, preferences.text(tx, category).split(",")) if code]


def create_history(tx: Transaction, body: NewHistory) -> Row:
    """POST InsuranceHistory: an existing procedure of the category's first code, and the claimproc that it counts by.

    Raises ApiError naming InsSubNum for a plan that does not cover the patient, insHistPrefName for a category without
    codes (both assumed).
    """
    plan = "SELECT s.PlanNum FROM patplan p JOIN inssub s ON s.InsSubNum = p.InsSubNum "
    plan_num = tx.value(f"{plan} WHERE p.PatNum = ? AND p.InsSubNum = ?", (body.pat_num, body.ins_sub_num))
    if plan_num is None:
        raise invalid("InsSubNum")
    codes = _codes(tx, body.category)
    if not codes:
        raise invalid("insHistPrefName")
    code = get_or_404(queries.code(tx, min(codes)), "procCode")
    patient = booked_patient(tx, body.pat_num)
    procedure = Procedure(
        pat_num=body.pat_num,
        proc_date=body.proc_date,
        surf=QUADRANTS.get(body.category, ""),
        proc_status=ProcStatus.EO,
        prov_num=patient.provider or default_provider(tx),
        clinic_num=patient.clinic,
        code_num=code.number,
        site_num=patient.site,
        date_t_stamp=tx.now,
        sec_date_entry=tx.now.date(),
    )
    number = procedure_table.RECORDS.insert(tx, procedure)
    CLAIM_PROCS.insert(
        tx,
        ClaimProc(
            proc_num=number,
            pat_num=body.pat_num,
            prov_num=procedure.prov_num,
            status=ClaimProcStatus.InsHist,
            plan_num=plan_num,
            ins_sub_num=body.ins_sub_num,
            date_cp=body.proc_date,
            proc_date=body.proc_date,
            clinic_num=procedure.clinic_num,
            sec_date_entry=tx.now.date(),
            sec_date_t_edit=tx.now,
        ),
    )
    return procedure_table.WRITTEN.one(tx, number)
