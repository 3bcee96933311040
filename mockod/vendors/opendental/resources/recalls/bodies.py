"""What clients ask of recalls. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Name
from mockod.vendors.opendental.domain.enums import AptPriority, CommMode
from mockod.vendors.opendental.wire.date_fields import Day
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Text

OnePatient = Annotated[int, ForeignKey("patient.PatNum", zero=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFilters:
    """GET recalls/List. ``clinic_num`` 0 means those of no clinic."""

    date_start: Annotated[date | None, Day()] = None
    date_end: Annotated[date | None, Day()] = None
    prov_num: Annotated[int, ForeignKey("provider.ProvNum")] = 0
    clinic_num: Annotated[int | None, ForeignKey("clinic.ClinicNum")] = None
    recall_type: Annotated[str | None, Text()] = None
    include_reminded: Annotated[bool, Flag()] = False


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class OfPatientAndType:
    """What a recall is told once."""

    pat_num: OnePatient
    recall_type_num: Annotated[int, ForeignKey("recalltype.RecallTypeNum", zero=False)]


@dataclass(frozen=True, kw_only=True)
class NewRecall(RecallChange, OfPatientAndType):
    """POST recalls. The fields of the last base come first, and are looked at first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """PUT recalls/Status: the patient was reminded. ``recall_type`` is a type's name."""

    pat_num: OnePatient
    recall_type: Annotated[str, Text(), Name("recallType")]
    recall_status: int | None = None
    commlog_mode: Annotated[CommMode, Choice(CommMode, accepts=set(CommMode) - {CommMode.Fax}), Name("commlogMode")] = (
        CommMode.None_
    )
    commlog_note: Annotated[str, Text(), Name("commlogNote")] = ""


@dataclass(frozen=True, slots=True)
class Switch:
    """PUT recalls/SwitchType."""

    pat_num: OnePatient
