"""An office written as a practice file: the file makes the same office, at once or seeded into an empty one."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import MONDAY, new_office
from mockod import vendors
from mockod.store.connection import connect
from mockod.store.diff import compare
from mockod.store.images import Images
from mockod.store.practice_file import read_text
from mockod.store.sent_practice import SentPractice
from mockod.store.written_practice import as_yaml
from mockod.vendors.opendental.practice import loader
from mockod.vendors.opendental.practice.columns import tables

TODAY = MONDAY.date()
IMAGES = Images(vendors.practice_loader)
WITHOUT_SECTION = [table.name for table in tables().values() if not table.section]
"""Tables that no practice can fill: they are not exported."""
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)

MARKS = "-?:,[]{}#&*!|>'\"%@`~.+=<$() a1"
"""What means something in YAML, and some that means nothing."""


def image(office) -> bytes:
    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        return tx.image()


def comparable(content: bytes) -> bytes:
    """An office's data without what no practice can fill."""
    with contextlib.closing(connect(functions=loader.sql_functions)) as db:
        db.deserialize(content)
        for table in WITHOUT_SECTION:
            db.execute(f"DELETE FROM {table}")
        return db.serialize()


def exported(office, *, relative: bool = False) -> bytes:
    path = f"/_mockod/practice?office={quote(office.customer)}&relative={str(relative).lower()}"
    answer = office.http.get(path)
    assert (answer.status_code, answer.content_type) == (200, "application/yaml")
    return answer.data


def rebuilt(text: bytes, today: date = TODAY) -> bytes:
    return IMAGES.build(SentPractice(text, is_yaml=True), today)


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize("practice", ["tiny", "documented", "demo"])
def test_a_shipped_practice_that_is_exported_makes_the_same_office(practice, relative):
    office = new_office(practice)
    office.get("patients/1")
    assert compare(comparable(image(office)), comparable(rebuilt(exported(office, relative=relative)))) == []


@settings(max_examples=25)
@given(st.lists(st.tuples(words, words), min_size=1, max_size=3), st.floats(0.01, 9e9), st.integers(0, 400))
def test_an_office_that_clients_have_changed_makes_the_same_office(people, amount, days):
    office = new_office("demo")
    kind = {"DefNum": 330, "Category": "AdjTypes", "ItemName": "More", "ItemValue": "+"}
    office.http.post(f"/_mockod/seed?office={office.customer}", json={"definitions": [kind]})
    for last, first in people:
        made = office.post("patients", {"LName": last, "FName": first, "Email": first})
        if made.status_code == 201:
            day = f"{MONDAY.date() + timedelta(days=days)} 09:00:00"
            visit = {"PatNum": made.json["PatNum"], "Op": 1, "AptDateTime": day, "Note": last}
            office.post("appointments", visit)
            charge = {"PatNum": made.json["PatNum"], "AdjType": 330, "AdjAmt": amount, "AdjDate": day[:10]}
            office.post("adjustments", charge)
    text = exported(office)
    assert compare(comparable(image(office)), comparable(rebuilt(text))) == []


def test_an_exported_office_that_is_seeded_into_an_empty_practice_is_the_office():
    office, empty = new_office("demo"), new_office("tiny")
    office.get("patients/1")
    made = empty.http.post(
        "/_mockod/offices", json={"office": f"{empty.customer}-empty", "practice": {"office": {"complete": True}}}
    )
    assert made.status_code == 201, made.text
    answer = empty.http.post(f"/_mockod/seed?office={empty.customer}-empty", data=exported(office))
    assert answer.status_code == 200, answer.text
    filled = replace(empty, customer=f"{empty.customer}-empty")
    assert compare(comparable(image(office)), comparable(image(filled))) == []


def test_relative_dates_move_with_the_day_and_fixed_ones_stay():
    office = new_office("tiny")
    office.get("patients/1")
    later = MONDAY.date() + timedelta(days=30)
    moved = connect(functions=loader.sql_functions)
    moved.deserialize(rebuilt(exported(office, relative=True), later))
    stays = connect(functions=loader.sql_functions)
    stays.deserialize(rebuilt(exported(office), later))
    first = "SELECT min(SchedDate) FROM schedule"
    assert moved.execute(first).fetchone()[0] == str(later)
    assert stays.execute(first).fetchone()[0] == str(MONDAY.date())


@settings(max_examples=300)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.text("-?:,[]{}#&*!|>'\"%@`~.+=<$() a1", max_size=6)
)
@example("- b")
def test_every_text_that_is_written_into_a_row_is_read_back(text):
    file = f"patients:\n  - {{LName: {as_yaml(text)}, FName: B}}\n"
    [entry] = read_text("file", file.encode()).entries
    assert entry.fields["LName"].text == text
    assert not entry.fields["LName"].is_null


def test_an_office_that_is_not_there_has_no_practice(office):
    assert office.http.get("/_mockod/practice?office=nobody").status_code == 404
    assert office.http.get("/_mockod/practice").status_code == 400
