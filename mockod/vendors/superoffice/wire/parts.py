"""Records that an appointment holds: links, participants, for whom it is visible, and how it recurs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mockod.vendors.superoffice.domain import words
from mockod.vendors.superoffice.domain.time_zones import LEAST
from mockod.vendors.superoffice.wire.kinds import Bits, Moment, Number, Text, Word, YesOrNo
from mockod.vendors.superoffice.wire.records import Access, Part, Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLink:
    """An element linked to an appointment."""

    entity_name: Annotated[str, Text(254)] = ""
    id: Annotated[int, Number()] = 0
    description: Annotated[str, Text(4000)] = ""
    extra_info: Annotated[str, Text(4000)] = ""
    link_id: Annotated[int, Number()] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who takes part; an associate's id is 0 for a person of another company."""

    associate_id: Annotated[int, Number()] = 0
    person_id: Annotated[int, Number()] = 0
    contact_id: Annotated[int, Number()] = 0
    email_id: Annotated[int, Number()] = 0
    send_email: Annotated[bool, YesOrNo()] = False
    invitation_status: Annotated[int, Word(words.INVITATION_STATUS)] = words.INVITATION_STATUS["None"]
    email_address: Annotated[str, Text(254)] = ""
    description: Annotated[str, Text(4000)] = ""
    externally_owned_type: Annotated[int, Word(words.EXTERNALLY_OWNED_TYPE)] = 0
    externally_owned_status: Annotated[int, Word(words.EXTERNALLY_OWNED_STATUS)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleFor:
    """Users or groups that a record is visible for. The text to show is the server's."""

    visible_id: Annotated[int, Number()] = 0
    visibility: Annotated[int, Word(words.VISIBILITY)] = words.VISIBILITY["All"]
    display_value: Annotated[str, Text(254), Access.KEPT] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPattern:
    pattern: Annotated[int, Word(words.DAY_PATTERN)] = words.DAY_PATTERN["EveryCyclicDay"]
    cycle: Annotated[int, Number()] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPattern:
    weekdays: Annotated[int, Bits(words.WEEKDAYS)] = 0
    cycle: Annotated[int, Number()] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPattern:
    pattern: Annotated[int, Word(words.MONTH_PATTERN)] = words.MONTH_PATTERN["DayOfMonth"]
    cycle: Annotated[int, Number()] = 1
    day: Annotated[int, Number()] = 1
    weekday: Annotated[int, Bits(words.WEEKDAYS)] = 0
    week_of_month: Annotated[int, Word(words.WEEK_OF_MONTH)] = words.WEEK_OF_MONTH["First"]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPattern:
    pattern: Annotated[int, Word(words.YEAR_PATTERN)] = words.YEAR_PATTERN["DayOfMonth"]
    cycle: Annotated[int, Number()] = 1
    day: Annotated[int, Number()] = 1
    weekday: Annotated[int, Bits(words.WEEKDAYS)] = 0
    week_of_month: Annotated[int, Word(words.WEEK_OF_MONTH)] = words.WEEK_OF_MONTH["First"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrenceDate:
    date: Annotated[datetime, Moment()] = LEAST
    is_conflict: Annotated[bool, YesOrNo()] = False
    description: Annotated[str, Text(4000)] = ""
    description_style_hint: Annotated[str, Text(254)] = ""
    tooltip: Annotated[str, Text(4000)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How an appointment recurs: kept and told, and not carried out (assumed)."""

    recurrence_id: Annotated[int, Number()] = 0
    start_date: Annotated[datetime, Moment()] = LEAST
    end_date: Annotated[datetime, Moment()] = LEAST
    recurrence_counter: Annotated[int, Number()] = 0
    recurrence_end_type: Annotated[int, Word(words.RECURRENCE_END)] = words.RECURRENCE_END["EndDate"]
    pattern: Annotated[int, Word(words.RECURRENCE_PATTERN)] = words.RECURRENCE_PATTERN["Unknown"]
    day_pattern: Annotated[DayPattern, Part(DayPattern)] = DayPattern()
    week_pattern: Annotated[WeekPattern, Part(WeekPattern)] = WeekPattern()
    month_pattern: Annotated[MonthPattern, Part(MonthPattern)] = MonthPattern()
    year_pattern: Annotated[YearPattern, Part(YearPattern)] = YearPattern()
    dates: Annotated[tuple[RecurrenceDate, ...], Parts(RecurrenceDate)] = ()
    is_recurrence: Annotated[bool, YesOrNo(), Access.KEPT] = False
