"""The SQL of recalls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, PatStatus
from mockod.vendors.opendental.domain.recall import Recall
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.engine.select import binds, given, where
from mockod.vendors.opendental.resources.recalls.bodies import DueFilters
from mockod.vendors.opendental.resources.recalls.table import DATE_SCHEDULED, RECORDS

_DUE = f"""
WITH reminded AS (
  SELECT recall.RecallNum, count(*) AS Times, max(l.CommDateTime) AS Latest FROM recall
  JOIN commlog l ON l.PatNum = recall.PatNum AND l.CommDateTime > recall.DatePrevious
  JOIN definition d ON d.DefNum = l.CommType AND d.Category = {DefCat.CommLogTypes:d} AND d.ItemValue = 'RECALL'
  GROUP BY recall.RecallNum
)
SELECT recall.DateDue, recall.PatNum, p.LName, p.FName, p.Preferred, p.Birthdate, recalltype.Description,
  recall.RecallInterval, coalesce(m.Times, 0), coalesce(m.Latest, '0001-01-01'), p.PreferRecallMethod,
  p.HmPhone, p.WkPhone, p.WirelessPhone, p.Email, coalesce(status.ItemName, ''), p.ClinicNum, recall.Note
FROM recall
JOIN patient p ON p.PatNum = recall.PatNum
JOIN patient g ON g.PatNum = p.Guarantor
JOIN recalltype ON recalltype.RecallTypeNum = recall.RecallTypeNum
LEFT JOIN definition status ON status.DefNum = recall.RecallStatus
LEFT JOIN reminded m ON m.RecallNum = recall.RecallNum
WHERE p.PatStatus = {PatStatus.Patient:d} AND recall.DateDue BETWEEN :start AND :end
AND recall.IsDisabled = 0 AND recall.DisableUntilDate <= :today
AND (recall.DisableUntilBalance <= 0 OR g.BalTotal < recall.DisableUntilBalance)
AND {DATE_SCHEDULED} = '0001-01-01'
"""
_BY_DUE_DATE = "ORDER BY recall.DateDue, fold(p.LName), fold(p.FName), recall.RecallNum"


@dataclass(frozen=True, slots=True)
class Due:
    """A recall that is due and what of its patient the list shows, as stored."""

    date_due: str
    pat_num: int
    l_name: str
    f_name: str
    preferred: str
    birthdate: str
    type_name: str
    interval: str
    reminders: int
    last_reminder: str
    method: int
    hm_phone: str
    wk_phone: str
    wireless_phone: str
    email: str
    status: str
    clinic_num: int
    note: str


def due(
    tx: Transaction, filters: DueFilters, start: date, end: date, types: Sequence[int] | None, page: Page
) -> list[Due]:
    """What is due between two days, both included, and not yet scheduled; of these types, or of any."""
    conditions = [
        given(":provider IN (p.PriProv, p.SecProv)", provider=filters.prov_num or None),
        given("p.ClinicNum = :clinic", clinic=filters.clinic_num),
        None if filters.include_reminded else where("m.Times IS NULL"),
        None if types is None else where(f"recall.RecallTypeNum IN ({', '.join(str(number) for number in types)})"),
    ]
    values = {**binds(tx), "start": str(start), "end": str(end), "limit": page.limit, "offset": page.offset}
    further = ""
    for condition in filter(None, conditions):
        further += f" AND {condition.sql}"
        values.update(condition.values)
    rows = tx.rows(f"{_DUE}{further} {_BY_DUE_DATE} LIMIT :limit OFFSET :offset", values)
    return [Due(*row) for row in rows]


def recalls_of_types(tx: Transaction, pat_num: int, types: Sequence[int]) -> list[Recall]:
    """A patient's recalls of any of these types, by number."""
    tests = f"PatNum = ? AND RecallTypeNum IN ({placeholders(types)}) ORDER BY RecallNum"
    return RECORDS.find(tx, tests, (pat_num, *types))


def types_named(tx: Transaction, name: str) -> list[int]:
    """The types of this name."""
    sql = "SELECT RecallTypeNum FROM recalltype WHERE fold(Description) = fold(?) ORDER BY RecallTypeNum"
    return list(tx.column(sql, (name,)))


def default_interval(tx: Transaction, recall_type_num: int) -> str:
    return str(tx.value("SELECT DefaultInterval FROM recalltype WHERE RecallTypeNum = ?", (recall_type_num,), ""))
