"""What clients ask of payment plans. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Protocol

from mockod.rest.schema import Name
from mockod.vendors.opendental.domain.account_enums import DynamicPayPlanTPOption, PayPlanFrequency
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, IntegerList, Number


@dataclass(frozen=True, slots=True)
class PlanFilters:
    """GET payplans: one of the two is needed."""

    pat_num: Annotated[int | None, ForeignKey("patient.PatNum", zero=False)] = None
    guarantor: Annotated[int | None, ForeignKey("patient.PatNum", zero=False)] = None


class Terms(Protocol):
    """What every body says of how a plan is paid off."""

    @property
    def pay_amt(self) -> float | None: ...
    @property
    def number_of_payments(self) -> int | None: ...
    @property
    def apr(self) -> float: ...
    @property
    def down_payment(self) -> float: ...
    @property
    def charge_frequency(self) -> PayPlanFrequency: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatientPlan:
    """POST, of offices before 23.3.1."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    use_est_balance: Annotated[bool, Flag(), Name("useEstBalance")] = False
    principal_amount: Annotated[float | None, Number(), Name("principalAmount")] = None
    pay_amt: float | None = None
    number_of_payments: Annotated[int | None, Integer(least=1)] = None
    guarantor: Annotated[int | None, ForeignKey("patient.PatNum", zero=False)] = None
    pay_plan_date: date | None = None
    apr: float = 0.0
    down_payment: float = 0.0
    note: str = ""
    charge_frequency: PayPlanFrequency = PayPlanFrequency.Monthly
    date_pay_plan_start: date | None = None
    date_interest_start: date = date.min


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
