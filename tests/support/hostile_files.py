"""Files that are sent as snapshots and mean harm: each is made from the bytes of a good one, and has a name.

What a file computes in its schema, what lies about itself, what says more than it is long, and what is no database.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing

Make = Callable[[bytes], bytes]

PAGE = 4096
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {})"
FACTS = "DROP TABLE mockod_snapshot; CREATE VIEW mockod_snapshot AS"
SITE = "DROP TABLE site; CREATE TABLE site"
PLAIN_SITE = f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT NOT NULL)"


def sql(*scripts: str) -> Make:
    """A good file after these statements."""

    def make(good: bytes) -> bytes:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
            db.deserialize(good)
            db.create_function("fold", 1, str, deterministic=True)
            for script in scripts:
                db.executescript(script)
            return db.serialize()

    return make


def schema(*changes: str) -> Make:
    """A good file whose table of contents is written by hand."""
    return sql("PRAGMA writable_schema = ON", *(f"UPDATE sqlite_master SET {change}" for change in changes))


def entry(kind: str, name: str, table: str, root: int, create: str) -> Make:
    """A good file with one more entry in its table of contents."""
    row = f"INSERT INTO sqlite_master VALUES ('{kind}', '{name}', '{table}', {root}, {create})"
    return sql("PRAGMA writable_schema = ON", row)


def with_bytes(at: int, value: bytes) -> Make:
    return lambda good: good[:at] + value + good[at + len(value) :]


def replaced(old: bytes, new: bytes) -> Make:
    return lambda good: good.replace(old, new, 1)


def root(good: bytes, table: str) -> int:
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(good)
        return int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0])


def _varint(number: int) -> bytes:
    parts = [number & 127]
    while number := number >> 7:
        parts.append(number & 127 | 128)
    return bytes(reversed(parts))


def _leaf(rows: list[bytes]) -> bytes:
    """A page of a table with these rows, numbered from 1 on."""
    content, places, end = bytearray(PAGE), [], PAGE
    for number, row in enumerate(rows, 1):
        cell = _varint(len(row)) + _varint(number) + row
        end -= len(cell)
        content[end : end + len(cell)] = cell
        places.append(end)
    content[:8] = struct.pack(">BHHHB", 13, 0, len(rows), end, 0)
    content[8 : 8 + 2 * len(rows)] = struct.pack(f">{len(rows)}H", *places)
    return bytes(content)


def _inner(child: int, times: int, offset: int = 0, first: int | None = None) -> bytes:
    """A page that names the same child again and again; ``first`` comes before."""
    cells = [struct.pack(">I", first if first and not number else child) + b"\1" for number in range(times)]
    content, end = bytearray(PAGE), PAGE - 5 * times
    content[end:] = b"".join(cells)
    content[offset : offset + 12] = struct.pack(">BHHHBI", 5, 0, times, end, 0, child)
    content[offset + 12 : offset + 12 + 2 * times] = struct.pack(
        f">{times}H", *(end + 5 * number for number in range(times))
    )
    return bytes(content)


def _text_row(*values: str | int | None) -> bytes:
    """A row of SQLite's record format; numbers below 128."""
    kinds = [0 if value is None else 1 if isinstance(value, int) else 13 + 2 * len(value) for value in values]
    named = b"".join(map(_varint, kinds))
    body = b"".join(
        b"" if value is None else bytes([value]) if isinstance(value, int) else value.encode() for value in values
    )
    return bytes([len(named) + 1]) + named + body


def endless_contents(good: bytes) -> bytes:
    """A table of contents in which 200 ** 5 rows are said by seven pages."""
    header = bytearray(good[:100])
    header[28:32] = struct.pack(">I", 8)
    first = _leaf([_text_row("table", "x", "x", 8, "CREATE TABLE x (a UNIQUE)")])
    again = _leaf([_text_row("index", "sqlite_autoindex_x_1", "x", 8, None)] * 20)
    top = _inner(3, 200, offset=100, first=2)
    inner = [_inner(number + 1, 200) for number in range(3, 7)]
    return bytes(header) + top[100:] + first + b"".join(inner) + again + _leaf([])


def endless_table(good: bytes) -> bytes:
    """A table in which pages name each other: 200 ** 4 rows."""
    number = root(good, "site") - 1
    pages = len(good) // PAGE
    more = b"".join(_inner(pages + place, 200) for place in (2, 3, 4)) + _leaf([_text_row(None, "a")] * 20)
    header = bytearray(good[:100])
    header[28:32] = struct.pack(">I", pages + 4)
    return bytes(header) + good[100 : number * PAGE] + _inner(pages + 1, 200) + good[(number + 1) * PAGE :] + more


