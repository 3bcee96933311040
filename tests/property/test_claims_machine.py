"""Claims against a plain model: lines, amounts and checks agree after any sequence of calls."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from support.book_model import part_of_all, practice_file
from support.claims_model import FEES, PRACTICE, SUBSCRIBERS, Claims, Line
from support.foreign_keys import dangling
from support.office_machine import NOBODY, OfficeMachine

OTHER_SUM = "CheckAmt does not match the total of eligible ClaimProcs."
HAS_PAYMENT = "Claim cannot be deleted. Procedure(s) have an insurance payment attached."
HAS_BEEN_RECEIVED = "Claim cannot be deleted. Claim has been received."
PINNED = (
    "Cannot change Status from Supplemental when there is a ClaimProc with a different status and the same ProcNum."
)
NOT_FOUND = {"claims": "Claim not found.", "claimprocs": "ClaimProc not found.", "checks": "ClaimPayment not found."}
data = st.data()
kinds = st.sampled_from(["P", "S"])
amounts = st.integers(-500, 10_000)
procedures = st.lists(st.sampled_from([*FEES]), min_size=1, max_size=3, unique=True)


def dollars(cents: int) -> str:
    return f"{cents / 100:.2f}"


def cents(dollars: float) -> int:
    return round(dollars * 100)


class ClaimsMachine(OfficeMachine):
    def __init__(self, practice: str) -> None:
        super().__init__(practice)
        self.model = Claims()

    # --- claims ------------------------------------------------------------------------------------------------

    @initialize()
    def begin_with_a_claim(self) -> None:
        self.claim([1, 2], "P")

    @rule(procedures=procedures, kind=kinds)
    def claim(self, procedures: list[int], kind: str) -> None:
        claimed = any(self.model.is_claimed(procedure, kind) for procedure in procedures)
        refusal = "procNums is invalid. A procedure is already attached to a claim." if claimed else ""
        body = {"PatNum": 1, "procNums": procedures, "ClaimType": kind}
        answer = self.call("POST", "claims", body, refusal)
        if not refusal:
            number = answer["ClaimNum"]
            self.model.kinds[number] = kind
            for row in self.office.read("claimprocs", ClaimNum=number):
                procedure = row["ProcNum"]
                self.model.lines[row["ClaimProcNum"]] = Line(number, procedure, billed=FEES[procedure])

    @rule(data=data, is_received=st.booleans())
    def mark(self, data: st.DataObject, is_received: bool) -> None:
        number = self.one_of(data, self.model.kinds)
        refusal = "" if number in self.model.kinds else NOT_FOUND["claims"]
        self.call("PUT", f"claims/{number}", {"ClaimStatus": "R" if is_received else "U"}, refusal)
        if not refusal:
            (self.model.received.add if is_received else self.model.received.discard)(number)

    @rule(data=data, procedure=st.sampled_from([*FEES]))
    def split(self, data: st.DataObject, procedure: int) -> None:
        number = self.one_of(data, self.model.kinds)
        lines = self.model.of(number)
        moved = {key: line for key, line in lines.items() if line.procedure == procedure}
        refusal = ""
        if number not in self.model.kinds:
            refusal = NOT_FOUND["claims"]
        elif not moved:
            refusal = "ProcNums is invalid. Procedures must be attached to the claim."
        elif len(moved) == len(lines):
            refusal = "ProcNums is invalid. At least one procedure must remain on the claim."
        elif any(line.check for line in moved.values()):
            refusal = "ProcNums is invalid. Procedures are attached to an insurance payment."
        answer = self.call("PUT", f"claims/{number}/Split", {"ProcNums": [procedure]}, refusal)
        if not refusal:
            new = answer["ClaimNum"]
            self.model.kinds[new] = self.model.kinds[number]
            if number in self.model.received:
                self.model.received.add(new)
            for line in moved.values():
                line.claim = new

    @rule(data=data)
    def delete(self, data: st.DataObject) -> None:
        number = self.one_of(data, self.model.kinds)
        refusal = "" if number in self.model.kinds else NOT_FOUND["claims"]
        if any(line.check or line.paid for line in self.model.of(number).values()):
            refusal = HAS_PAYMENT
        elif number in self.model.received:
            refusal = HAS_BEEN_RECEIVED
        self.call("DELETE", f"claims/{number}", refusal=refusal)
        if not refusal:
            del self.model.kinds[number]
            self.model.lines = {key: line for key, line in self.model.lines.items() if line.claim != number}

    # --- lines -------------------------------------------------------------------------------------------------

    @rule(data=data, amount=amounts, is_received=st.booleans())
    def receive(self, data: st.DataObject, amount: int, is_received: bool) -> None:
        number = self.one_of(data, self.model.lines)
        line = self.model.lines.get(number)
        kind = "Received" if is_received else "NotReceived"
        refusal = "" if line else NOT_FOUND["claimprocs"]
        if line and line.kind != kind and line.kind == "Supplemental" and self.others(number, line):
            refusal = PINNED
        elif line and line.kind != kind and line.check:
            refusal = f"Cannot change Status from {line.kind} when attached to a ClaimPayment."
        elif line and line.check and line.paid != amount:
            refusal = f"Cannot change InsPayAmt when Status is {line.kind} and attached to a ClaimPayment."
        self.call("PUT", f"claimprocs/{number}", {"Status": kind, "InsPayAmt": dollars(amount)}, refusal)
        if line and not refusal:
            line.kind, line.paid = kind, amount

    def others(self, number: int, line: Line) -> bool:
        """Whether the procedure has another line of another status on the claim."""
        return any(
            key != number and one.procedure == line.procedure and one.kind != line.kind
            for key, one in self.model.of(line.claim).items()
        )

    @rule(data=data, amount=amounts)
    def pay_more(self, data: st.DataObject, amount: int) -> None:
        number = self.one_of(data, self.model.lines)
        line = self.model.lines.get(number)
        refusal = "" if line else NOT_FOUND["claimprocs"]
        if line and line.kind == "NotReceived":
            refusal = "ClaimProcNum is invalid. The ClaimProc has not been received."
        body = {"ClaimProcNum": number, "InsPayAmt": dollars(amount)}
        answer = self.call("POST", "claimprocs/Supplemental", body, refusal)
        if line and not refusal:
            self.model.lines[answer["ClaimProcNum"]] = Line(line.claim, line.procedure, "Supplemental", amount)

    # --- checks ------------------------------------------------------------------------------------------------

    @rule(data=data, off=st.sampled_from([0, 0, 1]), is_batch=st.booleans())
    def pay(self, data: st.DataObject, off: int, is_batch: bool) -> None:
        claims = sorted(self.model.kinds) if is_batch else [self.one_of(data, self.model.kinds)]
        if not claims:
            return
        lines = self.model.payable(claims)
        check = sum(line.paid for line in lines) + off
        field = "claimNums" if is_batch else "claimNum"
        refusal = ""
        if claims == [NOBODY]:
            refusal = NOT_FOUND["claims"]
        elif not set(claims) <= self.model.received:
            refusal = f"{field} is invalid. Claim has not been received."
        elif not lines:
            refusal = f"{field} is invalid. Claim has no eligible ClaimProcs."
        elif off and not is_batch:
            refusal = OTHER_SUM
        path = "claimpayments/Batch" if is_batch else "claimpayments"
        body = {field: claims if is_batch else claims[0], "CheckAmt": dollars(check)}
        answer = self.call("POST", path, body, refusal)
        if not refusal:
            number = answer["ClaimPaymentNum"]
            self.model.checks[number] = check
            for line in lines:
                line.check = number

    @rule(data=data)
    def delete_check(self, data: st.DataObject) -> None:
        number = self.one_of(data, self.model.checks)
        refusal = "" if number in self.model.checks else NOT_FOUND["checks"]
        self.call("DELETE", f"claimpayments/{number}", refusal=refusal)
        if not refusal:
            del self.model.checks[number]
            for line in self.model.lines.values():
                line.check = 0 if line.check == number else line.check

    @rule(data=data)
    def take_off_a_check(self, data: st.DataObject) -> None:
        paid = [number for number, line in self.model.lines.items() if line.check]
        number = self.one_of(data, paid)
        line = self.model.lines.get(number)
        refusal = "" if line else NOT_FOUND["claimprocs"]
        if line and not self.model.is_partial(line.check):
            refusal = "ClaimPaymentNum is invalid. The ClaimPayment is not partial."
        self.call("PUT", f"claimprocs/{number}", {"ClaimPaymentNum": 0}, refusal)
        if line and not refusal:
            check = line.check
            for one in self.model.of(line.claim).values():
                one.check = 0 if one.check == check else one.check

    # --- what must hold ----------------------------------------------------------------------------------------

    @invariant()
    def every_number_names_a_row(self) -> None:
        assert dangling(self.office) == {}

    @invariant()
    def lines_are_the_models(self) -> None:
        told = {
            row["ClaimProcNum"]: Line(
                row["ClaimNum"],
                row["ProcNum"],
                row["Status"],
                cents(row["InsPayAmt"]),
                row["ClaimPaymentNum"],
                cents(row["FeeBilled"]),
            )
            for row in self.office.read("claimprocs", PatNum=1)
            if row["Status"] != "Estimate"
        }
        assert told == self.model.lines

    @invariant()
    def claims_are_the_sums_of_their_lines(self) -> None:
        rows = {row["ClaimNum"]: row for row in self.office.read("claims")}
        assert rows.keys() == self.model.kinds.keys()
        for number, row in rows.items():
            lines = self.model.of(number).values()
            assert (row["ClaimType"], row["ClaimStatus"] == "R") == (
                self.model.kinds[number],
                number in self.model.received,
            )
            assert row["InsSubNum"] == SUBSCRIBERS[row["ClaimType"]]
            assert cents(row["InsPayAmt"]) == sum(line.paid for line in lines)
            assert cents(row["ClaimFee"]) == sum(line.billed for line in lines)

    @invariant()
    def checks_are_the_sums_of_their_lines_or_partial(self) -> None:
        told = {
            row["ClaimPaymentNum"]: (cents(float(row["CheckAmt"])), row["IsPartial"] == "true")
            for row in self.office.read("claimpayments")
        }
        assert told == {number: (amount, self.model.is_partial(number)) for number, amount in self.model.checks.items()}

    @invariant()
    def a_procedure_is_estimated_or_claimed_once_of_each_plan(self) -> None:
        rows = self.office.read("claimprocs", PatNum=1)
        estimates = [(row["ProcNum"], row["InsSubNum"]) for row in rows if row["Status"] == "Estimate"]
        assert len(set(estimates)) == len(estimates)
        for procedure, subscriber in estimates:
            kind = "P" if subscriber == 1 else "S"
            assert not self.model.is_claimed(procedure, kind)


def test_claims_lines_and_checks_agree_with_their_model(tmp_path):
    practice = practice_file(tmp_path, PRACTICE)
    run_state_machine_as_test(partial(ClaimsMachine, practice), settings=part_of_all(1 / 8))
