"""The tables of an office: what they are, and which values their columns can hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from mockod.rest.json_codec import read_json
from mockod.vendors.telehealth.domain.moments import EARLIEST, LATEST
from mockod.vendors.telehealth.domain.words import Attendance, Interaction, Profile, Role, Status

CLIENT = "telehealth_client"
USER = "telehealth_user"
TYPE = "telehealth_appointment_type"
APPOINTMENT = "telehealth_appointment"
ATTENDEE = "telehealth_attendee"
STATUS = "telehealth_status"
CHANGE = "telehealth_change"
RECEIVER = "telehealth_receiver"
NOTICE = "telehealth_notice"
SETTING = "telehealth_setting"

TABLES = f"""
CREATE TABLE {CLIENT} (ClientNum INTEGER PRIMARY KEY, client_id TEXT NOT NULL, client_secret TEXT NOT NULL) STRICT;
CREATE TABLE {USER} (
  UserNum INTEGER PRIMARY KEY, id TEXT NOT NULL, role TEXT NOT NULL, first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE {TYPE} (
  TypeNum INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',
  color TEXT NOT NULL DEFAULT '', duration INTEGER NOT NULL DEFAULT 30, is_group INTEGER NOT NULL DEFAULT 0,
  max_participants INTEGER NOT NULL DEFAULT 1, interaction_type TEXT NOT NULL DEFAULT 'video_call',
  status TEXT NOT NULL DEFAULT 'active', location TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE {APPOINTMENT} (
  AptNum INTEGER PRIMARY KEY, id TEXT NOT NULL, generated_from_type TEXT NOT NULL DEFAULT '',
  generated_from TEXT NOT NULL DEFAULT '', appointment_type TEXT NOT NULL DEFAULT '', name TEXT NOT NULL,
  description TEXT NOT NULL, is_group INTEGER NOT NULL, is_internal INTEGER NOT NULL, start_time INTEGER NOT NULL,
  end_time INTEGER NOT NULL, actual_start_time INTEGER, actual_end_time INTEGER, host TEXT NOT NULL,
  reference_patients TEXT NOT NULL DEFAULT '[]', interaction_type TEXT NOT NULL, meeting_id TEXT NOT NULL DEFAULT '',
  location TEXT NOT NULL DEFAULT '', visit_note TEXT NOT NULL DEFAULT '', change_log TEXT NOT NULL,
  created_by TEXT NOT NULL, created_at INTEGER NOT NULL, last_updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX telehealth_appointment_id ON {APPOINTMENT} (id);
CREATE TABLE {ATTENDEE} (
  AttendeeNum INTEGER PRIMARY KEY, AptNum INTEGER NOT NULL, user TEXT NOT NULL, attendance_status TEXT NOT NULL,
  no_show INTEGER NOT NULL DEFAULT 0, last_updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX telehealth_attendee_apt ON {ATTENDEE} (AptNum);
CREATE TABLE {STATUS} (
  StatusNum INTEGER PRIMARY KEY, AptNum INTEGER NOT NULL, status TEXT NOT NULL, changed_by TEXT NOT NULL,
  changed_at INTEGER NOT NULL, reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX telehealth_status_apt ON {STATUS} (AptNum);
CREATE TABLE {CHANGE} (
  ChangeNum INTEGER PRIMARY KEY, AptNum INTEGER NOT NULL, field TEXT NOT NULL, old_value TEXT NOT NULL,
  new_value TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX telehealth_change_apt ON {CHANGE} (AptNum);
CREATE TABLE {RECEIVER} (ReceiverNum INTEGER PRIMARY KEY, url TEXT NOT NULL, events TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE {NOTICE} (
  NoticeNum INTEGER PRIMARY KEY, ReceiverNum INTEGER NOT NULL, event TEXT NOT NULL, created_at INTEGER NOT NULL,
  body TEXT NOT NULL, outcome TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE {SETTING} (SettingNum INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL) STRICT;
"""
"""A table's first column is its row's number. Times are milliseconds since 1970, lists and addresses JSON."""


def _moment(stored: Any) -> Any:
    if stored is not None and not (type(stored) is int and EARLIEST <= stored <= LATEST):
        raise ValueError("no moment")
    return stored


def _flag(stored: Any) -> bool:
    if stored not in (0, 1):
        raise ValueError("no flag")
    return bool(stored)


def _texts(stored: Any) -> list[str]:
    value = read_json(str(stored).encode())
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError("no list of texts")
    return value


def _address(stored: Any) -> dict[str, str]:
    value = read_json(str(stored).encode()) if stored else {}
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise ValueError("no address")
    return value


def _word(words: type[StrEnum]) -> Callable[[Any], str]:
    return lambda stored: str(words(stored))


SPELLED: dict[tuple[str, str], Callable[[Any], Any]] = {
    **{(APPOINTMENT, f"{name}_time"): _moment for name in ("start", "end", "actual_start", "actual_end")},
    **{(APPOINTMENT, name): _moment for name in ("created_at", "last_updated_at")},
    **{(table, "changed_at"): _moment for table in (STATUS, CHANGE)},
    (ATTENDEE, "last_updated_at"): _moment,
    (NOTICE, "created_at"): _moment,
    **{(APPOINTMENT, name): _flag for name in ("is_group", "is_internal")},
    (TYPE, "is_group"): _flag,
    (ATTENDEE, "no_show"): _flag,
    (APPOINTMENT, "reference_patients"): _texts,
    **{(table, "location"): _address for table in (APPOINTMENT, TYPE)},
    **{(table, "interaction_type"): _word(Interaction) for table in (APPOINTMENT, TYPE)},
    (ATTENDEE, "attendance_status"): _word(Attendance),
    (STATUS, "status"): _word(Status),
    (USER, "role"): _word(Role),
}
"""How a value is told that is stored otherwise; what a column cannot hold raises ValueError."""
STAMPS = ("created_at", "last_updated_at", "changed_at")


def spell(table: str, column: str, stored: Any) -> Any:
    """A stored value as clients know it. Raises ValueError where the column cannot hold it."""
    spelled = SPELLED.get((table, column))
    return spelled(stored) if spelled else stored


def as_json(value: Any) -> str:
    """A list or an address as it is stored."""
    return json.dumps(value, ensure_ascii=False)


DEFAULT_SETTINGS = {"profile": Profile.MS.value, "update_verb": "POST", "unknown_fields": "ignore"}
SETTINGS = {
    "profile": tuple(str(profile) for profile in Profile),
    "update_verb": ("POST", "PATCH", "PUT"),
    "unknown_fields": ("ignore", "refuse"),
}
"""What can be set, and to which words."""
