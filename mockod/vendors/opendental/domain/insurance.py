"""What a patient's coverage is called, by its place among the others and by the kind of plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mockod.vendors.opendental.domain.setup_enums import FeeSchedType

PERCENTAGE, PPO, FLAT_COPAY, CAPITATION = PLAN_TYPES = ("", "p", "f", "c")
"""What ``insplan.PlanType`` may be."""
PLAN_TYPE_NAMES = {
    PERCENTAGE: "Category Percentage",
    PPO: "PPO Percentage",
    FLAT_COPAY: "Medicaid or Flat Co-pay",
    CAPITATION: "Capitation",
}
"""How the Family Module calls a plan type (documented)."""
FIXED_BENEFIT = "PPO Fixed Benefit"
"""A PPO plan whose copay fee schedule is one of fixed benefits (source)."""
PLACES = ("Primary", "Secondary", "Medical", "Other")


def plan_type_name(plan_type: str, copay_type: FeeSchedType) -> str:
    """How the Family Module calls a plan, of whose copay fee schedule this is the type: Normal where it has none.

    >>> plan_type_name(PPO, FeeSchedType.FixedBenefit), plan_type_name(PPO, FeeSchedType.CoPay)
    ('PPO Fixed Benefit', 'PPO Percentage')
    """
    is_fixed = plan_type == PPO and copay_type == FeeSchedType.FixedBenefit
    return FIXED_BENEFIT if is_fixed else PLAN_TYPE_NAMES[plan_type]


def places(medical: Iterable[bool]) -> Iterator[str]:
    """The places of a patient's plans, in the order of their ordinals; ``medical`` says which of them are.

    The first dental plan is the primary one, whatever its ordinal (source).

    >>> list(places([True, False, False, False]))
    ['Medical', 'Primary', 'Secondary', 'Other']
    """
    dental = 0
    for is_medical in medical:
        if is_medical:
            yield "Medical"
        else:
            yield ("Primary", "Secondary", "Other")[min(dental, 2)]
            dental += 1
