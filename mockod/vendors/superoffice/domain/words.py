"""Enumerations: the vendor's words and the numbers behind them. Words go over the wire; numbers are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Words:
    """One enumeration, ``inDiary`` 1 and so on. A client may send a word in any letter case, or its number."""

    name: str
    """As the vendor's client has it."""
    numbers: Mapping[str, int]
    _by_folded: Mapping[str, int] = field(init=False, repr=False)
    _by_number: Mapping[int, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_folded", {word.lower(): number for word, number in self.numbers.items()})
        object.__setattr__(self, "_by_number", {number: word for word, number in self.numbers.items()})

    def __getitem__(self, word: str) -> int:
        return self.numbers[word]

    def word(self, number: int) -> str:
        """The word of a number. Raises ValueError where there is none."""
        try:
            return self._by_number[number]
        except KeyError:
            raise ValueError(f"{number} is not a {self.name}") from None

    def read(self, value: Any) -> int:
        """The number of a word or number that was sent. Raises ValueError for any other value.

        >>> BOOKING_TYPE.read("owner"), BOOKING_TYPE.read(2)
        (2, 2)
        """
        if isinstance(value, int) and not isinstance(value, bool) and value in self._by_number:
            return value
        if isinstance(value, str) and value.strip().lower() in self._by_folded:
            return self._by_folded[value.strip().lower()]
        raise ValueError(f"{value!r} is not a {self.name}: {', '.join(self.numbers)}")


@dataclass(frozen=True)
class Mask:
    """Words that are bits of one number, ``Select, Update``."""

    name: str
    bits: Mapping[str, int]

    def words(self, number: int) -> str:
        """The words of a number, joined by commas.

        >>> TABLE_RIGHT.words(15), TABLE_RIGHT.words(0)
        ('Select, Update, Insert, Delete', 'None')
        """
        return ", ".join(word for word, bit in self.bits.items() if number & bit) or "None"

    def read(self, value: Any) -> int:
        """The number of words with commas between, or of a number. Raises ValueError for any other value.

        >>> WEEKDAYS.read("Monday, Sunday"), WEEKDAYS.read(64)
        (65, 64)
        """
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= sum(self.bits.values()):
            return value
        folded = {word.lower(): bit for word, bit in self.bits.items()}
        names = [name.strip().lower() for name in value.split(",")] if isinstance(value, str) else [""]
        if names in (["none"], ["unknown"]):
            return 0
        if not all(name in folded for name in names):
            raise ValueError(f"{value!r} is not a {self.name}: {', '.join(self.bits)}")
        return sum({folded[name] for name in names})


def _counted(name: str, text: str) -> Words:
    """An enumeration whose words are counted from 0."""
    return Words(name, {word: number for number, word in enumerate(text.split())})


APPOINTMENT_TYPE = _counted(
    "AppointmentType",
    "Unknown inDiary inChecklist Note Document SavedReport BookingForDiary BookingForChecklist MergeDraft MergeFinal",
)
PRIVATE = _counted("AppointmentPrivate", "Public PrivateUser PrivateGroup")
ACTIVITY_STATUS = _counted("ActivityStatus", "Unknown NotStarted Started Completed")
ASSIGNMENT_STATUS = Words("AssignmentStatus", {"Unknown": 0, "None": 1, "Assigning": 11, "Seen": 12, "Declined": 13})
INVITATION_STATUS = Words(
    "InvitationStatus",
    {
        "Unknown": 0,
        "None": 1,
        "Accepted": 2,
        "Hidden": 4,
        "Invitation": 5,
        "Moved": 6,
        "Seen": 7,
        "MovedSeen": 8,
        "Declined": 9,
        "Cancelled": 10,
    },
)
BOOKING_TYPE = _counted("BookingType", "Unknown None Owner Participant")
CAUTION_WARNING = _counted(
    "AppointmentCautionWarning",
    "OK NotInSync NotNotifiedByEmail RecurrencePatternNotSupported IncomingRecurrenceChangeNotSupported"
    " ExternalParticipantsDateTimeMismatch",
)
EXTERNAL_OWNER = _counted("AppointmentExternalOwner", "None Other Outlook Google")
VISIBILITY = _counted("Visibility", "All Associate Group")
EXTERNALLY_OWNED_TYPE = _counted("ExternallyOwnedType", "Unknown Organizer Required Optional Resource")
EXTERNALLY_OWNED_STATUS = _counted(
    "ExternallyOwnedStatus", "Unknown TentativelyAccepted Accepted Declined NotResponded"
)
TASK_TYPE = _counted(
    "TaskType", "Unknown Appointment Document Email Fax Phone ToDo MailMergeDraft MailMergeFinal Report SaintAll"
)
TASK_DIRECTION = _counted("TaskDirection", "Unknown Incoming Outgoing SaintAll")
USER_TYPE = _counted(
    "UserType",
    "Unknown InternalAssociate ResourceAssociate ExternalAssociate AnonymousAssociate SystemAssociate",
)
RECURRENCE_PATTERN = _counted("RecurrencePattern", "Unknown Daily Weekly Monthly Yearly Custom")
RECURRENCE_END = _counted("RecurrenceEndType", "Unknown EndDate Counter")
DAY_PATTERN = _counted("RecurrenceDailyPattern", "Unknown EveryWorkday EveryWeekday EveryCyclicDay")
MONTH_PATTERN = _counted("RecurrenceMonthlyPattern", "Unknown DayOfMonth WeekdayOfMonth")
YEAR_PATTERN = _counted("RecurrenceYearlyPattern", "Unknown DayOfMonth WeekdayOfMonth")
WEEK_OF_MONTH = _counted("WeekOfMonth", "Unknown First Second Third Fourth Last")
WEEKDAYS = Mask(
    "Weekdays",
    {day: 1 << number for number, day in enumerate("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())},
)
TABLE_RIGHT = Mask(
    "TableRights",
    {"Select": 1, "Update": 2, "Insert": 4, "Delete": 8, "Filtering": 16, "RestrictedUpdate": 32},
)
WEBHOOK_STATE = Words("WebhookState", {"Active": 1, "Stopped": 2, "TooManyErrors": 3})
APPOINTMENT_STATUS = _counted(
    "AppointmentStatus",
    "UnknownOrPostIt NotStarted Started Completed Hidden Booking BookingMoved BookingSeen BookingMovedSeen"
    " BookingDeclined BookingDeleted Assignment AssignmentSeen AssignmentDeclined",
)


def raw_status(invitation: int, assignment: int, completed: int) -> int:
    """The one status that the vendor's database has for the three of an entity.

    The three enumerations keep the numbers of that status, so a booking's or an assignment's own number is the status;
    all else is how far the appointment is (assumed).

    >>> raw_status(INVITATION_STATUS["Declined"], ASSIGNMENT_STATUS["None"], ACTIVITY_STATUS["NotStarted"])
    9
    """
    if invitation >= INVITATION_STATUS["Hidden"]:
        return invitation
    if assignment >= ASSIGNMENT_STATUS["Assigning"]:
        return assignment
    return completed
