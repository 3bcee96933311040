"""The SQL of recalls and their types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mockod.rest.endpoint import Page
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, PatStatus
from mockod.vendors.opendental.domain.recall import Recall
from mockod.vendors.opendental.engine.record_table import RecordTable
from mockod.vendors.opendental.resources.recalls import schemas
from mockod.vendors.opendental.resources.recalls.asked import DueSearch
from mockod.vendors.opendental.wire.errors import Row

RECALLS = RecordTable(Recall, "recall")

_SHOWN = f"""
SELECT {columns(schemas.Recall, "r")}
FROM recall r
JOIN recalltype t ON t.RecallTypeNum = r.RecallTypeNum
LEFT JOIN definition status ON status.DefNum = r.RecallStatus
"""
_TYPES = f"SELECT {columns(schemas.RecallType, 't')} FROM recalltype t"
_DUE = f"""
WITH reminded AS (
  SELECT r.RecallNum, count(*) AS Times, max(l.CommDateTime) AS Latest FROM recall r
  JOIN commlog l ON l.PatNum = r.PatNum AND l.CommDateTime > r.DatePrevious
  JOIN definition d ON d.DefNum = l.CommType AND d.Category = {DefCat.CommLogTypes:d} AND d.ItemValue = 'RECALL'
  GROUP BY r.RecallNum
)
SELECT r.DateDue, r.PatNum, p.LName, p.FName, p.Preferred, p.Birthdate, t.Description, r.RecallInterval,
  coalesce(m.Times, 0), coalesce(m.Latest, '0001-01-01'), p.PreferRecallMethod, p.HmPhone, p.WkPhone,
  p.WirelessPhone, p.Email, coalesce(status.ItemName, ''), p.ClinicNum, r.Note
FROM recall r
JOIN patient p ON p.PatNum = r.PatNum
JOIN patient g ON g.PatNum = p.Guarantor
JOIN recalltype t ON t.RecallTypeNum = r.RecallTypeNum
LEFT JOIN definition status ON status.DefNum = r.RecallStatus
LEFT JOIN reminded m ON m.RecallNum = r.RecallNum
WHERE p.PatStatus = {PatStatus.Patient:d} AND r.DateDue BETWEEN :start AND :end
AND r.IsDisabled = 0 AND r.DisableUntilDate <= :today
AND (r.DisableUntilBalance <= 0 OR g.BalTotal < r.DisableUntilBalance)
AND {schemas.DATE_SCHEDULED} = '0001-01-01'
AND (:provider = 0 OR :provider IN (p.PriProv, p.SecProv))
AND (:clinic IS NULL OR p.ClinicNum = :clinic)
AND (:reminded OR m.Times IS NULL)
"""
_BY_DUE_DATE = "ORDER BY r.DateDue, p.LName COLLATE NOCASE, p.FName COLLATE NOCASE, r.RecallNum"


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


def shown(tx: Transaction, recall_num: int) -> Row | None:
    values = {"number": recall_num, "today": str(tx.now.date())}
    return tx.row(f"{_SHOWN} WHERE r.RecallNum = :number", values)


def listed(tx: Transaction, pat_num: int, page: Page) -> list[Row]:
    """By number; of one patient, or of all for 0."""
    return tx.rows(
        f"{_SHOWN} WHERE :patient = 0 OR r.PatNum = :patient ORDER BY r.RecallNum LIMIT :limit OFFSET :offset",
        {"patient": pat_num, "today": str(tx.now.date()), "limit": page.limit, "offset": page.offset},
    )


def due(
    tx: Transaction, wanted: DueSearch, start: date, end: date, types: Sequence[int] | None, page: Page
) -> list[Due]:
    """What is due between two days, both included, and not yet scheduled; of these types, or of any."""
    of_types = "" if types is None else f"AND r.RecallTypeNum IN ({', '.join(str(number) for number in types)})"
    rows = tx.rows(
        f"{_DUE} {of_types} {_BY_DUE_DATE} LIMIT :limit OFFSET :offset",
        {
            "start": str(start),
            "end": str(end),
            "today": str(tx.now.date()),
            "provider": wanted.prov_num,
            "clinic": wanted.clinic_num,
            "reminded": wanted.include_reminded,
            "limit": page.limit,
            "offset": page.offset,
        },
    )
    return [Due(*row) for row in rows]


def recalls_of_types(tx: Transaction, pat_num: int, types: Sequence[int]) -> list[Recall]:
    """A patient's recalls of any of these types, by number."""
    numbers = ", ".join(str(number) for number in types)
    rows = tx.rows(
        f"SELECT {RECALLS.columns} FROM recall WHERE PatNum = ? AND RecallTypeNum IN ({numbers}) ORDER BY RecallNum",
        (pat_num,),
    )
    return [RECALLS.read(row) for row in rows]


def types_named(tx: Transaction, name: str) -> list[int]:
    """The types of this name, in any letter case."""
    sql = "SELECT RecallTypeNum FROM recalltype WHERE fold(Description) = fold(?) ORDER BY RecallTypeNum"
    return list(tx.column(sql, (name,)))


def default_interval(tx: Transaction, recall_type_num: int) -> str:
    return str(tx.value("SELECT DefaultInterval FROM recalltype WHERE RecallTypeNum = ?", (recall_type_num,), ""))


def shown_type(tx: Transaction, recall_type_num: int) -> Row | None:
    return tx.row(f"{_TYPES} WHERE t.RecallTypeNum = ?", (recall_type_num,))


def listed_types(tx: Transaction, page: Page) -> list[Row]:
    return tx.rows(f"{_TYPES} ORDER BY t.RecallTypeNum LIMIT ? OFFSET ?", (page.limit, page.offset))
