"""Queries find in mockod what they find in a MariaDB that holds the same office."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import MONDAY, new_office
from mockod.vendors.opendental.resources.queries.answers import unique

pytest.importorskip("pymysql", reason="there is no pymysql to speak to a MariaDB with")
from support import mariadb

if not mariadb.IS_INSTALLED:
    pytest.skip("MariaDB is not installed: apt-get install mariadb-server", allow_module_level=True)

STATEMENTS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "statements.yaml").read_text())


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demo office, and a connection to a MariaDB with its rows."""
    office = new_office("demo")
    with mariadb.mariadb_server(tmp_path_factory.mktemp("db")) as connect:
        connection = connect()
        mariadb.fill(connection, office, MONDAY)
        yield office, connection
        connection.close()


def test_there_are_a_hundred_and_fifty_statements():
    assert sum(map(len, STATEMENTS.values())) >= 150


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(text, id=f"{subject}-{n}")
        for subject, texts in STATEMENTS.items()
        for n, text in enumerate(texts, 1)
    ],
)
def test_a_query_finds_the_same_rows_under_the_same_names(both, statement):
    office, connection = both
    names, rows = mariadb.answer(connection, statement)

    answered = office.put("queries/ShortQuery", {"SqlCommand": statement})

    assert answered.status_code == 200, answered.text
    if rows:
        assert list(answered.json[0]) == unique(names)
    ordered = "order by" in statement.lower()
    found = [list(row.values()) for row in answered.json]
    assert mariadb.compared(found, ordered=ordered) == mariadb.compared(rows[:100], ordered=ordered)
