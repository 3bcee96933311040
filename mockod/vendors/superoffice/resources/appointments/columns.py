"""The columns of the list of appointments: how each is called, restricted, read by SQL and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from mockod.vendors.superoffice.domain import words
from mockod.vendors.superoffice.domain.words import Words


class Restriction(Enum):
    """What a filter may ask of a column."""

    INT = "int"
    STRING = "string"
    DATE = "date"
    BOOL = "bool"
    ASSOCIATE = "associate"
    LIST = "listAny"
    NONE = ""


class Shown(Enum):
    """How a column's value is shown."""

    PLAIN = "plain"
    FLAG = "flag"
    MOMENT = "moment"
    UTC_MOMENT = "utc moment"
    TIME_OF_DAY = "time of day"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column. ``sql`` is its value, ``display`` what people read of it, where that is something else."""

    name: str
    restriction: Restriction
    sql: str
    shown: Shown = Shown.PLAIN
    display: str = ""

    @property
    def is_text(self) -> bool:
        return self.restriction is Restriction.STRING


def number_of(column: str, enumeration: Words) -> str:
    """SQL for the number of a stored word."""
    cases = " ".join(f"WHEN '{word}' THEN {number}" for word, number in enumeration.numbers.items())
    return f"CASE {column} {cases} END"


def _one_of(column: str, *wanted: str) -> str:
    return f"({column} IN ({', '.join(repr(word) for word in wanted)}))"


_INVITATION = number_of("a.InvitationStatus", words.INVITATION_STATUS)
_ASSIGNMENT = number_of("a.AssignmentStatus", words.ASSIGNMENT_STATUS)
_COMPLETED = number_of("a.Completed", words.ACTIVITY_STATUS)
_RAW_STATUS = (
    f"CASE WHEN {_INVITATION} >= 4 THEN {_INVITATION} WHEN {_ASSIGNMENT} >= 11 THEN {_ASSIGNMENT} ELSE {_COMPLETED} END"
)
_IS_COMPLETED = "(a.Completed = 'Completed')"
_LAST_CHANGE = "max(a.CreatedDate, a.UpdatedDate)"
INT, STRING, DATE, BOOL = Restriction.INT, Restriction.STRING, Restriction.DATE, Restriction.BOOL
ASSOCIATE, LIST, NONE = Restriction.ASSOCIATE, Restriction.LIST, Restriction.NONE
FLAG, MOMENT, UTC, CLOCK = Shown.FLAG, Shown.MOMENT, Shown.UTC_MOMENT, Shown.TIME_OF_DAY
COLUMNS = (
    ListColumn("appointmentId", INT, "a.AppointmentId"),
    ListColumn("date", DATE, "a.StartDate", MOMENT),
    ListColumn("endDate", DATE, "a.EndDate", MOMENT),
    ListColumn("time", NONE, "a.StartDate", CLOCK),
    ListColumn("endTime", NONE, "a.EndDate", CLOCK),
    ListColumn("type", LIST, "a.TaskId", display="t.Value"),
    ListColumn("text", STRING, "CASE a.Description WHEN '' THEN a.Title ELSE a.Description END"),
    ListColumn("associateId", ASSOCIATE, "a.AssociateId", display="o.FullName"),
    ListColumn("contactId", LIST, "a.ContactId", display="c.Name"),
    ListColumn("personId", LIST, "a.PersonId", display="n.FullName"),
    ListColumn("projectId", LIST, "a.ProjectId", display="j.Name"),
    ListColumn("saleId", INT, "a.SaleId"),
    ListColumn("completed", BOOL, _IS_COMPLETED, FLAG),
    ListColumn("completedDate", DATE, f"CASE WHEN {_IS_COMPLETED} THEN {_LAST_CHANGE} END", MOMENT),
    ListColumn("location", STRING, "a.Location"),
    ListColumn("priority", LIST, "a.PriorityId", display="p.Value"),
    ListColumn("alarm", BOOL, "a.HasAlarm", FLAG),
    ListColumn("recurring", BOOL, "(a.Recurrence <> 'null')", FLAG),
    ListColumn("booking", BOOL, "(a.MotherId <> 0)", FLAG),
    ListColumn("isMilestone", BOOL, "a.IsMileStone", FLAG),
    ListColumn("visibleInDiary", BOOL, _one_of("a.Type", "inDiary", "BookingForDiary"), FLAG),
    ListColumn("rawType", INT, number_of("a.Type", words.APPOINTMENT_TYPE)),
    ListColumn("rawStatus", INT, _RAW_STATUS),
    ListColumn("invitedPersonId", INT, "a.InvitedPersonId"),
    ListColumn("registeredDate", DATE, "a.CreatedDate", UTC),
    ListColumn("registeredBy", ASSOCIATE, "a.CreatedById", display="r.FullName"),
    ListColumn("updatedDate", DATE, "a.UpdatedDate", UTC),
    ListColumn("updatedBy", ASSOCIATE, "a.UpdatedById", display="u.FullName"),
    ListColumn(
        "cautionWarning", LIST, number_of("a.CautionWarning", words.CAUTION_WARNING), display="a.CautionWarning"
    ),
    ListColumn("joinVideomeetUrl", STRING, "a.JoinVideomeetUrl"),
    ListColumn("contact/name", STRING, "c.Name"),
    ListColumn("contact/contactId", INT, "c.ContactId"),
)
"""In the order in which a list has them that chooses none."""
BY_NAME: Mapping[str, ListColumn] = {column.name.lower(): column for column in COLUMNS}
SOURCE = """superoffice_appointment a
  LEFT JOIN superoffice_task t ON t.TaskListItemId = a.TaskId
  LEFT JOIN superoffice_associate o ON o.AssociateId = a.AssociateId
  LEFT JOIN superoffice_associate r ON r.AssociateId = a.CreatedById
  LEFT JOIN superoffice_associate u ON u.AssociateId = a.UpdatedById
  LEFT JOIN superoffice_contact c ON c.ContactId = a.ContactId
  LEFT JOIN superoffice_person n ON n.PersonId = a.PersonId
  LEFT JOIN superoffice_project j ON j.ProjectId = a.ProjectId
  LEFT JOIN superoffice_priority p ON p.Id = a.PriorityId"""
"""What the columns are read from."""


def column(name: str) -> ListColumn:
    """A column by its name, in any letter case. Raises ValueError where there is none."""
    try:
        return BY_NAME[name.strip().lower()]
    except KeyError:
        raise ValueError(f"there is no column {name.strip()!r}") from None
