"""What a procedure costs: an independent reading of the rules, held against all offices of a few fees."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mockod.vendors.opendental.domain.fees import Fee, Schedules, amount, proc_fee

AMOUNTS = st.sampled_from([-1.0, 0.0, 10.0, 25.5, 40.0])
FEES = st.lists(
    st.builds(Fee, st.integers(1, 3), st.integers(0, 2), st.integers(0, 2), AMOUNTS),
    max_size=12,
    unique_by=lambda fee: (fee.schedule, fee.clinic_num, fee.prov_num),
)
NUMBERS = st.integers(0, 3)


def expected_amount(fees: list[Fee], schedule: int, clinic: int, provider: int) -> float:
    """The fee that says most of this clinic and provider; a provider weighs more than a clinic."""
    fitting = [
        fee
        for fee in fees
        if fee.schedule == schedule and fee.clinic_num in (0, clinic) and fee.prov_num in (0, provider)
    ]
    best = max(fitting, key=lambda fee: 2 * bool(fee.prov_num) + bool(fee.clinic_num), default=None)
    return max(best.amount, 0.0) if best else 0.0


@given(FEES, NUMBERS, st.integers(0, 2), st.integers(0, 2))
def test_the_fee_that_says_most_of_clinic_and_provider_counts(fees, schedule, clinic, provider):
    assert amount(fees, schedule, clinic, provider) == expected_amount(fees, schedule, clinic, provider)


@given(FEES, NUMBERS, NUMBERS, NUMBERS, st.booleans(), st.integers(0, 2), st.integers(0, 2))
def test_the_first_schedule_of_plan_patient_and_provider_counts(
    fees, plan, patient, of_provider, is_ppo, clinic, provider
):
    asked = [number for number in (plan, patient, of_provider) if number]
    fee = expected_amount(fees, asked[0], clinic, provider) if asked else 0.0
    usual = expected_amount(fees, of_provider, clinic, provider)

    found = proc_fee(fees, Schedules(plan=plan, is_ppo=is_ppo, patient=patient, provider=of_provider), clinic, provider)

    assert found == (max(fee, usual) if is_ppo else fee)
    assert found >= 0