def shared_overflow(good: bytes) -> bytes:
    """Seven rows of 1.5 MB each that lie in the same pages; of such a length SQLite keeps 489 bytes in the row."""
    long = sql(PLAIN_SITE, "INSERT INTO site VALUES (1, hex(zeroblob(750978)))")(good)
    start = (root(long, "site") - 1) * PAGE
    at = start + int.from_bytes(long[start + 8 : start + 10])
    cell = long[at : start + PAGE]
    page = bytearray(long[start : start + PAGE])
    places = [PAGE - len(cell) * number for number in range(1, 8)]
    for number, place in enumerate(places, 1):
        page[place : place + len(cell)] = cell[:3] + bytes([number]) + cell[4:]
    page[:8] = struct.pack(">BHHHB", 13, 0, 7, places[-1], 0)
    page[8:22] = struct.pack(">7H", *places)
    return long[:start] + bytes(page) + long[start + PAGE :]


def older_with(rows: int, *tables: str) -> Make:
    """A file of an older mockod in which many rows lack nearly all columns, each of which has a default."""
    scripts = [
        f"DROP TABLE {table}; CREATE TABLE {table} ({key} INTEGER PRIMARY KEY);"
        f"INSERT INTO {table} {NUMBERS.format(rows)} SELECT i FROM n"
        for table, key in (one.split(".") for one in tables)
    ]
    return sql(*scripts, "PRAGMA user_version = 7; VACUUM")


