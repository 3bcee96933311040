"""The table of benefits, and its rows as records."""

from __future__ import annotations

from mockod.vendors.opendental.domain.benefits import EVERYTHING, NOTHING, Benefit
from mockod.vendors.opendental.domain.enums import TreatArea
from mockod.vendors.opendental.domain.insurance_enums import (
    BenefitCoverageLevel,
    BenefitQuantity,
    BenefitTimePeriod,
    InsBenefitType,
)
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, Integer, Number

YOUNGER = "25.3.7"
"""Since then a benefit is read alone, has an area of treatment, and may get another code group."""
MOST_OFTEN = 100
"""The most that a Quantity is (documented)."""

BENEFIT = Table(
    "benefit",
    entity="Benefit",
    section="benefits",
    columns=(
        Column("BenefitNum", Integer()),
        Column("PlanNum", ForeignKey("insplan.PlanNum")),
        Column("PatPlanNum", ForeignKey("patplan.PatPlanNum")),
        Column("CovCatNum", ForeignKey("covcat.CovCatNum")),
        Column("BenefitType", Choice(InsBenefitType), needed=True),
        Column("Percent", Integer(least=NOTHING, most=EVERYTHING), default=NOTHING),
        Column("MonetaryAmt", Number(), default=float(NOTHING)),
        Column("TimePeriod", Choice(BenefitTimePeriod)),
        Column("QuantityQualifier", Choice(BenefitQuantity)),
        Column("Quantity", Integer(least=0, most=MOST_OFTEN)),
        Column("CodeNum", ForeignKey("procedurecode.CodeNum")),
        Joined("procCode", "ProcCode", "CodeNum"),
        Column("CoverageLevel", Choice(BenefitCoverageLevel)),
        Column("SecDateTEntry", Moment(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("CodeGroupNum", ForeignKey("codegroup.CodeGroupNum")),
        Column("TreatArea", Choice(TreatArea), since=YOUNGER),
    ),
    indexes=(index("PlanNum"), index("PatPlanNum")),
)

RECORDS = Records(Benefit, BENEFIT)
