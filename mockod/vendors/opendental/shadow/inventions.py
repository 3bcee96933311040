"""Invented people, and neutral names for what an office calls its own.

What is made up follows from the recording's salt, the table and the number of a row alone: a person is the same
wherever the row is named, nothing of the real value can be found in it, and whoever has not the salt, which is written
nowhere, cannot tell what was drawn. Of a birthdate the five years around it stay, so that ages are plausible. Whoever
is called so is not meant: phones have the numbers that are set aside for fiction (555-01xx), emails are at example.com,
social security numbers begin with 000, which none does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from mockod.store.bundled import practice_path
from mockod.store.practice_file import read_practice
from mockod.vendors.opendental.practice.columns import NAMED_BY
from mockod.vendors.opendental.practice.generate import names

BAND = 5
"""Years: an invented birthday is within the same five."""
SHORTEST = 365
"""Days: a band that has fewer before today, as it has just begun, takes in the one before it."""
OLDEST = 89
"""Years: whoever is older is told to be in the band of this age, as there are few."""
NOTE = "A note."
VOCABULARY = "demo"
"""The practice whose names for definitions and recall types are the trade's own, and may stay."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The row that something is made up for."""

    table: str
    column: str
    number: int
    family: int
    """The number of who answers for the family, where it is a patient; else the row's own."""
    gender: str
    category: str
    """Of a definition."""
    today: date
    salt: bytes
    """Of the recording."""

    def draw(self, what: str, count: int, number: int | None = None) -> int:
        """A number below ``count``, in one recording always the same for this row and this purpose."""
        text = f"{self.table} {what} {self.number if number is None else number}"
        return int.from_bytes(hashlib.sha256(self.salt + text.encode()).digest()[:8]) % count

    def pick(self, what: str, words: Sequence[str], number: int | None = None) -> str:
        return words[self.draw(what, len(words), number)]


Maker = Callable[[Subject, str], str]
"""Makes up a value in the place of a real one, which it may look at only to be another, or to be empty."""


def _first_name(subject: Subject, real: str) -> str:
    pools = {"Female": names.FEMALE, "Male": names.MALE}
    return subject.pick(subject.column, pools.get(subject.gender, [*names.FEMALE, *names.MALE]))


def _last_name(subject: Subject, real: str) -> str:
    return subject.pick("LName", names.FAMILY, subject.family)


def _street(subject: Subject, real: str) -> str:
    house = 1 + subject.draw("house", 2999, subject.family)
    street = subject.pick("street", names.STREETS, subject.family)
    return f"{house} {street} {subject.pick('kind of street', names.KINDS_OF_STREET, subject.family)}"


def _phone(subject: Subject, real: str) -> str:
    return f"({subject.pick(subject.column, names.AREA_CODES)})555-01{subject.draw(f'{subject.column} line', 100):02}"


def _digits(subject: Subject, real: str) -> str:
    return "".join(mark for mark in _phone(subject, real) if mark.isdigit())


def _birthdate(subject: Subject, real: str) -> str:
    """A day within the same five years: another day than the real one, each as likely as the next.

    >>> _birthdate(Subject("patient", "Birthdate", 7, 7, "", "", date(2026, 3, 2), b"salt"), "1984-02-29")
    '1981-11-30'
    """
    born = date.fromisoformat(real)
    if born.year <= 1:
        return real
    this_year = subject.today.year
    first = min(max(born.year, this_year - OLDEST), this_year) // BAND * BAND
    begins, ends = date(first, 1, 1), min(date(first + BAND, 1, 1), subject.today + timedelta(1))
    if (ends - begins).days < SHORTEST:
        begins = date(first - BAND, 1, 1)
    days, real_day = (ends - begins).days, (born - begins).days
    if not 0 <= real_day < days:
        return (begins + timedelta(subject.draw("birthdate", days))).isoformat()
    drawn = subject.draw("birthdate", days - 1)
    return (begins + timedelta(drawn + (drawn >= real_day))).isoformat()


LABELS: Mapping[tuple[str, str], str] = {
    ("clinic", "Description"): "Clinic {}",
    ("clinic", "Abbr"): "Clinic {}",
    ("feesched", "Description"): "Fee schedule {}",
    ("employer", "EmpName"): "Employer {}",
    ("provider", "Abbr"): "Prov {}",
    ("operatory", "OpName"): "Operatory {}",
    ("operatory", "Abbrev"): "Op{}",
    ("procedurecode", "ProcCode"): "Z{}",
    ("procedurecode", "Descript"): "Procedure {}",
    ("appointmenttype", "AppointmentTypeName"): "Appointment type {}",
    ("covcat", "Description"): "Coverage {}",
    ("carrier", "CarrierName"): "Carrier {}",
    ("insplan", "GroupNum"): "G{}",
    ("inssub", "SubscriberID"): "S{}",
    ("patient", "ChartNumber"): "C{}",
    ("recalltype", "Description"): "Recall type {}",
}
"""What a row is called in a column, by its number."""


def _label(subject: Subject, real: str) -> str:
    return LABELS[subject.table, subject.column].format(subject.number)


def _known_or_label(subject: Subject, real: str) -> str:
    return real if real in _vocabulary()[subject.table] else _label(subject, real)


def _definition_name(subject: Subject, real: str) -> str:
    return real if real in _vocabulary()["definition"] else f"{subject.category} {subject.number}"


@cache
def _vocabulary() -> Mapping[str, frozenset[str]]:
    """The names of definitions and recall types in mockod's own demo."""
    entries = read_practice(practice_path(VOCABULARY)).entries
    return {
        table: frozenset(
            entry.fields[NAMED_BY[table]].text
            for entry in entries
            if entry.section == section and NAMED_BY[table] in entry.fields
        )
        for table, section in (("definition", "definitions"), ("recalltype", "recalltypes"))
    }


MEANT_ALIKE: Mapping[str, str] = {
    "Deceased": "NonPatient",
    "Employee": "Dependent",
    "HandicapDep": "Dependent",
    "InjuredPlantiff": "Dependent",
    "SignifOther": "Spouse",
    "LifePartner": "Spouse",
}
"""Words of an enumeration that tell of a death, of health or of a life, and those that the same rules hold for."""


def _discreet(subject: Subject, real: str) -> str:
    return MEANT_ALIKE.get(real, real)


MAKERS: Mapping[str, Maker] = {
    "patient status": _discreet,
    "relationship": _discreet,
    "first name": _first_name,
    "last name": _last_name,
    "initial": lambda subject, real: subject.pick("initial", "ABCDEFGHJKLMNPRSTVW"),
    "birthdate": _birthdate,
    "social security number": lambda subject, real: f"000{subject.draw('SSN', 1_000_000):06}",
    "street": _street,
    "town": lambda subject, real: subject.pick("town", names.TOWNS, subject.family),
    "state": lambda subject, real: "OR",
    "zip": lambda subject, real: f"000{subject.draw('zip', 100, subject.family):02}",
    "phone": _phone,
    "digits": _digits,
    "email": lambda subject, real: f"person{subject.number}@example.com",
    "note": lambda subject, real: NOTE,
    "label": _label,
    "definition name": _definition_name,
    "recall type": _known_or_label,
}
"""What there is to make up, by the names that ``columns.KEPT`` uses."""
