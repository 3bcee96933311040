"""Families of invented people: one or two adults, of whom one answers for the accounts, and perhaps children."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from mockod.vendors.opendental.practice.generate import names

YEAR = 365
"""Days."""
CHILD_UNTIL = 14 * YEAR
"""Age in days up to which a cleaning is a child's."""


@dataclass(frozen=True, slots=True)
class Person:
    """A patient, or somebody who works at the office."""

    number: int
    guarantor: int
    last_name: str
    first_name: str
    gender: str
    age: int
    """Days, today."""
    address: str
    town: str
    phone: str
    relationship: str
    """To the guarantor: ``Self``, ``Spouse`` or ``Child``."""
    is_married: bool
    is_insured: bool

    @property
    def is_child(self) -> bool:
        return self.age < CHILD_UNTIL

    @property
    def is_guarantor(self) -> bool:
        return self.number == self.guarantor


def people(count: int, random: Random) -> list[Person]:
    """So many people, family after family. The last family may lack some."""
    found: list[Person] = []
    while len(found) < count:
        found.extend(_family(len(found) + 1, random))
    return found[:count]


def _family(first: int, random: Random) -> Iterator[Person]:
    last_name = random.choice(names.FAMILY)
    address = f"{random.randint(1, 2999)} {random.choice(names.STREETS)} {random.choice(names.KINDS_OF_STREET)}"
    town, phone = random.choice(names.TOWNS), _phone(random)
    is_insured = random.random() < 0.6
    age = random.randint(24 * YEAR, 80 * YEAR)
    relationships = ["Self"]
    if random.random() < 0.6:
        relationships.append("Spouse")
    if 26 * YEAR < age < 52 * YEAR:
        relationships.extend(["Child"] * random.choice((0, 1, 1, 2, 2, 3)))
    for number, relationship in enumerate(relationships, first):
        gender = random.choice(("Female", "Male"))
        is_child = relationship == "Child"
        yield Person(
            number=number,
            guarantor=first,
            last_name=last_name,
            first_name=random.choice(names.FEMALE if gender == "Female" else names.MALE),
            gender=gender,
            age=random.randint(3 * YEAR, min(20 * YEAR, age - 20 * YEAR)) if is_child else age + random.randint(0, 900),
            address=address,
            town=town,
            phone=phone if is_child else _phone(random),
            relationship=relationship,
            is_married=not is_child and "Spouse" in relationships,
            is_insured=is_insured,
        )


def _phone(random: Random) -> str:
    return f"({random.choice(names.AREA_CODES)})555-01{random.randint(0, 99):02}"
