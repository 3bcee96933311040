"""What a client may ask of recalls, as frozen records. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mockod.vendors.opendental.domain.enums import AptPriority, CommMode


@dataclass(frozen=True, slots=True)
class RecallFilter:
    """GET recalls."""

    pat_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSearch:
    """GET recalls/List. ``clinic_num`` 0 means those of no clinic."""

    date_start: date | None = None
    date_end: date | None = None
    prov_num: int = 0
    clinic_num: int | None = None
    recall_type: str | None = None
    include_reminded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallChange:
    """PUT recalls: only what is given changes."""

    date_due: date | None = None
    recall_interval: str | None = None
    recall_status: int | None = None
    note: str | None = None
    is_disabled: bool | None = None
    disable_until_balance: float | None = None
    disable_until_date: date | None = None
    priority: AptPriority | None = None
    time_pattern_override: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecall(RecallChange):
    """POST recalls."""

    pat_num: int
    recall_type_num: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """PUT recalls/Status: the patient was reminded. ``recall_type`` is a type's name."""

    pat_num: int
    recall_type: str
    recall_status: int | None = None
    commlog_mode: CommMode = CommMode.None_
    commlog_note: str = ""


@dataclass(frozen=True, slots=True)
class Switch:
    """PUT recalls/SwitchType."""

    pat_num: int
