"""The table of treatment plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mockod.vendors.opendental.domain.treatment_enums import TreatPlanStatus, TreatPlanType
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.table import Column, Computed, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, OneLine, Text

TREATPLAN = Table(
    "treatplan",
    entity="TreatPlan",
    section="treatplans",
    columns=(
        Column("TreatPlanNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("DateTP", Day()),
        Column("Heading", OneLine()),
        Column("Note", Text()),
        Column("Signature", Text(), hidden=True),
        Column("SigIsTopaz", Flag()),
        Column("ResponsParty", ForeignKey("patient.PatNum")),
        Column("DocNum", ForeignKey("document.DocNum")),
        Column("TPStatus", Choice(TreatPlanStatus)),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("UserNumPresenter", ForeignKey("userod.UserNum")),
        Column("TPType", Choice(TreatPlanType)),
        Column("SignaturePractice", Text(), hidden=True),
        Column("DateTSigned", Moment()),
        Column("DateTPracticeSigned", Moment()),
        Column("SignatureText", OneLine()),
        Column("SignaturePracticeText", OneLine()),
        Column("MobileAppDeviceNum", Integer(), hidden=True),
        Computed("isSigned", Flag(), "treatplan.Signature <> ''"),
        Computed("isSignedPractice", Flag(), "treatplan.SignaturePractice <> ''"),
    ),
    indexes=(index("PatNum"), index("SecDateTEdit"), index("TPStatus")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatPlan:
    """A row of the vendor's table, as far as it is written from here. An empty signature is none."""

    treat_plan_num: int = 0
    pat_num: int
    date_tp: date = date.min
    heading: str
    note: str
    signature: str = ""
    respons_party: int = 0
    tp_status: TreatPlanStatus
    sec_date_entry: date
    sec_date_t_edit: datetime
    user_num_presenter: int = 0
    tp_type: TreatPlanType
    signature_practice: str = ""
    date_t_signed: datetime = datetime.min
    date_t_practice_signed: datetime = datetime.min
    signature_text: str = ""
    signature_practice_text: str = ""


RECORDS = Records(TreatPlan, TREATPLAN)
