"""The table of claims, and its rows as records."""

from __future__ import annotations

from mockod.vendors.opendental.domain.claim_enums import PlaceOfService
from mockod.vendors.opendental.domain.claims import CLAIM_STATUSES, CLAIM_TYPES, WAITING, Claim
from mockod.vendors.opendental.domain.enums import DefCat, Relationship
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    ForeignKey,
    Integer,
    Number,
    NumberText,
    OneLine,
    Text,
    TitleFlag,
)
from mockod.vendors.opendental.wire.words import Word

LONGEST_TREATMENT = 36
"""Months of orthodontic treatment (documented)."""
STATE_LETTERS = 2


class ClaimRelationship(Choice):
    """A patient's relationship to the subscriber, spelled as this page spells it: one is spelled unlike patplans."""

    def __init__(self) -> None:
        super().__init__(Relationship)
        self.names[Relationship.InjuredPlantiff] = "InjuredPlaintiff"
        self.members = {self.names[kind]: kind for kind in Relationship}


CLAIM = Table(
    "claim",
    entity="Claim",
    section="claims",
    columns=(
        Column("ClaimNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("DateService", Day()),
        Column("DateSent", Day()),
        Column("ClaimStatus", Word(*CLAIM_STATUSES), default=WAITING),
        Column("DateReceived", Day()),
        Column("PlanNum", ForeignKey("insplan.PlanNum"), needed=True),
        Column("ProvTreat", ForeignKey("provider.ProvNum")),
        Column("ClaimFee", Number()),
        Column("InsPayEst", Number()),
        Column("InsPayAmt", Number()),
        Column("DedApplied", Number()),
        Column("IsProsthesis", Word("N", "I", "R"), default="N"),
        Column("PriorDate", Day()),
        Column("ReasonUnderPaid", OneLine()),
        Column("ClaimNote", OneLine()),
        Column("ClaimType", Word(*CLAIM_TYPES, "Other", "Cap", accepts=CLAIM_TYPES), default=CLAIM_TYPES[0]),
        Column("ProvBill", ForeignKey("provider.ProvNum")),
        Column("PlaceService", Choice(PlaceOfService)),
        Column("AccidentRelated", Word("", "A", "E", "O")),
        Column("AccidentDate", Day()),
        Column("AccidentST", Text(longest=STATE_LETTERS)),
        Column("IsOrtho", TitleFlag()),
        Column("OrthoRemainM", Integer(least=0, most=LONGEST_TREATMENT)),
        Column("OrthoDate", Day()),
        Column("PatRelat", ClaimRelationship()),
        Column("PlanNum2", ForeignKey("insplan.PlanNum")),
        Column("PatRelat2", ClaimRelationship()),
        Column("WriteOff", Number()),
        Column("ClaimForm", Integer(least=0), shown_as=NumberText()),
        Column("InsSubNum", ForeignKey("inssub.InsSubNum"), needed=True),
        Column("InsSubNum2", ForeignKey("inssub.InsSubNum")),
        Column("PriorAuthorizationNumber", Text()),
        Column("CustomTracking", DefinitionKey(DefCat.ClaimCustomTracking)),
        Joined("customTracking", "ItemName", "CustomTracking"),
        Column("OrthoTotalM", Integer(least=0, most=LONGEST_TREATMENT)),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum"), hidden=True),
        Column("DateSentOrig", Day(), hidden=True),
    ),
    indexes=(index("PatNum"), index("ClaimStatus"), index("SecDateTEdit"), index("InsSubNum"), index("InsSubNum2")),
)

RECORDS = Records(Claim, CLAIM)
