"""What differs between two images: rows, columns, sentences; and nothing where nothing does."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod import vendors
from mockod.store.connection import connect
from mockod.store.diff import as_json, as_sentences, columns_of, compare, tables_of
from mockod.store.images import Images
from mockod.vendors.opendental.practice import stored_values

TABLES = """
CREATE TABLE visit (Num INTEGER PRIMARY KEY, Status TEXT NOT NULL, Length INTEGER NOT NULL, Stamp TEXT NOT NULL) STRICT;
CREATE TABLE operatory (Num INTEGER PRIMARY KEY, Name TEXT) STRICT;
CREATE TABLE mockod_practice (Name TEXT) STRICT;
"""
VISITS = """
INSERT INTO visit VALUES (1, 'made', 30, 'early'), (2, 'made', 30, 'early'), (3, 'done', 60, 'early');
INSERT INTO operatory VALUES (1, 'Room 1');
"""


def image(*sql: str) -> bytes:
    with closing(connect()) as db:
        db.executescript(";\n".join(sql))
        return db.serialize()


def as_stored(table, column, stored):
    return stored


def told(after: str, before: str = "") -> list[str]:
    """The sentences on what ``after`` did to the three visits."""
    found = compare(image(TABLES, VISITS, before), image(TABLES, VISITS, before, after))
    return as_sentences(found, as_stored, lambda table, column: column == "Stamp")


def test_like_changes_are_one_sentence_with_the_numbers_of_their_rows():
    assert told("UPDATE visit SET Status = 'done', Stamp = 'late' || Num WHERE Num < 3") == [
        "2 visits: Status made -> done (1, 2)"
    ]


def test_rows_that_came_and_rows_that_went_are_told_apart():
    assert told(
        "INSERT INTO visit VALUES (9, 'made', 5, ''); DELETE FROM visit WHERE Num = 2; DELETE FROM operatory"
    ) == [
        "1 visit removed (2)",
        "1 visit added (9)",
        "1 operatory removed (1)",
    ]


def test_several_columns_of_a_row_are_told_in_their_order():
    assert told("UPDATE visit SET Length = 45, Status = 'moved' WHERE Num = 3") == [
        "1 visit: Status done -> moved, Length 60 -> 45 (3)"
    ]


def test_a_change_of_nothing_but_a_stamp_is_told_too():
    assert told("UPDATE visit SET Stamp = 'late' WHERE Num = 1") == ["1 visit: Stamp early -> late (1)"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Room 2", "Room 2"),
        ("2026-03-02 09:00:00", "2026-03-02 09:00:00"),
        ("", '""'),
        (" b", '" b"'),
        ("a -> b, c", '"a -> b, c"'),
        ("two\nlines", '"two\\nlines"'),
        ("español", "español"),
        ("x" * 61, '"' + "x" * 60 + '…"'),
    ],
)
def test_a_text_that_could_be_misread_stands_in_quotes_and_a_long_one_is_clipped(value, shown):
    assert told(f"UPDATE operatory SET Name = '{value}'") == [f"1 operatory: Name Room 1 -> {shown} (1)"]


def test_nothing_at_all_is_told_as_null_is_in_python():
    assert told("UPDATE operatory SET Name = NULL") == ["1 operatory: Name Room 1 -> None (1)"]


def test_of_many_rows_the_first_ten_are_named():
    rows = ", ".join(f"({number}, 'Room')" for number in range(2, 14))
    assert told(f"INSERT INTO operatory VALUES {rows}") == [
        "12 operatories added (2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more)"
    ]


def test_json_tells_every_column_stamps_included():
    after = """
    UPDATE visit SET Status = 'done', Stamp = 'late' WHERE Num = 1; DELETE FROM operatory;
    INSERT INTO visit VALUES (4, 'made', 5, '')
    """
    found = compare(image(TABLES, VISITS), image(TABLES, VISITS, after))

    assert as_json(found, lambda table, column, stored: f"{table}.{column}={stored}") == [
        {
            "table": "visit",
            "key": 1,
            "kind": "changed",
            "changes": {
                "Status": ["visit.Status=made", "visit.Status=done"],
                "Stamp": ["visit.Stamp=early", "visit.Stamp=late"],
            },
        },
        {
            "table": "visit",
            "key": 4,
            "kind": "added",
            "changes": {
                "Num": [None, "visit.Num=4"],
                "Status": [None, "visit.Status=made"],
                "Length": [None, "visit.Length=5"],
                "Stamp": [None, "visit.Stamp="],
            },
        },
        {
            "table": "operatory",
            "key": 1,
            "kind": "removed",
            "changes": {"Num": ["operatory.Num=1", None], "Name": ["operatory.Name=Room 1", None]},
        },
    ]


def test_a_value_that_cannot_be_spelled_is_told_as_it_is_stored():
    found = compare(image(TABLES, VISITS), image(TABLES, VISITS, "UPDATE visit SET Length = 99 WHERE Num = 1"))

    assert as_sentences(found, partial(refuse, 99), lambda table, column: False) == [
        "1 visit: Length spelled 30 -> 99 (1)"
    ]


def refuse(what, table, column, stored):
    if stored == what:
        raise ValueError("no such value")
    return f"spelled {stored}"


def test_a_table_or_a_column_that_only_one_side_has_is_a_difference_where_it_holds_something():
    assert told("DROP TABLE operatory") == ["1 operatory removed (1)"]
    assert told("CREATE TABLE site (Num INTEGER PRIMARY KEY); INSERT INTO site VALUES (7)") == ["1 site added (7)"]
    assert told("CREATE TABLE site (Num INTEGER PRIMARY KEY)") == []
    assert told("ALTER TABLE operatory ADD COLUMN Abbr TEXT NOT NULL DEFAULT 'OP'") == [
        "1 operatory: Abbr None -> OP (1)"
    ]


def test_our_own_bookkeeping_makes_no_difference():
    assert told("INSERT INTO mockod_practice VALUES ('demo')") == []


def test_how_an_image_is_laid_out_makes_no_difference():
    assert told("VACUUM", before="DELETE FROM visit WHERE Num = 1") == []


rows = st.dictionaries(
    st.integers(-3, 3) | st.sampled_from([2**63 - 1, -(2**63)]),
    st.tuples(st.text("aß\x00", max_size=2) | st.none(), st.sampled_from([0.0, 1.0, 1.5, None])),
    max_size=4,
)


def holding(table):
    with closing(connect()) as db:
        db.execute("CREATE TABLE t (Num INTEGER PRIMARY KEY, Word TEXT, Amount REAL) STRICT")
        db.executemany("INSERT INTO t VALUES (?, ?, ?)", [(key, *row) for key, row in table.items()])
        return db.serialize()


@given(before=rows, after=rows)
def test_the_differences_are_just_what_makes_one_of_the_other(before, after):
    found = compare(holding(before), holding(after))

    assert (found == []) == (before == after)
    made = dict(before)
    for one in found:
        assert one.before == (dict(zip(NAMES, (one.key, *before[one.key]), strict=True)) if one.key in before else None)
        made.pop(one.key, None)
        if one.after is not None:
            made[one.key] = (one.after["Word"], one.after["Amount"])
    assert made == after


NAMES = ("Num", "Word", "Amount")


@pytest.mark.parametrize("practice", ["tiny", "demo"])
def test_every_cell_of_a_shipped_practice_can_be_spelled_and_no_two_values_alike(practice):
    with closing(connect()) as db:
        db.deserialize(Images(vendors.practice_loader).image(practice, date(2026, 3, 2)))
        for table in tables_of(db):
            for column in columns_of(db, table):
                stored = [value for (value,) in db.execute(f"SELECT DISTINCT {column} FROM {table}")]
                assert len({str(stored_values.spelled(table, column, value)) for value in stored}) == len(stored)


@pytest.mark.parametrize(
    ("table", "column", "stored", "spelled"),
    [
        ("appointment", "AptStatus", 3, "UnschedList"),
        ("histappointment", "AptStatus", 0, "None"),
        ("histappointment", "HistApptAction", 2, "Missed"),
        ("histappointment", "IsHygiene", 1, "true"),
        ("patient", "Premed", 0, "false"),
        ("provider", "ProvColor", -16711936, "0,255,0"),
        ("operatory", "ItemOrder", 4, 4),
        ("fee", "Amount", 12.5, 12.5),
        ("schedule", "StartTime", "08:00:00", "08:00:00"),
        ("recall", "RecallInterval", "6m1d", "6m1d"),
    ],
)
def test_values_are_spelled_as_the_api_does(table, column, stored, spelled):
    assert stored_values.spelled(table, column, stored) == spelled


@pytest.mark.parametrize(
    ("table", "column", "stored"),
    [
        ("appointment", "AptStatus", 99),
        ("histappointment", "HistApptAction", 9),
        ("patient", "Premed", 2),
        ("patient", "Birthdate", "1990-02-30"),
        ("appointment", "AptDateTime", "2026-03-02"),
        ("histappointment", "HistDateTStamp", ""),
        ("appointment", "Pattern", "XO"),
        ("schedule", "StopTime", "25:00:00"),
        ("schedule", "StopTime", "12:00"),
        ("recall", "RecallInterval", "6 months"),
        ("fee", "Amount", float("inf")),
    ],
)
def test_what_a_column_cannot_hold_cannot_be_spelled(table, column, stored):
    with pytest.raises(ValueError, match=r"."):
        stored_values.spelled(table, column, stored)
