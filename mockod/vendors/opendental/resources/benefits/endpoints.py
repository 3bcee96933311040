"""The methods of benefits."""

from __future__ import annotations

from dataclasses import replace

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import INSURANCE
from mockod.vendors.opendental.domain.benefits import Benefit
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.resources.benefits.bodies import BenefitChange, BenefitFilters, NewBenefit
from mockod.vendors.opendental.resources.benefits.decisions import changed_benefit, new_benefit
from mockod.vendors.opendental.resources.benefits.table import BENEFIT, RECORDS, YOUNGER
from mockod.vendors.opendental.wire.errors import required

ALL_SINCE = "23.2.62"
"""Older offices list the benefits of one plan or patplan only (documented)."""
_MONTH_RENEW = (
    "SELECT MonthRenew FROM insplan WHERE PlanNum = coalesce((SELECT s.PlanNum FROM patplan p "
    "JOIN inssub s ON s.InsSubNum = p.InsSubNum WHERE p.PatPlanNum = :pat_plan), :plan)"
)


def list_benefits(tx: Transaction, filters: BenefitFilters, page: Page) -> Rows:
    """GET benefits, by number."""
    if not (filters.plan_num or filters.pat_plan_num or tx.settings.version.knows(ALL_SINCE)):
        raise required("PlanNum or PatPlanNum")
    return BENEFITS.select.page(
        tx,
        page,
        "benefit.BenefitNum",
        [
            given("benefit.PlanNum = :plan", plan=filters.plan_num or None),
            given("benefit.PatPlanNum = :pat_plan", pat_plan=filters.pat_plan_num or None),
        ],
    )


def create_benefit(tx: Transaction, body: NewBenefit) -> Row:
    """POST benefits."""
    month_renew = tx.value(_MONTH_RENEW, {"plan": body.plan_num, "pat_plan": body.pat_plan_num}, 0)
    new = new_benefit(body, _code(tx, body.code_num, body.proc_code), month_renew, tx.now)
    return BENEFITS.select.one(tx, RECORDS.insert(tx, new))


def update_benefit(tx: Transaction, before: Benefit, body: BenefitChange) -> Row:
    """PUT benefits."""
    after = changed_benefit(before, body, _code(tx, body.code_num, body.proc_code))
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
    return BENEFITS.select.one(tx, before.benefit_num)


def _code(tx: Transaction, code_num: int | None, proc_code: str | None) -> int | None:
    """The number of the code that is named, 0 for none; None for one that the office lacks. 0 leaves it to the text."""
    if code_num or not proc_code:
        return code_num or 0
    number: int | None = tx.value("SELECT CodeNum FROM procedurecode WHERE ProcCode = ?", (proc_code,))
    return number


BENEFITS = Resource(
    "benefits",
    table=BENEFIT,
    permission=INSURANCE,
    methods=[
        read(since=YOUNGER),
        listing(list_benefits, filters=BenefitFilters, since="22.3.27"),
        create(create_benefit, body=NewBenefit, since="22.3.17", location=""),
        update(update_benefit, row=RECORDS.get_or_404, body=BenefitChange, since="22.4.7"),
        delete(since="22.4.7"),
    ],
)
