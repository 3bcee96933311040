"""What clients ask of payment plans. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Name
from mockod.vendors.opendental.domain.account_enums import DynamicPayPlanTPOption, PayPlanFrequency
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, Integer, IntegerList


@dataclass(frozen=True, slots=True)
class PlanFilters:
    """GET payplans: one of the two is needed."""

    pat_num: Annotated[int | None, ForeignKey("patient.PatNum", zero=False)] = None
    guarantor: Annotated[int | None, ForeignKey("patient.PatNum", zero=False)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDynamicPlan:
    """POST Dynamic."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    pay_amt: float | None = None
    number_of_payments: Annotated[int | None, Integer(least=1)] = None
    proc_nums: Annotated[tuple[int, ...], IntegerList(), Name("procNums")] = ()
    adj_nums: Annotated[tuple[int, ...], IntegerList(), Name("adjNums")] = ()
    guarantor: Annotated[int | None, ForeignKey("patient.PatNum", zero=False)] = None
    pay_plan_date: date | None = None
    apr: float = 0.0
    down_payment: float = 0.0
    note: str = ""
    charge_frequency: PayPlanFrequency = PayPlanFrequency.Monthly
    date_pay_plan_start: date | None = None
    date_interest_start: date = date.min
    is_locked: bool = True
    dynamic_pay_plan_tp_option: Annotated[
        DynamicPayPlanTPOption,
        Choice(
            DynamicPayPlanTPOption,
            accepts=[DynamicPayPlanTPOption.AwaitComplete, DynamicPayPlanTPOption.TreatAsComplete],
        ),
    ] = DynamicPayPlanTPOption.AwaitComplete
