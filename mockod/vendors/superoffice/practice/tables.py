"""The tables of an office, and reading and writing records in them. A column is called as its property is in Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from mockod.rest.schema import pascal_case
from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.wire.appointment import Appointment
from mockod.vendors.superoffice.wire.carriers import Associate, Contact, Person, Priority, Project, Sale, Task
from mockod.vendors.superoffice.wire.records import Access, Property, properties_of

R = TypeVar("R")


@dataclass(frozen=True, eq=False)
class Table(Generic[R]):
    """A table whose rows are records."""

    record: type[R]
    name: str
    section: str
    """Of a practice file, within the vendor's part."""
    key: str
    """The property that numbers its rows, in Python."""
    indexes: tuple[str, ...] = ()
    """Columns by which it is read, each list of them in the words of SQL."""
    stored: tuple[Property, ...] = field(init=False)
    _select: str = field(init=False)

    def __post_init__(self) -> None:
        stored = tuple(known for known in properties_of(self.record) if known.access is not Access.COMPUTED)
        object.__setattr__(self, "stored", stored)
        columns = ", ".join(known.column for known in stored)
        object.__setattr__(self, "_select", f"SELECT {columns} FROM {self.name}")

    @property
    def key_column(self) -> str:
        return pascal_case(self.key)

    def sql(self) -> str:
        """What makes the table."""
        columns = ",\n  ".join(self._column(known) for known in self.stored)
        made = [f"CREATE TABLE {self.name} (\n  {columns}\n) STRICT;"]
        made += [
            f"CREATE INDEX {self.name}_{number} ON {self.name} ({columns});"
            for number, columns in enumerate(self.indexes, 1)
        ]
        return "\n".join(made)

    def _column(self, known: Property) -> str:
        if known.attribute == self.key:
            return f"{known.column} INTEGER PRIMARY KEY"
        return f"{known.column} {known.kind.column}"

    def row_of(self, record: R) -> dict[str, Any]:
        """A record as the values of its columns."""
        return {known.column: known.kind.store(getattr(record, known.attribute)) for known in self.stored}

    def record_of(self, row: Sequence[Any]) -> R:
        values = zip(self.stored, row, strict=True)
        return self.record(**{known.attribute: known.kind.load(value) for known, value in values})

    def find(self, tx: Transaction, number: int) -> R | None:
        row = tx.row(f"{self._select} WHERE {self.key_column} = ?", (number,))
        return None if row is None else self.record_of(row)

    def where(self, tx: Transaction, tests: str = "1", values: Sequence[Any] = ()) -> list[R]:
        """Records for which tests hold, in the order of their numbers unless the tests say otherwise."""
        order = "" if "ORDER BY" in tests else f" ORDER BY {self.key_column}"
        return [self.record_of(row) for row in tx.rows(f"{self._select} WHERE {tests}{order}", values)]

    def by_number(self, tx: Transaction, numbers: Iterable[int]) -> dict[int, R]:
        """Records of some numbers; those that are not there are left out."""
        wanted = sorted({number for number in numbers if number})
        if not wanted:
            return {}
        marks = ", ".join("?" * len(wanted))
        found = self.where(tx, f"{self.key_column} IN ({marks})", wanted)
        return {getattr(record, self.key): record for record in found}

    def add(self, tx: Transaction, record: R) -> None:
        """Write a new row."""
        tx.insert(self.name, self.row_of(record))

    def put(self, tx: Transaction, record: R) -> None:
        """Write a row that is there."""
        row = self.row_of(record)
        number = row.pop(self.key_column)
        columns = ", ".join(f"{column} = ?" for column in row)
        tx.update(self.name, f"{columns} WHERE {self.key_column} = ?", (*row.values(), number))

    def delete(self, tx: Transaction, number: int) -> None:
        tx.delete(self.name, f"{self.key_column} = ?", (number,))


PREFIX = "superoffice_"
"""What the names of all tables begin with."""
APPOINTMENTS = Table(
    Appointment,
    f"{PREFIX}appointment",
    "appointments",
    "appointment_id",
    ("AssociateId, StartDate", "StartDate", "MotherId"),
)
ASSOCIATES = Table(Associate, f"{PREFIX}associate", "associates", "associate_id")
CONTACTS = Table(Contact, f"{PREFIX}contact", "contacts", "contact_id")
PERSONS = Table(Person, f"{PREFIX}person", "persons", "person_id")
PROJECTS = Table(Project, f"{PREFIX}project", "projects", "project_id")
SALES = Table(Sale, f"{PREFIX}sale", "sales", "sale_id")
TASKS = Table(Task, f"{PREFIX}task", "tasks", "task_list_item_id")
PRIORITIES = Table(Priority, f"{PREFIX}priority", "priorities", "id")
TABLES: tuple[Table[Any], ...] = (
    ASSOCIATES,
    CONTACTS,
    PERSONS,
    PROJECTS,
    SALES,
    TASKS,
    PRIORITIES,
    APPOINTMENTS,
)
BY_CARRIER: dict[str, Table[Any]] = {
    "associate": ASSOCIATES,
    "contact": CONTACTS,
    "person": PERSONS,
    "project": PROJECTS,
    "sale": SALES,
    "task": TASKS,
    "priority": PRIORITIES,
}
"""The table of each carrier that a reference names."""
