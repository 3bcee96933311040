"""What the reports answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from mockod.rest.endpoint import Page
from mockod.rest.schema import Leniency, Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.aging import Aging, Entry, aged, money
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.reports import queries
from mockod.vendors.opendental.resources.reports.queries import Estimate
from mockod.vendors.opendental.wire.date_fields import Day
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import ForeignKey, IntegerList, Number, Text, read_whole

FINANCE_CHARGE = "FinanceChargeAdjustmentType"
"""The preference that names the type of adjustment that is a finance charge."""


class WrittenList(IntegerList):
    """Whole numbers in a query: ``[2,3]``, or ``2,3`` (both documented)."""

    def read(self, value: Any, leniency: Leniency) -> tuple[int, ...]:
        words = str(value).strip().removeprefix("[").removesuffix("]").split(",")
        return super().read([read_whole(word.strip()) for word in words], leniency)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[1-9][0-9]{0,17}(?:,[1-9][0-9]{0,17})*$"}


@dataclass(frozen=True, slots=True)
class AgingFilters:
    """GET reports Aging. Clinic 0 is that of entries which have none."""

    date_as_of: Annotated[date | None, Day()] = None
    clinic_num: Annotated[int | None, ForeignKey("clinic.ClinicNum"), Since("22.2")] = None


@dataclass(frozen=True, slots=True)
class AgedFamily:
    """What a family owes, by age, and how much of it is the patients' own."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum")]
    pat_name: Annotated[str, Text(), Name("patName")]
    bal_0_30: Annotated[float, Number(), Name("Bal_0_30")]
    bal_31_60: Annotated[float, Number(), Name("Bal_31_60")]
    bal_61_90: Annotated[float, Number(), Name("Bal_61_90")]
    bal_over_90: Annotated[float, Number(), Name("BalOver90")]
    bal_total: Annotated[float, Number()]
    ins_wo_est: Annotated[float, Number()]
    ins_pay_est: Annotated[float, Number()]
    patient_portion: Annotated[float, Number()]


@dataclass(frozen=True, slots=True)
class ChargeFilters:
    """GET reports FinanceCharges, of today unless days are named."""

    date_from: Annotated[date | None, Day()] = None
    date_to: Annotated[date | None, Day()] = None
    prov_nums: Annotated[tuple[int, ...], WrittenList()] = ()
    billing_types: Annotated[tuple[int, ...], WrittenList()] = ()


@dataclass(frozen=True, slots=True)
class FinanceCharge:
    pat_num: Annotated[int, ForeignKey("patient.PatNum")]
    pat_name: Annotated[str, Text()]
    preferred: Annotated[str, Text()]
    adj_amt: Annotated[float, Number()]


def list_aging(tx: Transaction, filters: AgingFilters, page: Page) -> list[AgedFamily]:
    """GET reports Aging: families whose account is not even, by the guarantor's name (assumed)."""
    as_of = filters.date_as_of or tx.now.date()
    families = queries.guarantors(tx)
    entries: dict[int, list[Entry]] = defaultdict(list)
    expected: dict[int, list[Estimate]] = defaultdict(list)
    for pat_num, entry in queries.lines(tx, filters.clinic_num, as_of):
        entries[families[pat_num].pat_num].append(entry)
    for pat_num, estimate in queries.estimates(tx, filters.clinic_num, as_of):
        expected[families[pat_num].pat_num].append(estimate)
    everyone = (
        aged_family(one.pat_num, one.name, aged(entries[one.pat_num], as_of), expected[one.pat_num])
        for one in dict.fromkeys(families.values())
    )
    uneven = [family for family in everyone if family.bal_total or family.ins_pay_est or family.ins_wo_est]
    return uneven[page.offset : page.offset + page.limit]


def aged_family(pat_num: int, name: str, aging: Aging, expected: list[Estimate]) -> AgedFamily:
    """A line of the report: the patients' portion is what insurance is not expected to take over (documented)."""
    pay = money(sum(estimate.pay for estimate in expected))
    write_off = money(sum(estimate.write_off for estimate in expected))
    return AgedFamily(
        pat_num=pat_num,
        pat_name=name,
        bal_0_30=aging.bal_0_30,
        bal_31_60=aging.bal_31_60,
        bal_61_90=aging.bal_61_90,
        bal_over_90=aging.bal_over_90,
        bal_total=aging.total,
        ins_wo_est=write_off,
        ins_pay_est=pay,
        patient_portion=money(aging.total - pay - write_off),
    )


def list_finance_charges(tx: Transaction, filters: ChargeFilters, page: Page) -> list[FinanceCharge]:
    """GET reports FinanceCharges: the adjustments of that type, by date. Refuses a span that ends before it begins."""
    start, end = filters.date_from or tx.now.date(), filters.date_to or tx.now.date()
    if filters.date_from and filters.date_to and end < start:
        raise invalid("DateTo")
    if not queries.has(tx, "adjustment"):
        return []
    provs = ", ".join(map(str, filters.prov_nums))
    types = ", ".join(map(str, filters.billing_types))
    tests = [f"a.ProvNum IN ({provs})" if provs else "1", f"p.BillingType IN ({types})" if types else "1"]
    rows = tx.rows(
        queries.FINANCE_CHARGES.format(tests=" AND ".join(tests)),
        {
            "charge": preferences.number(tx, FINANCE_CHARGE),
            "start": str(start),
            "end": str(end),
            "limit": page.limit,
            "offset": page.offset,
        },
    )
    return [
        FinanceCharge(number, queries.report_name(*name), preferred, money(amount))
        for amount, number, *name, preferred in rows
    ]
