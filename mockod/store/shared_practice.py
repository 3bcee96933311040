"""One practice for several vendors: each reads its own part of a practice file, and fills its own tables.

A part is a section that is a map of sections, named by the vendor: ``notes: {pages: [...]}``. The vendor whose part has
no name has all other sections. What the office itself has, its zone, is told to all. So one office holds what each
vendor knows of the same people, in one database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from mockod.rest.nearest import was_meant
from mockod.store.connection import SqlFunctions
from mockod.store.images import PracticeLoader
from mockod.store.practice_file import PART, PracticeError, PracticeFile, TableRows
from mockod.store.transaction import Transaction

if TYPE_CHECKING:
    import sqlite_utils


COMMON = "office"
"""The section that every vendor reads: ``office: {zone: "-08:00"}``."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one vendor has of an office."""

    part: str
    """Its part of a practice file; empty for the sections that belong to no part."""
    load: Callable[[], PracticeLoader] | None = None
    tables: str = ""
    """SQL of its tables, where it reads no practice."""


@dataclass(frozen=True, slots=True)
class SharedPractice:
    """``SharedPractice(shares)()`` is the loader of what all of them have. Equal shares make equal ones."""

    shares: tuple[Share, ...]

    def __call__(self) -> PracticeLoader:
        return _SharedLoader(self.shares)


class _SharedLoader:
    """See ``PracticeLoader``. The tables are made in the order of the shares; the first one tells the zone."""

    def __init__(self, shares: tuple[Share, ...]) -> None:
        self._shares = shares
        self._parts = {share.part for share in shares if share.part}
        self._loaders = tuple((share, share.load()) for share in shares if share.load)
        self.sql_functions: SqlFunctions = {
            name: function for _, one in self._loaders for name, function in one.sql_functions.items()
        }

    def create_tables(self, db: sqlite_utils.Database) -> None:
        for share in self._shares:
            db.conn.executescript(share.tables)
        for _, loader in self._loaders:
            loader.create_tables(db)

    def load(self, practice: PracticeFile, today: date) -> TableRows:
        for mistake in unknown_parts(practice, self._parts):
            raise mistake
        told = [loader.load(self._part(practice, share.part), today) for share, loader in self._loaders]
        whole = TableRows(told[0].zone, is_complete=told[0].is_complete)
        for tables in told:
            whole.rows |= tables.rows
            whole.relative |= tables.relative
            whole.by_calendar |= tables.by_calendar
        return whole

    def finish(self, tx: Transaction) -> None:
        for _, loader in self._loaders:
            loader.finish(tx)

    def mistakes(self, practice: PracticeFile, today: date) -> list[PracticeError]:
        found = (loader.mistakes(self._part(practice, share.part), today) for share, loader in self._loaders)
        return [*unknown_parts(practice, self._parts), *chain.from_iterable(found)]

    def starter(self) -> str:
        return self._loaders[0][1].starter()

    def _part(self, practice: PracticeFile, part: str) -> PracticeFile:
        return part_of(practice, part, self._parts)


def unknown_parts(practice: PracticeFile, parts: Collection[str]) -> list[PracticeError]:
    """A mistake for each part of a practice file that is no vendor's."""
    return [
        practice.mistake(line, f"{name!r} is no part of a practice{was_meant(name, parts)}")
        for name, line in _unknown(practice, parts).items()
    ]


def _unknown(practice: PracticeFile, parts: Collection[str]) -> dict[str, int]:
    """Parts by name, with the line of each, that are not among these; without any a vendor knows by itself."""
    if not parts:
        return {}
    names = {section.partition(PART)[0] for section in practice.sections if PART in section}
    return {name: line for name, line in practice.sections.items() if name in names - {*parts}}


def part_of(practice: PracticeFile, part: str, parts: Collection[str]) -> PracticeFile:
    """What of a practice file is a vendor's, where these ``parts`` are those of vendors."""

    unknown = _unknown(practice, parts)

    def is_of(section: str) -> bool:
        named = section.partition(PART)[0]
        return section == COMMON or (named == part if part else named not in parts and named not in unknown)

    sections = {name: line for name, line in practice.sections.items() if is_of(name)}
    removals = tuple(removal for removal in practice.removals if is_of(removal.section))
    if len(sections) == len(practice.sections) and len(removals) == len(practice.removals):
        return practice
    entries = tuple(entry for entry in practice.entries if is_of(entry.section)) if sections else ()
    return replace(practice, sections=sections, entries=entries, removals=removals)
