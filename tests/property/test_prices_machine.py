"""Fees against a plain model: whatever is written of schedules, fees and plans, a new procedure costs what follows."""

from __future__ import annotations

from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from support.book_model import part_of_all, practice_file
from support.foreign_keys import dangling
from support.office_machine import OfficeMachine

PRACTICE = """
clinics: [{ClinicNum: 1, Description: North}, {ClinicNum: 2, Description: South}]
feescheds:
  - {FeeSchedNum: 1, Description: Usual}
  - {FeeSchedNum: 2, Description: By clinic and provider, IsGlobal: false}
  - {FeeSchedNum: 3, Description: Of a plan}
feeschedgroups: [{FeeSchedNum: 2, ClinicNums: "2"}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}]
insplans: [{PlanNum: 1, CarrierNum: 1}]
inssubs: [{InsSubNum: 1, PlanNum: 1, Subscriber: 1}]
patplans: [{PatNum: 1, InsSubNum: 1, Ordinal: 1}]
providers: [{ProvNum: 8, Abbr: A, FeeSched: 1}, {ProvNum: 9, Abbr: B, FeeSched: 2}]
procedurecodes: [{CodeNum: 1, ProcCode: D0120}]
"""
PROVIDERS = {1: 0, 8: 1, 9: 2}
"""Provider -> its fee schedule."""
GROUPED = "Fee belongs to a FeeSchedGroup."
Place = tuple[int, int, int]
"""Schedule, clinic and provider of a fee."""

data = st.data()
schedules = st.integers(1, 3)
clinics = st.integers(0, 2)
providers = st.sampled_from([0, *PROVIDERS])
cents = st.integers(-2, 100)


class PricesMachine(OfficeMachine):
    def __init__(self, practice: str) -> None:
        super().__init__(practice)
        self.is_global = {1: True, 2: False, 3: True}
        self.fees: dict[Place, float] = {}
        self.numbers: dict[Place, int] = {}
        self.plan = {"FeeSched": 0, "PlanType": "", "IsMedical": "false"}
        self.patient = 0

    def is_grouped(self, place: Place) -> bool:
        return place[:2] == (2, 2)

    def refused_amount(self, place: Place, amount: float) -> list[str]:
        """Less than nothing is refused, but for the -1 of a clinic's or provider's own fee."""
        is_blank = amount == -1 and any(place[1:])
        return ["Amount is invalid."] if amount < 0 and not is_blank else []

    @rule(schedule=schedules, clinic=clinics, provider=providers, amount=cents)
    def make_fee(self, schedule: int, clinic: int, provider: int, amount: int) -> None:
        place = (schedule, clinic, provider)
        owners = [name for name, number in (("ClinicNum", clinic), ("ProvNum", provider)) if number]
        refusals = [f"{name} is invalid. FeeSched is global." for name in owners if self.is_global[schedule]]
        refusals += [GROUPED] if self.is_grouped(place) else self.refused_amount(place, amount)
        refusals += ["Fee already exists."] if place in self.fees else []
        body = {"Amount": str(amount), "FeeSched": schedule, "CodeNum": 1, "ClinicNum": clinic, "ProvNum": provider}
        made = self.call("POST", "fees", body, next(iter(refusals), ""))
        if not refusals:
            self.fees[place], self.numbers[place] = amount, made["FeeNum"]

    @rule(data=data, amount=cents)
    def change_fee(self, data: st.DataObject, amount: int) -> None:
        if self.fees:
            place = data.draw(st.sampled_from(sorted(self.fees)))
            refusals = self.refused_amount(place, amount)
            self.call("PUT", f"fees/{self.numbers[place]}", {"Amount": amount}, next(iter(refusals), ""))
            if not refusals:
                self.fees[place] = amount

    @rule(data=data)
    def delete_fee(self, data: st.DataObject) -> None:
        if self.fees:
            place = data.draw(st.sampled_from(sorted(self.fees)))
            self.call("DELETE", f"fees/{self.numbers.pop(place)}")
            del self.fees[place]

    @rule(schedule=schedules, is_global=st.booleans())
    def make_global_or_not(self, schedule: int, is_global: bool) -> None:
        has_own = any(place[0] == schedule and any(place[1:]) for place in self.fees)
        refusals = ["IsGlobal is invalid. FeeSched has Fees of a Clinic or Provider."] if is_global and has_own else []
        self.call("PUT", f"feescheds/{schedule}", {"IsGlobal": str(is_global).lower()}, next(iter(refusals), ""))
        if not refusals:
            self.is_global[schedule] = is_global

    @rule(schedule=st.integers(0, 3), kind=st.sampled_from(["", "p", "c"]), medical=st.sampled_from(["false", "true"]))
    def change_plan(self, schedule: int, kind: str, medical: str) -> None:
        self.plan = {"FeeSched": schedule, "PlanType": kind, "IsMedical": medical}
        self.call("PUT", "insplans/1", self.plan)

    @rule(schedule=st.integers(0, 3))
    def change_patient(self, schedule: int) -> None:
        self.call("PUT", "patients/1", {"FeeSched": schedule})
        self.patient = schedule

    @rule(clinic=clinics, provider=st.sampled_from([*PROVIDERS]))
    def enter_procedure(self, clinic: int, provider: int) -> None:
        body = {"PatNum": 1, "ProcDate": "2026-03-02", "ProcStatus": "TP", "procCode": "D0120"}
        entered = self.call("POST", "procedurelogs", body | {"ClinicNum": clinic, "ProvNum": provider})
        assert float(entered["ProcFee"]) == self.price(clinic, provider)

    def price(self, clinic: int, provider: int) -> float:
        is_dental = self.plan["IsMedical"] == "false"
        plan = self.plan["FeeSched"] if is_dental else 0
        asked = self.asked(plan or self.patient or PROVIDERS[provider], clinic, provider)
        if is_dental and self.plan["PlanType"] == "p":
            return max(asked, self.asked(PROVIDERS[provider], clinic, provider))
        return asked

    def asked(self, schedule: Any, clinic: int, provider: int) -> float:
        for place in ((clinic, provider), (0, provider), (clinic, 0), (0, 0)):
            if (schedule, *place) in self.fees:
                return max(self.fees[schedule, *place], 0.0)
        return 0.0

    @invariant()
    def the_list_is_the_models(self) -> None:
        rows = self.office.read("fees")
        assert {(r["FeeSched"], r["ClinicNum"], r["ProvNum"]): r["Amount"] for r in rows} == self.fees
        assert not [place for place in self.fees if self.is_global[place[0]] and any(place[1:])]

    def teardown(self) -> None:
        assert dangling(self.office) == {}


def test_a_procedure_costs_what_the_model_of_plans_schedules_and_fees_says(tmp_path):
    practice = practice_file(tmp_path, PRACTICE)
    run_state_machine_as_test(partial(PricesMachine, practice), settings=part_of_all(1 / 8))
