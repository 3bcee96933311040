"""What a CREATE in a file may say: what ours say, what those of an older mockod said, and nothing that computes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from mockod import vendors
from mockod.app import create_site
from mockod.config import Config
from mockod.store.connection import connect, opened
from mockod.store.migration import bring_up_to_date
from mockod.store.schema_check import (
    LONGEST_DEFAULT,
    LONGEST_SQL,
    MOST_COLUMNS,
    MOST_OBJECTS,
    ForeignSchema,
    bound_schema,
    refuse_foreign,
)

FUNCTIONS = ("fold",)
FITTING = "x" * (LONGEST_DEFAULT - len("''"))
PLAIN = [
    "CREATE TABLE a (b)",
    'create table "a" ("b" integer primary key, [c] TEXT NOT NULL, `d` REAL DEFAULT -1.5) strict',
    "CREATE TABLE a (b TEXT NOT NULL DEFAULT 'it''s', -- 0 for none, CHECK (1)\n  c INT)",
    'CREATE TABLE a ("CHECK" TEXT, Zoë INTEGER DEFAULT +7)',
    f"CREATE TABLE a (b TEXT DEFAULT '{FITTING}')",
    f"CREATE TABLE a ({', '.join(f'c{number}' for number in range(MOST_COLUMNS))})",
]
FOREIGN = [
    f"CREATE TABLE a (b TEXT DEFAULT '{FITTING}x')",
    'CREATE TABLE a (b TEXT DEFAULT "b")',
    "CREATE TABLE a (b VARCHAR(20))",
    "CREATE TABLE a (b TEXT, c AS (b))",
    "CREATE TABLE a (b TEXT CHECK (b))",
    "CREATE TABLE a (b TEXT NOT NULL ON CONFLICT REPLACE)",
    "CREATE TABLE a (b TEXT PRIMARY KEY)",
    "CREATE TABLE a (b INTEGER UNIQUE)",
    "CREATE TABLE a (b TEXT /* fold */)",
]
INDEXES = [
    "CREATE INDEX i ON a (b)",
    "CREATE UNIQUE INDEX i ON a (b, c)",
    "CREATE INDEX i ON a (fold(b), c)",
    "CREATE INDEX i ON a (b) WHERE c <> 0",
    "CREATE INDEX i ON a (b) WHERE c = 'x'",
]
FOREIGN_INDEXES = [
    "CREATE INDEX i ON a (b) WHERE fold(c) = 'x'",
    "CREATE INDEX i ON a (b) WHERE c = 0 OR 1",
    "CREATE INDEX i ON a (fold(fold(b)))",
    "CREATE INDEX i ON a (lower(b))",
    "CREATE INDEX i ON a (b || c)",
    "CREATE INDEX i ON a (b COLLATE NOCASE)",
    "CREATE INDEX i ON a (b) WHERE c IN (SELECT 1)",
]


def made(*creates: str) -> sqlite3.Connection:
    db = connect()
    for name in (*FUNCTIONS, "lower"):
        db.create_function(name, 1, str, deterministic=True)
    for create in creates:
        db.execute(create)
    return db


@pytest.mark.parametrize("create", PLAIN)
def test_a_plain_table_is_taken(create):
    with closing(made(create)) as db:
        refuse_foreign(db, (), FUNCTIONS)


@pytest.mark.parametrize("create", FOREIGN)
def test_a_table_that_says_more_is_refused_unless_it_is_ours_word_for_word(create):
    with closing(made(create)) as db:
        with pytest.raises(ForeignSchema, match=r"The (table a|index \w+) of this file|without a CREATE"):
            refuse_foreign(db, (), FUNCTIONS)
        ours = set(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall())
        refuse_foreign(db, ours, FUNCTIONS)


@pytest.mark.parametrize("create", INDEXES)
def test_an_index_of_columns_and_of_functions_of_ours_is_taken(create):
    with closing(made("CREATE TABLE a (b, c)", create)) as db:
        refuse_foreign(db, (), FUNCTIONS)


@pytest.mark.parametrize("create", FOREIGN_INDEXES)
def test_an_index_that_computes_anything_else_is_refused(create):
    if "SELECT" in create:
        with closing(made("CREATE TABLE a (b, c)")) as db, pytest.raises(sqlite3.OperationalError):
            db.execute(create)  # SQLite itself has no such index
        return
    says_more = pytest.raises(ForeignSchema, match="The index i of this file says more")
    with closing(made("CREATE TABLE a (b, c)", create)) as db, says_more:
        refuse_foreign(db, (), FUNCTIONS)


@pytest.mark.parametrize(("number", "is_taken"), [(MOST_OBJECTS, True), (MOST_OBJECTS + 1, False)])
def test_there_may_be_so_many_tables_and_indexes(number, is_taken):
    with closing(made(*(f"CREATE TABLE t{one} (a)" for one in range(number)))) as db:
        if is_taken:
            refuse_foreign(db, (), ())
        else:
            with pytest.raises(ForeignSchema, match=f"at most {MOST_OBJECTS}"):
                refuse_foreign(db, (), ())


@pytest.mark.parametrize(
    ("create", "is_taken"),
    [
        (f"CREATE TABLE a ({', '.join(f'c{number}' for number in range(MOST_COLUMNS + 1))})", False),
        (f"CREATE TABLE a (b) -- {'x' * (LONGEST_SQL - 23)}", True),
        (f"CREATE TABLE a (b -- {'x' * LONGEST_SQL}\n)", False),
    ],
)
def test_sqlite_reads_no_longer_create(create, is_taken):
    with closing(made(create)) as db:
        image = db.serialize()
    with closing(connect()) as db:
        bound_schema(db)
        db.deserialize(image)
        if is_taken:
            assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("a",)]
        else:
            with pytest.raises(sqlite3.DatabaseError):
                db.execute("SELECT name FROM sqlite_master").fetchall()


def test_the_tables_that_every_vendor_makes_are_plain_in_a_new_office_and_in_one_brought_up_to_date():
    site = create_site(Config(practice="tiny"))
    assert len(site.runtimes) == len(vendors.installed())
    for runtime in site.runtimes:
        image = runtime.offices.office("one").snapshot("a").image
        functions = runtime.offices.start.functions
        with closing(opened(image, functions)) as db:
            refuse_foreign(db, (), functions)
            (table,) = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 1").fetchone()
            *_, last = db.execute(f"PRAGMA table_info({table})").fetchall()
            db.executescript(f'ALTER TABLE "{table}" DROP COLUMN "{last[1]}"; PRAGMA user_version = 7')
            bring_up_to_date(db, image)
            assert last[1] in [row[1] for row in db.execute(f"PRAGMA table_info({table})").fetchall()]
            refuse_foreign(db, (), functions)
    site.close()
