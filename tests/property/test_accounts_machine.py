"""Accounts against a plain model: after any sequence of calls, balances are the sums of their parts."""

from __future__ import annotations

from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from conftest import new_office
from support.api_client import ApiClient
from support.book_model import part_of_all
from support.db import database
from support.foreign_keys import dangling

PRACTICE = """
definitions:
  - {DefNum: 69, Category: PaymentTypes, ItemName: Check}
  - {DefNum: 288, Category: PaySplitUnearnedType, ItemName: Prepayment}
  - {DefNum: 901, Category: AdjTypes, ItemName: Charge, ItemValue: "+"}
  - {DefNum: 902, Category: AdjTypes, ItemName: Discount, ItemValue: "-"}
patients:
  - {PatNum: 1, LName: Lee, FName: Ann}
  - {PatNum: 2, LName: Lee, FName: Bob, Guarantor: 1}
procedurecodes: [{CodeNum: 1, ProcCode: D1110}]
procedurelogs:
  - {ProcNum: 1, PatNum: 1, CodeNum: 1, ProcDate: 2025-10-01, ProcStatus: C, ProcFee: 90.1}
  - {ProcNum: 2, PatNum: 2, CodeNum: 1, ProcDate: 2025-12-20, ProcStatus: C, ProcFee: 60}
  - {ProcNum: 3, PatNum: 1, CodeNum: 1, ProcDate: 2026-02-20, ProcStatus: C, ProcFee: 30.3}
"""
FEES = {1: (1, 9010), 2: (2, 6000), 3: (1, 3030)}
"""Procedure -> its patient, and its fee in cents."""
DAYS = ("2025-09-01", "2025-11-30", "2026-01-15", "2026-03-02")

patients = st.integers(1, 2)
amounts = st.integers(1, 12_000)
data = st.data()


def cents(amount: Any) -> int:
    return round(float(amount) * 100)


class AccountsMachine(RuleBasedStateMachine):
    def __init__(self, practice: str) -> None:
        super().__init__()
        self.office: ApiClient = new_office(practice)
        self.adjusted = {1: 0, 2: 0}
        self.paid: dict[int, int] = {}
        """Payment -> its amount in cents."""
        self.refundable: list[int] = []

    @rule(patient=patients, amount=amounts, adds=st.booleans(), day=st.sampled_from(DAYS), attached=st.booleans())
    def adjust(self, patient: int, amount: int, adds: bool, day: str, attached: bool) -> None:
        signed = amount if adds else -amount
        body = {"PatNum": patient, "AdjType": 901 if adds else 902, "AdjAmt": signed / 100, "AdjDate": day}
        if attached:
            body["ProcNum"] = patient
        assert self.office.post("adjustments", body).status_code == 201
        self.adjusted[patient] += signed

    @rule(patient=patients, amount=amounts, kind=st.sampled_from(["", "isPrepayment", "isPatientPreferred"]))
    def pay(self, patient: int, amount: int, kind: str) -> None:
        body = {"PatNum": patient, "PayAmt": f"{amount / 100:.2f}", **({kind: "true"} if kind else {})}
        answer = self.office.post("payments", body)
        assert answer.status_code == 201, answer.text
        self.paid[answer.json["PayNum"]] = amount
        self.refundable.append(answer.json["PayNum"])

    @rule(data=data)
    def give_back(self, data: st.DataObject) -> None:
        if not self.refundable:
            return
        number = data.draw(st.sampled_from(self.refundable))
        self.refundable.remove(number)
        answer = self.office.post("payments/Refund", {"PayNum": number})
        assert answer.status_code == 201, answer.text
        self.paid[answer.json["PayNum"]] = -self.paid[number]

    @rule(data=data, first=amounts)
    def split_anew(self, data: st.DataObject, first: int) -> None:
        """Over two procedures; where they do not owe so much, all stays as it was."""
        if not self.refundable:
            return
        number = data.draw(st.sampled_from(self.refundable))
        second = self.paid[number] - first
        parts = [{"ProcNum": 1, "Amount": first / 100}, {"ProcNum": 2, "Amount": second / 100}]
        before = database(self.office).contents()
        answer = self.office.put(f"payments/{number}/Partial", {"procNumsAndAmounts": parts})
        assert answer.status_code == 200 or (answer.status_code == 400 and database(self.office).contents() == before)

    @invariant()
    def splits_add_up_to_their_payment(self) -> None:
        for number, amount in self.paid.items():
            splits = self.office.read("paysplits", PayNum=number)
            assert sum(cents(row["SplitAmt"]) for row in splits) == amount

    @invariant()
    def nobody_pays_a_procedure_twice(self) -> None:
        for proc, (_, fee) in FEES.items():
            attached = sum(
                cents(row["AdjAmt"])
                for patient in (1, 2)
                for row in self.office.read("adjustments", PatNum=patient, ProcNum=proc)
                if row["AdjAmt"] > 0
            )
            paid = sum(cents(row["SplitAmt"]) for row in self.office.read("paysplits", ProcNum=proc))
            assert paid <= fee + attached

    @invariant()
    def balances_are_the_sums_of_their_parts(self) -> None:
        owed = sum(fee for _, fee in FEES.values()) + sum(self.adjusted.values()) - sum(self.paid.values())
        aging = self.office.read("accountmodules/2/Aging")
        *members, family = self.office.read("accountmodules/2/PatientBalances")
        *lines, overall = self.office.read("accountmodules/1/ServiceDateView", isFamily="true")

        assert cents(aging["Total"]) == cents(aging["EstBal"]) == owed
        assert sum(cents(aging[name]) for name in ("Bal_0_30", "Bal_31_60", "Bal_61_90", "BalOver90")) == owed
        assert [row["PatNum"] for row in members] == [1, 2]
        assert cents(family["Balance"]) == sum(cents(row["Balance"]) for row in members) == owed
        assert cents(members[1]["Balance"]) == cents(aging["PatEstBal"])
        assert cents(overall["Charge"]) - cents(overall["Credit"]) == cents(overall["AcctBal"]) == owed
        days = [row for row in lines if row["Type"] == "Day Total"]
        assert sum(cents(row["AcctBal"]) for row in days) == owed

    @invariant()
    def every_number_names_a_row(self) -> None:
        assert dangling(self.office) == {}


def test_accounts_add_up_after_any_calls(tmp_path):
    path = tmp_path / "accounts.yaml"
    path.write_text(PRACTICE)
    run_state_machine_as_test(partial(AccountsMachine, str(path)), settings=part_of_all(1 / 8))
