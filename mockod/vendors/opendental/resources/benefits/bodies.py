"""What clients ask of benefits. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.rest.schema import Name, Since
from mockod.vendors.opendental.domain.benefits import NOTHING
from mockod.vendors.opendental.domain.enums import TreatArea
from mockod.vendors.opendental.domain.insurance_enums import (
    BenefitCoverageLevel,
    BenefitQuantity,
    BenefitTimePeriod,
    InsBenefitType,
)
from mockod.vendors.opendental.resources.benefits.table import YOUNGER
from mockod.vendors.opendental.wire.fields import Text

CodeText = Annotated[str | None, Text(), Name("procCode")]
"""A procedure code by itself; its number wins (documented). An empty one is none."""


@dataclass(frozen=True, slots=True)
class BenefitFilters:
    """GET benefits. 0 is no filter."""

    plan_num: int = 0
    pat_plan_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBenefit:
    """POST benefits: of a plan or of a patplan."""

    plan_num: int = 0
    pat_plan_num: int = 0
    benefit_type: InsBenefitType
    coverage_level: BenefitCoverageLevel
    cov_cat_num: int = 0
    percent: int = NOTHING
    monetary_amt: float = NOTHING
    time_period: BenefitTimePeriod | None = None
    quantity_qualifier: BenefitQuantity = BenefitQuantity.None_
    quantity: int = 0
    code_num: int | None = None
    proc_code: CodeText = None
    code_group_num: Annotated[int, Since("23.2.62")] = 0
    treat_area: Annotated[TreatArea, Since(YOUNGER)] = TreatArea.None_


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitChange:
    """PUT benefits: only what is given changes. A benefit stays with its plan or patplan (documented)."""

    cov_cat_num: int | None = None
    benefit_type: InsBenefitType | None = None
    percent: int | None = None
    monetary_amt: float | None = None
    time_period: BenefitTimePeriod | None = None
    quantity_qualifier: BenefitQuantity | None = None
    quantity: int | None = None
    code_num: int | None = None
    proc_code: CodeText = None
    coverage_level: BenefitCoverageLevel | None = None
    code_group_num: Annotated[int | None, Since(YOUNGER)] = None
    treat_area: Annotated[TreatArea | None, Since(YOUNGER)] = None