LONG = "A" * 12_000_000
COMPUTED = {
    "facts are a view of large blobs": sql(
        f"{FACTS} {NUMBERS.format(60)} SELECT zeroblob(16000000) Taken, zeroblob(16000000) FrozenAt, "
        "0 OffsetMicroseconds, zeroblob(16000000) Settings FROM n"
    ),
    "facts are a view of one slow step": sql(
        f"{FACTS} SELECT instr(zeroblob(1600000), zeroblob(800000) || x'01') Taken, '' FrozenAt, 0 OffsetMicroseconds,"
        " '' Settings"
    ),
    "facts are an endless view": sql(f"{FACTS} {NUMBERS.format(-1)} SELECT i Taken, i FrozenAt, i Settings FROM n"),
    "a table is a view": sql(
        f"DROP TABLE site; CREATE VIEW site AS {NUMBERS.format(999)} SELECT i SiteNum, zeroblob(9999999) Description"
        " FROM n"
    ),
    "a view besides": sql("CREATE VIEW v AS SELECT 1"),
    "a view of a function that nobody has": sql("CREATE VIEW v AS SELECT nobody(1)"),
    "a trigger after booking": sql("CREATE TRIGGER t AFTER INSERT ON appointment BEGIN DELETE FROM patient; END"),
    "a trigger on facts": sql("CREATE TRIGGER t BEFORE DELETE ON mockod_snapshot BEGIN SELECT zeroblob(99999999); END"),
    "a trigger on a view": sql(
        "CREATE VIEW v AS SELECT 1 a; CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN SELECT 1; END"
    ),
    "a virtual table of full text": sql("CREATE VIRTUAL TABLE v USING fts5(page)"),
    "a virtual table of SQLite's own": sql("CREATE VIRTUAL TABLE v USING dbstat"),
    "a virtual table that nobody knows": entry("table", "v", "v", 0, "'CREATE VIRTUAL TABLE v USING nobody(x)'"),
    "a virtual table as site": sql("DROP TABLE site; CREATE VIRTUAL TABLE site USING fts5(SiteNum, Description)"),
    "a column computed at reading": sql("ALTER TABLE site ADD COLUMN Slow TEXT AS (hex(zeroblob(1000000)))"),
    "a column computed at writing": sql(
        f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT GENERATED ALWAYS AS (hex(SiteNum)) STORED)"
    ),
    "a fact that is computed": sql("ALTER TABLE mockod_snapshot ADD COLUMN Slow TEXT AS (hex(zeroblob(1000000)))"),
    "a default of 12 MB": sql(
        f"{SITE} (SiteNum INTEGER PRIMARY KEY); INSERT INTO site {NUMBERS.format(250)} SELECT i FROM n;"
        f"ALTER TABLE site ADD COLUMN Description TEXT NOT NULL DEFAULT '{LONG}'"
    ),
    "a default of 101 characters": sql(f"ALTER TABLE site ADD COLUMN Street TEXT NOT NULL DEFAULT '{'A' * 99}'"),
    "a default that is computed": sql(f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT DEFAULT (hex(9)))"),
    "a default that is the time": sql(
        f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT DEFAULT CURRENT_TIMESTAMP)"
    ),
    "a default that is a blob": sql(f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT DEFAULT x'41')"),
    "a check of a column": sql(f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT CHECK (length(Description)))"),
    "a check of a table": sql(
        f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT, CHECK (hex(zeroblob(9999999))))"
    ),
    "a column that is unique": sql(f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT UNIQUE)"),
    "a column with a collation": sql(f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT COLLATE NOCASE)"),
    "a column that refers": sql(f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT REFERENCES patient)"),
    "a key that is text": sql(f"{SITE} (SiteNum TEXT PRIMARY KEY, Description TEXT)"),
    "a key of two columns": sql(f"{SITE} (SiteNum INTEGER, Description TEXT, PRIMARY KEY (SiteNum, Description))"),
    "a key that counts by itself": sql(f"{SITE} (SiteNum INTEGER PRIMARY KEY AUTOINCREMENT, Description TEXT)"),
    "a table without numbers": sql(f"{SITE} (SiteNum INT PRIMARY KEY, Description TEXT) WITHOUT ROWID"),
    "a constraint with a name": sql(f"{SITE} (SiteNum INTEGER PRIMARY KEY, Description TEXT CONSTRAINT a NOT NULL)"),
    "an index that computes": sql("CREATE INDEX i ON patient (abs(PatNum))"),
    "an index of some rows by a computation": sql("CREATE INDEX i ON patient (LName) WHERE length(LName) > 5"),
    "an index with a collation": sql("CREATE INDEX i ON patient (LName COLLATE NOCASE)"),
    "an index of a function that nobody has": entry(
        "index", "i", "site", 9, "'CREATE INDEX i ON site (nobody(SiteNum))'"
    ),
}
FOREIGN = {
    "a table besides": sql("CREATE TABLE guest (Num INTEGER)"),
    "a column besides": sql("ALTER TABLE patient ADD COLUMN Shoe TEXT"),
    "five hundred tables": sql(*(f"CREATE TABLE g{number} (Num INTEGER)" for number in range(500))),
    "a table of 301 columns": sql(f"CREATE TABLE guest ({', '.join(f'c{number}' for number in range(301))})"),
    "a name of a megabyte": sql(f'CREATE TABLE "{"n" * 1_000_000}" (Num INTEGER)'),
    "a CREATE of many parentheses": entry("view", "v", "v", 0, f"'CREATE VIEW v AS SELECT {'(' * 9000}1{')' * 9000}'"),
    "no table of ours": sql("CREATE TABLE book (page TEXT)", "PRAGMA writable_schema = ON; DELETE FROM sqlite_master"),
    "a table that is missing": sql("DROP TABLE recall"),
}
LYING = {
    "a view that calls itself an index": entry("index", "v", "site", 0, "'CREATE VIEW v AS SELECT 1'"),
    "a view that calls itself a table": entry("table", "v", "v", 0, "'CREATE VIEW v AS SELECT 1'"),
    "a trigger that calls itself a table": entry(
        "table", "t", "t", 0, "'CREATE TRIGGER t AFTER INSERT ON patient BEGIN SELECT 1; END'"
    ),
    "a table under another name": schema("name = 'home' WHERE name = 'site'"),
    "a table without a CREATE": schema("sql = NULL WHERE name = 'site'"),
    "a table whose CREATE is a blob": schema("sql = CAST(sql AS BLOB) WHERE name = 'site'"),
    "a CREATE that is no SQL": schema("sql = 'CREATE TABLE site (' WHERE name = 'site'"),
    "a CREATE TABLE AS": schema("sql = 'CREATE TABLE site AS SELECT 1 SiteNum, 2 Description' WHERE name = 'site'"),
    "two tables in one place": lambda good: schema(f"rootpage = {root(good, 'patient')} WHERE name = 'site'")(good),
    "a table beyond the end": schema("rootpage = 4000000 WHERE name = 'site'"),
    "a table at a negative place": schema("rootpage = -3 WHERE name = 'site'"),
    "a table in the table of contents": schema("rootpage = 1 WHERE name = 'site'"),
    "an index as a table": lambda good: schema(
        f"rootpage = {root(good, 'ux_preference_PrefName')} WHERE name = 'site'"
    )(good),
    "no UTF-8 in a CREATE": replaced(b"CREATE TABLE", b"CREAT\xd4 TABLE"),
    "no UTF-8 in a name": replaced(b"AbbrDesc", b"\xd4bbrDesc"),
    "no UTF-8 in a table's name": schema("name = CAST(x'73d46974' AS TEXT) WHERE name = 'site'"),
    "a table of contents without end": endless_contents,
    "a table without end": endless_table,
    "pages that many rows share": shared_overflow,
}
ROWS = {
    "text that is no UTF-8": sql("UPDATE patient SET LName = CAST(x'ff' AS TEXT)"),
    "facts that are no UTF-8": sql("UPDATE mockod_snapshot SET Settings = CAST(x'7bd4' AS TEXT)"),
    "a half of a surrogate": sql("UPDATE patient SET LName = CAST(x'eda080' AS TEXT)"),
    "nothing in a column": sql(f"{SITE} (SiteNum, Description); INSERT INTO site VALUES (1, NULL)"),
    "a blob in a column of text": sql(f"{SITE} (SiteNum, Description); INSERT INTO site VALUES (1, x'41')"),
    "the same number twice": sql(f"{SITE} (SiteNum, Description); INSERT INTO site VALUES (1, 'a'), (1, 'b')"),
    "a row numbered 0": sql("UPDATE patient SET PatNum = 0 WHERE PatNum = 2"),
    "a row of 19 digits": sql("UPDATE patient SET PatNum = 1000000000000000000 WHERE PatNum = 2"),
    "an endless amount": sql(
        "INSERT INTO fee (FeeNum, FeeSched, CodeNum, Amount, SecDateEntry, SecDateTEdit) "
        "VALUES (900, 1, 1, 9e999, '2026-03-02', '2026-03-02 09:00:00')"
    ),
    "a status that is none": sql("UPDATE appointment SET AptStatus = 99"),
    "a day that is none": sql("UPDATE appointment SET AptDateTime = '2026-02-30 09:00:00'"),
    "no facts": sql("DELETE FROM mockod_snapshot"),
    "facts twice": sql("INSERT INTO mockod_snapshot SELECT * FROM mockod_snapshot"),
    "a million facts": sql(
        f"INSERT INTO mockod_snapshot (Name, Taken, FrozenAt, OffsetMicroseconds, Settings) {NUMBERS.format(200_000)}"
        " SELECT '', '', '', 0, '{}' FROM n"
    ),
    "a fact of a megabyte": sql("UPDATE mockod_snapshot SET Taken = hex(zeroblob(500000))"),
    "settings of deep brackets": sql(f"UPDATE mockod_snapshot SET Settings = '{'[' * 19_000}'"),
    "settings of many digits": sql(f"UPDATE mockod_snapshot SET Settings = '{{\"queue_depth\": {'9' * 19_000}}}'"),
}
LARGE = {
    "many rows that lack all columns": older_with(1_000_000, "patient.PatNum"),
    "many rows that lack all columns but few": older_with(300_000, "patient.PatNum", "procedurelog.ProcNum"),
    "many rows with a long default": sql(
        f"{SITE} (SiteNum INTEGER PRIMARY KEY); INSERT INTO site {NUMBERS.format(1_200_000)} SELECT i FROM n;"
        f"ALTER TABLE site ADD COLUMN Description TEXT NOT NULL DEFAULT '{'A' * 90}'; VACUUM"
    ),
}
BYTES = {
    "cut in half": lambda good: good[: len(good) // 2],
    "cut to its header": lambda good: good[:100],
    "cut to its first word": lambda good: good[:16],
    "zeros after its first word": lambda good: good[:16] + bytes(100_000),
    "pages of no size": with_bytes(16, b"\0\0"),
    "pages of an odd size": with_bytes(16, b"\x10\x01"),
    "pages that are all reserved": with_bytes(20, b"\xff"),
    "pages without number": with_bytes(28, b"\xff\xff\xff\xfe"),
    "a schema of the future": with_bytes(44, b"\0\0\0\x09"),
    "text in no encoding": with_bytes(56, b"\0\0\0\x07"),
    "free pages that are used": with_bytes(32, b"\0\0\0\x02\0\0\0\x09"),
    "a list of free pages beyond the end": with_bytes(32, b"\x7f\0\0\0\x7f\0\0\0"),
    "pages in another order": lambda good: (
        good[:PAGE] + good[2 * PAGE : 3 * PAGE] + good[PAGE : 2 * PAGE] + good[3 * PAGE :]
    ),
}
HOSTILE: dict[str, Make] = {**COMPUTED, **FOREIGN, **LYING, **ROWS, **LARGE, **BYTES}
