"""From the part ``telehealth`` of a practice file to the rows of an office; ``reading`` tells what is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import sqlite_utils

from mockod.store.practice_file import PracticeError, PracticeFile, TableRows
from mockod.store.transaction import Transaction
from mockod.vendors.telehealth.practice import tables
from mockod.vendors.telehealth.practice.reading import Reading

__all__ = ["create_tables", "finish", "load", "mistakes", "sql_functions", "starter"]

sql_functions: Mapping[str, Callable[[str], str]] = {}


def create_tables(db: sqlite_utils.Database) -> None:
    """Make the tables of an office of this vendor."""
    db.conn.executescript(tables.TABLES)


def load(practice: PracticeFile, today: date) -> TableRows:
    """The part as rows. Raises PracticeError with file and line."""
    reading = Reading(practice, today)
    reading.read()
    return reading.tables()


def mistakes(practice: PracticeFile, today: date) -> list[PracticeError]:
    """Every mistake of the part, in the order of its lines."""
    reading = Reading(practice, today, goes_on=True)
    reading.read()
    return [mistake for _, mistake in sorted(reading.found, key=lambda found: found[0])]


def finish(tx: Transaction) -> None:
    """Nothing follows from the rest."""


def starter() -> str:
    """A practice file with comments, for people to begin their own with."""
    return STARTER


STARTER = """\
# What the telehealth API begins with.
telehealth:
  users:
    - {id: user_Z1zXZKvqrpwxbznuW6lJ, role: provider, first_name: Petra, last_name: Provider}
    - {id: user_IsW3SoxZQxW0agHKyP2V, role: patient, first_name: Paul, last_name: Patient}
  appointment_types:
    - {id: aptp_3XxtAULYUrX7GVsTKePy, name: Check-in, duration: 30}
  appointments:
    - {appointment_type: aptp_3XxtAULYUrX7GVsTKePy, name: Check-in, start_time: workday+1 09:00,
       host: user_Z1zXZKvqrpwxbznuW6lJ, attendees: [user_IsW3SoxZQxW0agHKyP2V]}
"""
