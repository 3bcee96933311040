"""Insurance against a plain model: plans, subscribers, coverage and benefits agree after any sequence of calls."""

from __future__ import annotations

from copy import deepcopy
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from support.book_model import Row, part_of_all, practice_file
from support.db import database
from support.foreign_keys import dangling
from support.insurance_model import PRACTICE, VISITS, Insurance, Plan
from support.office_machine import NOBODY, OfficeMachine

LINKED = "InsSubNum is invalid. Patient is already linked to this InsSub."
ATTACHED = "Can't delete InsSub because PatPlans are still attached."
VERIFIED = {"plan": "InsuranceBenefit", "coverage": "PatientEnrollment"}
DAYS = ("2026-02-01", "2026-03-01")

data = st.data()
patients = st.integers(1, 2)
flags = st.booleans()
plan_kinds = st.sampled_from(["", "p", "f", "c"])
places = st.integers(1, 9)


def yes_no(value: bool) -> str:
    return "true" if value else "false"


class InsuranceMachine(OfficeMachine):
    def __init__(self, practice: str) -> None:
        super().__init__(practice)
        self.model = Insurance()

    # --- plans -------------------------------------------------------------------------------------------------

    @initialize()
    def begin_with_two_plans(self) -> None:
        for number in (1, 2):
            self.new_plan({"CarrierNum": 1}, Plan())
            self.subscribe(number, 1)

    @rule(data=data, medical=flags, kind=plan_kinds)
    def make_plan(self, data: st.DataObject, medical: bool, kind: str) -> None:
        employer = self.one_of(data, [0, *self.model.employers])
        body = {"CarrierNum": 1, "IsMedical": yes_no(medical), "PlanType": kind, "EmployerNum": employer}
        self.new_plan(body, Plan(medical, kind, employer), "Employer not found." * (employer == NOBODY))

    def new_plan(self, body: Row, plan: Plan, refusal: str = "") -> None:
        answer = self.call("POST", "insplans", body, refusal)
        if not refusal:
            self.model.plans[answer["PlanNum"]] = plan
            self.model.verified["plan", answer["PlanNum"]] = ""

    @rule(data=data, medical=flags, kind=plan_kinds, month=st.integers(0, 12))
    def change_plan(self, data: st.DataObject, medical: bool, kind: str, month: int) -> None:
        number = self.one_of(data, self.model.plans)
        refusal = "" if number in self.model.plans else "InsPlan not found."
        body = {"IsMedical": yes_no(medical), "PlanType": kind, "MonthRenew": month}
        self.call("PUT", f"insplans/{number}", body, refusal)
        if not refusal:
            plan = self.model.plans[number]
            plan.medical, plan.kind, plan.month = medical, kind, month

    @rule(data=data)
    def delete_employer(self, data: st.DataObject) -> None:
        """And hire another, so that there always is one."""
        number = self.one_of(data, self.model.employers)
        refusal = "" if number in self.model.employers else "Employer not found."
        if any(plan.employer == number for plan in self.model.plans.values()):
            refusal = "Employer is in use and cannot be deleted."
        self.call("DELETE", f"employers/{number}", refusal=refusal)
        if not refusal:
            self.model.employers.remove(number)
            self.model.employers.add(self.call("POST", "employers", {"EmpName": "Another"})["EmployerNum"])

    # --- subscribers -------------------------------------------------------------------------------------------

    @rule(data=data, patient=patients)
    def add_subscriber(self, data: st.DataObject, patient: int) -> None:
        self.subscribe(self.one_of(data, self.model.plans), patient)

    def subscribe(self, plan: int, patient: int) -> None:
        refusal = "" if plan in self.model.plans else "InsPlan not found."
        body = {"PlanNum": plan, "Subscriber": patient, "SubscriberID": "A"}
        answer = self.call("POST", "inssubs", body, refusal)
        if not refusal:
            self.model.subscribers[answer["InsSubNum"]] = plan

    @rule(data=data)
    def move_subscriber(self, data: st.DataObject) -> None:
        number, plan = (self.one_of(data, there) for there in (self.model.subscribers, self.model.plans))
        refusal = "" if plan in self.model.plans else "InsPlan not found."
        if number not in self.model.subscribers:
            refusal = "InsSub not found."
        self.call("PUT", f"inssubs/{number}", {"PlanNum": plan}, refusal)
        if not refusal:
            self.model.subscribers[number] = plan

    @rule(data=data)
    def delete_subscriber(self, data: st.DataObject) -> None:
        number = self.one_of(data, self.model.subscribers)
        covers = any(subscriber == number for _, subscriber in self.model.coverages.values())
        refusal = ATTACHED if covers else "" if number in self.model.subscribers else "InsSub not found."
        self.call("DELETE", f"inssubs/{number}", refusal=refusal)
        if not refusal:
            del self.model.subscribers[number]

    # --- coverage ----------------------------------------------------------------------------------------------

    @rule(data=data, patient=patients, place=places)
    def cover(self, data: st.DataObject, patient: int, place: int) -> None:
        subscriber = self.one_of(data, self.model.subscribers)
        number = max(self.model.coverages, default=0) + 1
        trial = deepcopy(self.model)
        fits = trial.squeeze_in(patient, place, number)
        trial.coverages[number] = (patient, subscriber)
        refusal = self.unlinkable(patient, subscriber) or ("" if fits else "Ordinal is invalid.")
        body = {"PatNum": patient, "InsSubNum": subscriber, "Ordinal": place}
        answer = self.call("POST", "patplans", body, refusal)
        if not refusal:
            self.model = trial
            self.rename(number, answer["PatPlanNum"])
            self.model.verified["coverage", answer["PatPlanNum"]] = ""

    def rename(self, guess: int, number: int) -> None:
        """A coverage's number is told by the office."""
        if guess != number:
            patient, _ = self.model.coverages[guess]
            self.model.coverages[number] = self.model.coverages.pop(guess)
            taken = self.model.places[patient]
            self.model.places[patient] = {place: number if one == guess else one for place, one in taken.items()}

    def unlinkable(self, patient: int, subscriber: int) -> str:
        if subscriber not in self.model.subscribers:
            return "InsSub not found."
        return LINKED if (patient, subscriber) in self.model.coverages.values() else ""

    @rule(data=data, place=places)
    def change_place(self, data: st.DataObject, place: int) -> None:
        number = self.one_of(data, self.model.coverages)
        trial = deepcopy(self.model)
        refusal = "" if number in trial.coverages else "PatPlan not found."
        if not refusal:
            patient, _ = trial.coverages[number]
            if trial.places[patient].get(place) != number:
                trial.take_out(patient, number)
                refusal = "" if trial.squeeze_in(patient, place, number) else "Ordinal is invalid."
        self.call("PUT", f"patplans/{number}", {"Ordinal": place}, refusal)
        if not refusal:
            self.model = trial

    @rule(data=data)
    def change_subscriber(self, data: st.DataObject) -> None:
        number, subscriber = (self.one_of(data, there) for there in (self.model.coverages, self.model.subscribers))
        if number in self.model.coverages:
            patient, before = self.model.coverages[number]
            refusal = "" if subscriber == before else self.unlinkable(patient, subscriber)
        else:
            patient, refusal = 0, "PatPlan not found."
        self.call("PUT", f"patplans/{number}", {"InsSubNum": subscriber}, refusal)
        if not refusal:
            self.model.coverages[number] = (patient, subscriber)

    @rule(data=data)
    def drop(self, data: st.DataObject) -> None:
        number = self.one_of(data, self.model.coverages)
        refusal = "" if number in self.model.coverages else "PatPlan not found."
        self.call("DELETE", f"patplans/{number}", refusal=refusal)
        if not refusal:
            patient, _ = self.model.coverages[number]
            self.model.take_out(patient, number)
            del self.model.coverages[number], self.model.verified["coverage", number]
            owner = ("coverage", number)
            self.model.benefits = {n: whose for n, whose in self.model.benefits.items() if whose != owner}

    # --- what hangs on them ------------------------------------------------------------------------------------

    def owner(self, data: st.DataObject) -> tuple[str, int]:
        kind = data.draw(st.sampled_from(["plan", "coverage"]))
        return kind, self.one_of(data, self.model.plans if kind == "plan" else self.model.coverages)

    def is_there(self, owner: tuple[str, int]) -> bool:
        return owner in self.model.verified

    @rule(data=data, percent=st.integers(-1, 100))
    def add_benefit(self, data: st.DataObject, percent: int) -> None:
        kind, number = owner = self.owner(data)
        name, entity = ("PlanNum", "InsPlan") if kind == "plan" else ("PatPlanNum", "PatPlan")
        refusal = "" if self.is_there(owner) else f"{entity} not found."
        body = {name: number, "BenefitType": "CoInsurance", "CoverageLevel": "None", "Percent": percent, "CovCatNum": 1}
        answer = self.call("POST", "benefits", body, refusal)
        if not refusal:
            self.model.benefits[answer["BenefitNum"]] = owner
            plan = number if kind == "plan" else self.model.subscribers[self.model.coverages[number][1]]
            renews = "ServiceYear" if self.model.plans[plan].month else "CalendarYear"
            assert answer["TimePeriod"] == renews

    @rule(data=data, delete=flags)
    def change_or_delete_benefit(self, data: st.DataObject, delete: bool) -> None:
        number = self.one_of(data, self.model.benefits)
        refusal = "" if number in self.model.benefits else "Benefit not found."
        if delete:
            self.call("DELETE", f"benefits/{number}", refusal=refusal)
            self.model.benefits.pop(number, None)
        else:
            self.call("PUT", f"benefits/{number}", {"BenefitType": "Deductible", "MonetaryAmt": 50}, refusal)

    @rule(data=data, day=st.sampled_from(DAYS))
    def verify(self, data: st.DataObject, day: str) -> None:
        kind, number = owner = self.owner(data)
        refusal = "" if self.is_there(owner) else "FKey is invalid."
        body = {"VerifyType": VERIFIED[kind], "FKey": number, "DateLastVerified": day}
        self.call("PUT", "insverifies", body, refusal)
        if not refusal:
            self.model.kept += self.model.verified[owner] != day
            self.model.verified[owner] = day

    @rule(data=data)
    def link(self, data: st.DataObject) -> None:
        plan = self.one_of(data, self.model.plans)
        refusal = "" if plan in self.model.plans else "InsPlan not found."
        body = {"PlanNum": plan, "CodeNum": 1, "SubstitutionCode": "D2391", "SubstOnlyIf": "Molar"}
        answer = self.call("POST", "substitutionlinks", body, refusal)
        if not refusal:
            self.model.links[answer["SubstitutionLinkNum"]] = plan

    @rule(data=data)
    def unlink(self, data: st.DataObject) -> None:
        number = self.one_of(data, self.model.links)
        refusal = "" if number in self.model.links else "SubstitutionLink not found."
        self.call("DELETE", f"substitutionlinks/{number}", refusal=refusal)
        self.model.links.pop(number, None)

    # --- what must hold ----------------------------------------------------------------------------------------

    @invariant()
    def every_number_names_a_row(self) -> None:
        assert dangling(self.office) == {}

    @invariant()
    def nothing_is_gone_and_nothing_is_left_behind(self) -> None:
        model, read = self.model, self.office.read
        assert {row["PlanNum"]: row["IsMedical"] for row in read("insplans")} == {
            number: yes_no(plan.medical) for number, plan in model.plans.items()
        }
        assert {row["InsSubNum"]: row["PlanNum"] for row in read("inssubs")} == model.subscribers
        assert {row["BenefitNum"]: (row["PlanNum"], row["PatPlanNum"]) for row in read("benefits")} == {
            number: (whose, 0) if kind == "plan" else (0, whose) for number, (kind, whose) in model.benefits.items()
        }
        for plan in model.plans:
            links = [row["SubstiutionLinkNum"] for row in read("substitutionlinks", PlanNum=plan)]
            assert links == [number for number, of in model.links.items() if of == plan]

    @invariant()
    def everything_is_verified_once(self) -> None:
        told = [((row["VerifyType"], row["FKey"]), row["DateLastVerified"]) for row in self.office.read("insverifies")]
        wanted = {(VERIFIED[kind], number): day or "0001-01-01" for (kind, number), day in self.model.verified.items()}
        assert dict(told) == wanted
        assert len(told) == len(wanted)
        assert database(self.office).column("SELECT count(*) FROM insverifyhist") == [self.model.kept]

    @invariant()
    def coverage_is_in_its_places_and_shown_so(self) -> None:
        for patient in (1, 2):
            rows = self.office.read("patplans", PatNum=patient)
            assert {row["Ordinal"]: row["PatPlanNum"] for row in rows} == self.model.places[patient]
            assert {row["PatPlanNum"]: (patient, row["InsSubNum"]) for row in rows} == {
                number: whom for number, whom in self.model.coverages.items() if whom[0] == patient
            }
            shown = self.office.read(f"familymodules/{patient}/Insurance")
            assert [row["InsSubNum"] for row in shown] == self.model.in_order(patient)
            assert [row["PlanNum"] for row in shown] == [
                self.model.subscribers[subscriber] for subscriber in self.model.in_order(patient)
            ]
            dental = [row["ordinal"] for row in shown if row["IsMedical"] == "false"]
            assert dental == ["Primary", "Secondary", *["Other"] * 9][: len(dental)]
            assert {row["ordinal"] for row in shown if row["IsMedical"] == "true"} <= {"Medical"}

    @invariant()
    def visits_have_the_plans_of_their_patient(self) -> None:
        for number, patient in VISITS.items():
            row = self.office.read(f"appointments/{number}")
            assert (row["InsPlan1"], row["InsPlan2"]) == self.model.dental(patient), number


def test_plans_subscribers_coverage_and_benefits_agree_with_their_model(tmp_path):
    practice = practice_file(tmp_path, PRACTICE)
    run_state_machine_as_test(partial(InsuranceMachine, practice), settings=part_of_all(1 / 8))
