"""PUT queries/ShortQuery and POST queries, as a client sees them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.vendors.opendental.resources.queries import connection, session
from support.api_client import ApiClient
from support.db import database


def ask(office, sql, **query):
    answered = office.call("PUT", "queries/ShortQuery", {"SqlCommand": sql}, **query)
    assert answered.status_code == 200, answered.text
    return answered.json


def test_a_row_has_the_columns_of_the_table_with_raw_values_and_dates_as_the_page_prints_them(office):
    office.book(AptDateTime="2026-03-02 09:00:00")

    (row,) = ask(
        office, "SELECT AptNum, AptStatus, AptDateTime, IsHygiene, DATE(AptDateTime) d FROM appointment LIMIT 1"
    )

    assert row == {
        "AptNum": row["AptNum"],
        "AptStatus": 1,
        "AptDateTime": "2026-03-02T09:00:00",
        "IsHygiene": 0,
        "d": "2026-03-02T00:00:00",
    }


def test_a_page_has_a_hundred_rows_and_offset_goes_on_from_there(demo):
    sql = "SELECT a.PatNum FROM patient a, patient b ORDER BY a.PatNum, b.PatNum"
    first, second = ask(demo, sql), ask(demo, sql, Offset=100)

    assert (len(first), len(second)) == (100, 100)
    assert first[-1]["PatNum"] <= second[0]["PatNum"]
    assert ask(demo, sql, Offset=100_000) == []
    assert len(ask(demo, sql, Limit=7)) == 7
    assert len(ask(demo, sql, Limit=101)) == 100


def test_a_query_sees_what_was_written_a_moment_before(office):
    office.post("employers", {"EmpName": "Bolt & Sons"})

    assert ask(office, "SELECT EmpName FROM employer WHERE EmpName = 'BOLT & sons'") == [{"EmpName": "Bolt & Sons"}]


def test_now_is_the_offices_time(office):
    office.set_clock("2026-12-24 18:30:00")

    assert ask(office, "SELECT NOW() AS n, CURDATE() AS d") == [
        {"n": "2026-12-24T18:30:00", "d": "2026-12-24T00:00:00"}
    ]


def test_two_columns_of_one_name_are_told_apart(office):
    assert ask(office, "SELECT 1 AS a, 2 AS a, 3 AS A") == [{"a": 1, "a1": 2, "A2": 3}]


def test_an_expression_is_called_as_it_was_written(office):
    assert ask(office, "SELECT COUNT( * ), 1+1 FROM patient WHERE 1=0") == [{"COUNT( * )": 0, "1+1": 2}]


def test_the_first_result_of_a_script_is_answered(office):
    assert ask(office, "SET @a = 2; SELECT @a AS a; SELECT 3 AS b") == [{"a": 2}]
    assert ask(office, "SET @a = 2") == []


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("SELECT Nope FROM patient", "Unknown column 'Nope' in 'field list'"),
        ("SELECT 1 FROM patient WHERE x.PatNum = 1", "Unknown column 'x.PatNum' in 'where clause'"),
        ("SELECT PatNum FROM patient p, appointment a", "Column 'PatNum' in field list is ambiguous"),
        ("SELECT NOSUCH(1)", "FUNCTION opendental.NOSUCH does not exist"),
        ("SELECT 1 FROM patient p, appointment p", "Not unique table/alias: 'p'"),
        ("SELECT LEFT('a')", "Incorrect parameter count in the call to native function 'LEFT'"),
        ("SELECT * FROM (SELECT 1)", "Every derived table must have its own alias"),
        ("", "SqlCommand is required."),
        (
            "SELECT FROM patient",
            "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for "
            "the right syntax to use near 'FROM patient' at line 1",
        ),
    ],
)
def test_a_mistake_is_told_in_mysqls_words(office, sql, text):
    assert office.refusal("PUT", "queries/ShortQuery", {"SqlCommand": sql}) == (400, text)


def test_a_mistake_in_the_syntax_shows_where(office):
    status, text = office.refusal("PUT", "queries/ShortQuery", {"SqlCommand": "SELECT 1 FROM WHERE 1"})

    assert status == 400
    assert text.startswith("You have an error in your SQL syntax; check the manual")
    assert "near 'WHERE" in text


@pytest.mark.parametrize(
    ("table", "note"),
    [
        ("hl7msg", "Open Dental has the table hl7msg; mockod does not have it."),
        ("teeth", "mockod knows of no table teeth in Open Dental either."),
    ],
)
def test_a_table_that_is_not_there_says_whose_lack_it_is(office, table, note):
    answered = office.put("queries/ShortQuery", {"SqlCommand": f"SELECT * FROM {table}"})

    assert (answered.status_code, answered.json) == (400, f"Table 'opendental.{table}' doesn't exist")
    assert answered.headers["X-Mockod-Note"] == note


def test_a_query_without_end_is_interrupted_and_the_office_goes_on(demo, monkeypatch):
    monkeypatch.setattr(connection, "MOST_SECONDS", 0.5)
    sql = "SELECT COUNT(*) FROM patient a, patient b, patient c, patient d, patient e, patient f, patient g"

    status, text = demo.refusal("PUT", "queries/ShortQuery", {"SqlCommand": sql})

    assert status == 400
    assert text == "Query execution was interrupted: it takes longer than mockod lets a query run."
    assert demo.get("patients/11").status_code == 200


def test_a_query_to_an_sftp_site_runs_and_says_that_no_file_is_sent(office):
    body = {"SftpAddress": "sftp.example.com/a/b.csv", "SftpUsername": "tester", "SftpPassword": "not-a-secret"}

    answered = office.post("queries", {"SqlCommand": "SELECT * FROM patient", **body})

    assert (answered.status_code, answered.data) == (201, b"")
    assert (
        answered.headers["X-Mockod-Note"]
        == "The query ran. mockod sends no file: it makes no connection to an SFTP site."
    )
    assert office.refusal("POST", "queries", {"SqlCommand": "DROP TABLE patient", **body})[0] == 401
    assert office.refusal("POST", "queries", {"SqlCommand": "SELECT x", **body})[0] == 400


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"SftpAddress": "sftp.example.com"}, "SftpAddress is invalid."),
        ({"SftpAddress": ""}, "SftpAddress is required."),
        ({"SftpPort": 0}, "SftpPort is invalid."),
        ({"SftpPort": 65_536}, "SftpPort is invalid."),
        ({"IsAsync": "perhaps"}, "IsAsync is invalid."),
    ],
)
def test_where_a_file_goes_must_be_said(office, wrong, text):
    body = {"SftpAddress": "sftp.example.com/b.csv", "SftpUsername": "tester", "SftpPassword": "not-a-secret"}

    assert office.refusal("POST", "queries", {"SqlCommand": "SELECT 1", **body, **wrong}) == (400, text)


def test_queries_write_nothing(office):
    before = database(office).contents()

    ask(office, "CREATE TEMPORARY TABLE t SELECT PatNum FROM patient; SELECT COUNT(*) FROM t; DROP TABLE t")

    assert database(office).contents() == before


def test_a_server_that_nobody_sends_a_query_does_not_read_sqlglot():
    program = (
        "import sys; from mockod.app import create_app; from mockod.vendors.opendental.resources import load;"
        "create_app(); load('queries').endpoints; print('sqlglot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.strip() == "False"


def test_an_office_in_a_file_is_queried_and_stays_as_it_was(tmp_path):
    app = create_app(Config(practice="demo", clock=Clock.frozen(MONDAY), data_dir=tmp_path))
    office = ApiClient(app.test_client(), "office-in-a-file")
    office.post("employers", {"EmpName": "Bolt & Sons"})
    before = database(office).contents()

    assert ask(office, "SELECT EmpName FROM employer WHERE EmpName LIKE 'bolt%'") == [{"EmpName": "Bolt & Sons"}]
    assert office.refusal("PUT", "queries/ShortQuery", {"SqlCommand": "DELETE FROM employer"})[0] == 401
    assert database(office).contents() == before


@pytest.mark.parametrize(("length", "status"), [(65_535, 200), (65_536, 400)])
def test_a_query_may_be_as_long_as_a_text(office, length, status):
    sql = "SELECT 1 -- "

    assert office.put("queries/ShortQuery", {"SqlCommand": sql + "x" * (length - len(sql))}).status_code == status


@pytest.mark.parametrize(("statements", "status"), [(50, 200), (51, 400)])
def test_a_script_has_fifty_statements_at_most(office, statements, status):
    assert office.put("queries/ShortQuery", {"SqlCommand": "SET @a = 1;" * statements}).status_code == status


@pytest.mark.parametrize(("length", "status"), [(1_000_000, 200), (1_000_001, 400)])
def test_a_function_makes_a_million_characters_at_most(office, length, status):
    sql = f"SELECT CHAR_LENGTH(REPEAT('x', {length})) AS n"

    assert office.put("queries/ShortQuery", {"SqlCommand": sql}).status_code == status


def test_a_query_keeps_nobody_waiting_while_it_runs(demo, monkeypatch):
    """The office's lock is free as soon as its data are copied."""
    app = demo.http.application
    seen = []
    run = session.run

    def slowly(*given):
        seen.append(ApiClient(app.test_client(), demo.customer).get("patients/11").status_code)
        return run(*given)

    monkeypatch.setattr(session, "run", slowly)

    assert demo.put("queries/ShortQuery", {"SqlCommand": "SELECT 1"}).status_code == 200
    assert seen == [200]
