"""The table of claimprocs, and its rows as records."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claim_enums import ClaimProcStatus
from mockod.vendors.opendental.domain.claims import NONE, ClaimProc
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    Number,
    OneLine,
    Text,
)

EMPTY = float(NONE)
ALL_OF_IT = 100
"""Percent."""

CLAIMPROC = Table(
    "claimproc",
    entity="ClaimProc",
    section="claimprocs",
    columns=(
        Column("ClaimProcNum", Integer()),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum")),
        Column("ClaimNum", ForeignKey("claim.ClaimNum")),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("FeeBilled", Number()),
        Column("InsPayEst", Number()),
        Column("DedApplied", Number()),
        Column("Status", Choice(ClaimProcStatus)),
        Column("InsPayAmt", Number()),
        Column("Remarks", OneLine()),
        Column("ClaimPaymentNum", ForeignKey("claimpayment.ClaimPaymentNum")),
        Column("PlanNum", ForeignKey("insplan.PlanNum"), needed=True),
        Column("DateCP", Day()),
        Column("WriteOff", Number()),
        Column("CodeSent", Text()),
        Column("AllowedOverride", Number(), default=EMPTY),
        Column("Percentage", Integer(), default=NONE),
        Column("PercentOverride", Integer(least=NONE, most=ALL_OF_IT), default=NONE),
        Column("CopayAmt", Number(), default=EMPTY),
        Column("NoBillIns", Flag()),
        Column("PaidOtherIns", Number(), default=EMPTY),
        Column("BaseEst", Number()),
        Column("CopayOverride", Number(), default=EMPTY),
        Column("ProcDate", Day()),
        Column("DateEntry", Day()),
        Column("DedEst", Number(), default=EMPTY),
        Column("DedEstOverride", Number(), default=EMPTY),
        Column("InsEstTotal", Number()),
        Column("InsEstTotalOverride", Number(), default=EMPTY),
        Column("PaidOtherInsOverride", Number(), default=EMPTY),
        Column("EstimateNote", OneLine()),
        Column("WriteOffEst", Number(), default=EMPTY),
        Column("WriteOffEstOverride", Number(), default=EMPTY),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("InsSubNum", ForeignKey("inssub.InsSubNum"), needed=True),
        Column("PaymentRow", Integer()),
        Column("PayPlanNum", ForeignKey("payplan.PayPlanNum")),
        Column("ClaimPaymentTracking", DefinitionKey(DefCat.ClaimPaymentTracking)),
        Joined("claimPaymentTracking", "ItemName", "ClaimPaymentTracking"),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("DateSuppReceived", Day()),
        Column("DateInsFinalized", Day()),
        Column("IsTransfer", Flag()),
        Column("ClaimAdjReasonCodes", Text()),
    ),
    indexes=(
        index("ProcNum"),
        index("ClaimNum"),
        index("PatNum"),
        index("Status"),
        index("ClaimPaymentNum"),
        index("InsSubNum"),
    ),
)

RECORDS = Records(ClaimProc, CLAIMPROC)


def save(tx: Transaction, before: ClaimProc, after: ClaimProc) -> bool:
    """Write what differs, and the time of the change; answers whether anything did."""
    if after == before:
        return False
    return RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))


def lines_of(tx: Transaction, claim_num: int) -> list[ClaimProc]:
    """The lines of a claim, by number."""
    return RECORDS.find(tx, "ClaimNum = ? ORDER BY ClaimProcNum", (claim_num,))
