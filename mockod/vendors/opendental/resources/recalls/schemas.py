"""Recalls and their types over the wire: every field in the vendor's order."""

from __future__ import annotations

from typing import Any

from mockod.rest.messages import Basis
from mockod.rest.schema import Leniency, Wire, WireField
from mockod.vendors.opendental.domain.enums import AptPriority, AptStatus, CommMode, DefCat, ProcStatus
from mockod.vendors.opendental.domain.recall import read_interval
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.resources.recalls import asked
from mockod.vendors.opendental.wire.fields import (
    Choice,
    Day,
    DefinitionKey,
    Flag,
    Integer,
    Moment,
    Number,
    OneLine,
    PatternText,
    Text,
)

DATE_SCHEDULED = f"""coalesce((
  SELECT substr(min(a.AptDateTime), 1, 10) FROM appointment a
  JOIN procedurelog p ON p.AptNum = a.AptNum JOIN procedurecode c ON c.CodeNum = p.CodeNum
  WHERE a.PatNum = r.PatNum AND a.AptStatus = {AptStatus.Scheduled:d} AND a.AptDateTime >= :today
  AND p.ProcStatus <> {ProcStatus.D:d} AND instr(',' || replace(t.Procedures, ' ', '') || ',', ',' || c.ProcCode || ',')
), '0001-01-01')"""
"""The day of the next appointment at which one of the type's procedures is to be done. It is not stored."""


class Interval(WireField):
    """Years, months, weeks and days: ``1y6m20d``."""

    def read(self, value: Any, habits: Leniency) -> str:
        if not isinstance(value, str):
            raise ValueError("no text")
        return read_interval(value)


class PatternOrNone(PatternText):
    """A time pattern, or an empty text to take it back."""

    def read(self, value: Any, habits: Leniency) -> str:
        return "" if value == "" else super().read(value, habits)


class Recall(Wire):
    recall_num = Integer()
    pat_num = Integer()
    date_due = Day()
    date_previous = Day()
    recall_interval = Text()
    recall_status_num = Integer(data_key="RecallStatus")
    recall_status = Text(data_key="recallStatus", column="coalesce(status.ItemName, '')")
    note = OneLine()
    is_disabled = Flag()
    date_t_stamp = Moment()
    recall_type_num = Integer()
    disable_until_balance = Number()
    disable_until_date = Day()
    date_scheduled = Day(column=DATE_SCHEDULED, basis=Basis.ASSUMED)
    priority = Choice(AptPriority)
    time_pattern_override = Text()


class DueRecall(Wire):
    """A line of the Recall List, in the spelling of the program's own window."""

    due_date = Text()
    pat_num = Integer()
    patient = Text()
    age = Text()
    recall_type = Text(data_key="Type")
    interval = Text()
    num_remind = Text()
    last_remind = Text()
    contact = Text()
    status = Text()
    clinic_num = Integer()
    note = OneLine()


class RecallType(Wire):
    recall_type_num = Integer()
    description = Text()
    default_interval = Text()
    time_pattern = Text()
    procedures = Text()
    append_to_special = Flag()


class RecallQuery(Wire):
    makes = asked.RecallFilter
    pat_num = refs.patient()


class DueQuery(Wire):
    makes = asked.DueSearch
    date_start = Day()
    date_end = Day()
    prov_num = refs.provider()
    clinic_num = refs.clinic()
    recall_type = Text()
    include_reminded = Flag()


class Settable(Wire):
    """What a client may say of a recall at any time."""

    date_due = Day()
    recall_interval = Interval()
    recall_status = DefinitionKey(DefCat.RecallUnschedStatus)
    note = Text()
    is_disabled = Flag()
    disable_until_balance = Number()
    disable_until_date = Day()
    priority = Choice(AptPriority)
    time_pattern_override = PatternOrNone()


class ChangeBody(Settable):
    makes = asked.RecallChange


class Whose(Wire):
    """What a recall is told once: its patient and its type."""

    pat_num = refs.patient(required=True, optional=False)
    recall_type_num = refs.recall_type(required=True, optional=False)


class NewBody(Settable, Whose):
    """Both; the fields of the last base come first."""

    makes = asked.NewRecall


class ReminderBody(Wire):
    makes = asked.Reminder
    pat_num = refs.patient(required=True, optional=False)
    recall_type = Text(data_key="recallType", required=True)
    recall_status = DefinitionKey(DefCat.RecallUnschedStatus)
    commlog_mode = Choice(CommMode, accepts=set(CommMode) - {CommMode.Fax}, data_key="commlogMode")
    commlog_note = Text(data_key="commlogNote")


class SwitchBody(Wire):
    makes = asked.Switch
    pat_num = refs.patient(required=True, optional=False)
