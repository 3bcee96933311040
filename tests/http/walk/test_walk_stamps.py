"""The walk over every description: whatever changes a row stamps it, and whoever watches its table is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from mockod.rest.serializer import stored_fields
from mockod.vendors.opendental.practice.columns import tables
from mockod.vendors.opendental.resources.subscriptions.events import WATCHED
from mockod.vendors.opendental.resources.subscriptions.polling import WATCH_TABLES
from support.api_client import ApiClient
from support.db import database
from support.every_method import methods
from support.walk import Step, fresh, resources_with, steps

LATER = datetime(2026, 3, 2, 9, 0)
"""When the calls are made: two hours after the office was."""
WRITES = ("POST", "PUT", "DELETE")
BY_HAND = {
    "AppointmentDeleted": "no method deletes appointments",
    "Operatory": "no method writes operatories",
}
"""Tables that no call through the API changes so, and why; the program would."""


Changed = dict[str, set[tuple[Any, ...]]]


def written(step: Step) -> tuple[ApiClient, Changed]:
    """An office in which the call was made, and the rows that are new or otherwise since, by table."""
    office = fresh()
    office.set_clock(str(LATER))
    before = database(office).contents()
    assert step.send(office).status_code in (200, 201), str(step)
    after = database(office).contents()
    return office, {name: set(rows) - set(before[name]) for name, rows in after.items() if rows != before[name]}


@cache
def outcomes() -> Mapping[str, list[tuple[Step, ApiClient, Changed]]]:
    """Resource -> each of its writing methods with what its call did."""
    names = sorted({method.path.partition("/")[0] for method in methods()})
    return {name: [(step, *written(step)) for step in steps(name, *WRITES)] for name in names}


@resources_with(*WRITES)
def test_every_row_that_a_call_changes_is_stamped_and_told_of(resource):
    for step, office, changed in outcomes()[resource]:
        for name, rows in changed.items():
            if name in tables():
                columns = list(tables()[name].stored.values())
                stamps = [place for place, column in enumerate(columns) if column.stamp == "changed"]
                late = {(columns[place].name, row[place]) for row in rows for place in stamps}
                assert {(str(step), name, stamp, at) for stamp, at in late if at != str(LATER)[: len(at)]} == set()
        for word in told_words(changed):
            unsaid = {row[0] for row in changed[table_of(word)]} - told(office, word)
            assert (str(step), word, unsaid) == (str(step), word, set())


def table_of(word: str) -> str:
    return str(WATCHED[word].select.table.name)


def told_words(changed: dict[str, Any]) -> list[str]:
    """The words of what can be watched of which something changed."""
    return [word for word in WATCHED if word != "AppointmentDeleted" and changed.get(table_of(word))]


def told(office: ApiClient, word: str) -> set[int]:
    """The numbers of the rows that a poll tells of that second."""
    watched = WATCHED[word]
    table = watched.select.table
    names = [field.wire_name for field in stored_fields(watched.select.schema)]
    key = names.index(table.stored[table.key].wire_name)
    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        return {row[key] for row in watched.changed(tx, LATER, LATER + timedelta(seconds=1)).values}


@pytest.mark.parametrize("word", WATCH_TABLES)
def test_each_table_that_can_be_watched_has_a_call_that_is_told(word):
    made = [
        str(step)
        for calls in outcomes().values()
        for step, office, changed in calls
        if word in told_words(changed) and told(office, word)
    ]

    assert bool(made) == (word not in BY_HAND), made


@pytest.mark.parametrize("word", BY_HAND)
def test_what_the_program_alone_changes_is_told_too(word):
    office = fresh()
    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        if word == "Operatory":
            tx.update("operatory", "OpName = 'Two', DateTStamp = ? WHERE OperatoryNum = 1", (str(LATER),))
        else:
            row = {column.name: column.stored_default for column in tables()["histappointment"].stored.values()}
            action, stamp = {"HistApptAction": 4}, {"DateTStamp": str(LATER)}
            tx.insert("histappointment", {**row, "HistApptNum": 7, "AptNum": 9, **action, **stamp})

    assert len(told(office, word)) == 1
