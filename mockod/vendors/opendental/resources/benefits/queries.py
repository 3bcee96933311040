"""The SQL of what a plan pays: facts for ``domain/benefits.py``."""

from __future__ import annotations

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.benefits import Benefit, Categories, Category, Span
from mockod.vendors.opendental.domain.insurance_enums import EbenefitCategory
from mockod.vendors.opendental.resources.benefits.table import RECORDS


def of_coverage(tx: Transaction, pat_plan_num: int) -> list[Benefit]:
    """The benefits of the plan that covers a patient, and the patient's own, by number."""
    plan = "SELECT s.PlanNum FROM patplan p JOIN inssub s ON s.InsSubNum = p.InsSubNum WHERE p.PatPlanNum = ?"
    tests = f"PatPlanNum = ? OR (PatPlanNum = 0 AND PlanNum = ({plan})) ORDER BY BenefitNum"
    return RECORDS.find(tx, tests, (pat_plan_num, pat_plan_num))


def categories(tx: Transaction) -> Categories:
    """Every coverage category of the office with its spans."""
    spans: dict[int, list[Span]] = {}
    for cov_cat_num, from_code, to_code in tx.rows(
        "SELECT CovCatNum, FromCode, ToCode FROM covspan ORDER BY CovSpanNum"
    ):
        spans.setdefault(cov_cat_num, []).append(Span(from_code, to_code))
    return {
        number: Category(order, tuple(spans.get(number, ())), EbenefitCategory(ebenefit), bool(hidden))
        for number, order, ebenefit, hidden in tx.rows(
            "SELECT CovCatNum, CovOrder, EbenefitCat, IsHidden FROM covcat ORDER BY CovCatNum"
        )
    }
