"""What clients ask of payments. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from mockod.rest.schema import Leniency, Name, Since
from mockod.vendors.opendental.domain.account_enums import ProcessStatus
from mockod.vendors.opendental.wire.fields import Amount, Choice, ColumnType, Flag, ForeignKey, Integer, IntegerList

SETTABLE = (ProcessStatus.OnlineProcessed, ProcessStatus.OnlinePending)


class ProcNumsAndAmounts(ColumnType):
    """``[{"ProcNum": 5, "Amount": 20.5}]``: a procedure once, each amount above 0. Read as (ProcNum, amount)."""

    def read(self, value: Any, leniency: Leniency) -> tuple[tuple[int, float], ...]:
        if not isinstance(value, list) or not value:
            raise ValueError("no list")
        pairs = tuple(self._pair(item, leniency) for item in value)
        if len({number for number, _ in pairs}) < len(pairs):
            raise ValueError("a procedure twice")
        return pairs

    @staticmethod
    def _pair(item: Any, leniency: Leniency) -> tuple[int, float]:
        if not isinstance(item, dict) or item.keys() != {"ProcNum", "Amount"}:
            raise ValueError("no procedure with an amount")
        number, amount = Integer(least=1).read(item["ProcNum"], leniency), Amount().read(item["Amount"], leniency)
        if amount <= 0:
            raise ValueError("nothing")
        return number, amount

    def json_schema(self) -> dict[str, Any]:
        amount = {"type": "number", "minimum": 0.01, "maximum": 10**12}
        part = {"ProcNum": {"type": "integer", "minimum": 1}, "Amount": amount}
        item = {"type": "object", "properties": part, "required": list(part), "additionalProperties": False}
        return {"type": "array", "items": item, "minItems": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayment:
    """POST payments."""

    pay_amt: Annotated[float, Amount()]
    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    pay_type: Annotated[int | None, Since("23.1.27")] = None
    pay_date: date | None = None
    check_num: str = ""
    pay_note: str = ""
    bank_branch: str = ""
    clinic_num: int | None = None
    is_patient_preferred: Annotated[bool, Flag(), Name("isPatientPreferred")] = False
    is_prepayment: Annotated[bool, Flag(), Name("isPrepayment"), Since("22.4.8")] = False
    proc_nums: Annotated[tuple[int, ...], IntegerList(), Name("procNums"), Since("22.4.16")] = ()
    pay_plan_num: Annotated[int, ForeignKey("payplan.PayPlanNum"), Name("payPlanNum"), Since("23.1.31")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """POST Refund."""

    pay_num: Annotated[int, ForeignKey("payment.PayNum", zero=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentChange:
    """PUT payments: only what is given changes."""

    pay_type: int | None = None
    check_num: str | None = None
    bank_branch: str | None = None
    pay_note: str | None = None
    process_status: Annotated[ProcessStatus | None, Choice(ProcessStatus, accepts=SETTABLE), Since("24.3.26")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """PUT Partial: the procedures that the payment pays, and how much of each."""

    parts: Annotated[tuple[tuple[int, float], ...], ProcNumsAndAmounts(), Name("procNumsAndAmounts")]
