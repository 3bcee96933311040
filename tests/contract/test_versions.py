"""An office of an older version answers as that version would: its methods, its parameters, its fields, its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from werkzeug.test import TestResponse

from mockod.rest.schema import Schema
from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.resources import ROUTES
from support.api_client import ApiClient
from support.db import database
from support.every_method import PRACTICE, Method, call_of, endpoint, methods
from support.simulated import simulated_resources
from support.vendor_facts import EVERYWHERE, FieldFacts

VERSIONS = ("21.1", "22.1", "22.4", "23.3", "24.4", "25.2", "26.3")
STRICT = "strict"
"""Names are examined; GETs may still come without a Content-Type."""
MakeOffice = Callable[..., ApiClient]
Fact = tuple[str, str, str]


def there(version: str, method: Method) -> bool:
    return is_known(version, method) and not is_gone(version, method)


def is_known(version: str, method: Method) -> bool:
    return parse_version(version).knows(method.since)


def is_gone(version: str, method: Method) -> bool:
    return bool(method.until) and parse_version(version).knows(method.until)


def is_in(version: str, part: FieldFacts) -> bool:
    """Whether a version has a parameter or field: it has come, and has not gone."""
    known = parse_version(version)
    return known.knows(part.since) and not (part.until and known.knows(part.until))


def cases(wanted: Callable[[str, Method], bool]) -> pytest.MarkDecorator:
    """One test for each version and method that ``wanted`` says."""
    pairs = [(version, method) for version in VERSIONS for method in methods() if wanted(version, method)]
    names = ["-".join(map(str, pair)) for pair in pairs]
    return pytest.mark.parametrize(("version", "method"), pairs, ids=names)


each_method = pytest.mark.parametrize("method", methods(), ids=str)


def fresh(make_office: MakeOffice, version: str, conduct: str = "faithful") -> ApiClient:
    """A new office, where an appointment was changed once, so that it has a history."""
    office = make_office(PRACTICE, version=version, conduct=conduct)
    assert office.put("appointments/1/Note", {"Note": "Rang"}).status_code == 200
    return office


@cache
def reading(make_office: MakeOffice, version: str, conduct: str = "faithful") -> ApiClient:
    """An office that is only read from, and so serves many tests."""
    return fresh(make_office, version, conduct)


EMPTY = {"GET reports/FinanceCharges"}
"""Lists of what another resource holds, of which the office has nothing."""


def asked(make_office: MakeOffice, version: str, method: Method, conduct: str = "faithful") -> ApiClient:
    return (reading if method.method == "GET" else fresh)(make_office, version, conduct)


def send(office: ApiClient, method: Method, more: dict[str, Any] | None = None) -> TestResponse:
    """The method's call; ``more`` joins its body, or its query where it is a GET."""
    call = call_of(method)
    if method.method == "GET":
        return office.call("GET", call.path, **call.query, **(more or {}))
    return office.call(method.method, call.path, None if call.body is None else {**call.body, **(more or {})})


def outcome(office: ApiClient, method: Method, more: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """All that a call brings about: its answer and, where it writes, what then stands in the office."""
    answer = send(office, method, more)
    return answer.status_code, answer.data, {} if method.method == "GET" else database(office).contents()


# The table of endpoints


def declared(schema: Schema | None, since: str) -> list[Fact]:
    return facts(since, ((f.wire_name, f.since, f.until) for f in schema.fields.values()) if schema else ())


def told(parts: Iterable[FieldFacts], since: str) -> list[Fact]:
    return facts(since, ((part.name, part.since, part.until) for part in parts))


def facts(method_since: str, parts: Iterable[Fact]) -> list[Fact]:
    """Parts in order; one as old as its method has no version of its own."""
    begun = parse_version(method_since)
    return [(name, "" if begun.knows(since) else since, until) for name, since, until in parts]


def test_the_table_holds_exactly_the_vendors_methods():
    assert {f"{row.method} {row.path}" for row in ROUTES.endpoints} == {str(method) for method in methods()}


@each_method
def test_a_row_of_the_table_says_what_the_vendor_says(method):
    row = endpoint(method)

    assert (row.since, row.until, row.permission) == (method.since, method.until, method.permission)
    assert (row.answers_since, row.checks_names) == (method.answers_since, method.checks_names)
    assert declared(row.query, row.since) == told(method.query, method.since)
    in_order = sorted if method.is_declared else list
    assert in_order(declared(row.body, row.since)) == in_order(told(method.body, method.since))
    assert declared(row.answer, row.since) == told(method.answer, method.since)


@each_method
def test_a_part_that_no_page_tells_or_dates_rests_on_what_its_difference_rests_on(method):
    row = endpoint(method)
    bases = {
        (kind, field.wire_name): field.basis
        for kind, schema in (("query", row.query), ("body", row.body), ("answer", row.answer))
        for field in (schema.fields.values() if schema else ())
    }

    for kind, parts in (("query", method.query), ("body", method.body), ("answer", method.answer)):
        for part in parts:
            if part.basis != "documented":
                assert (part.name, bases[kind, part.name]) == (part.name, part.basis)


@each_method
def test_there_is_a_call_of_every_method_with_everything_that_came_later(method):
    assert set(call_of(method).newer) == {part.name for part in method.newer_parts}


def test_every_call_that_somebody_wrote_is_of_a_method_and_has_nothing_but_its_parts():
    by_name = {f"{method.method} /{method.path}": method for method in methods()}

    for simulated in simulated_resources().values():
        for name, call in simulated.calls.items():
            method = by_name[name]
            assert call.keys() <= {"row", "body", "query", "newer"}, name
            assert call.get("query", {}).keys() <= {part.name for part in method.query}, name
            assert call.get("body", {}).keys() <= {part.name for part in method.body}, name
            assert call.get("newer", {}).keys() <= {part.name for part in method.newer_parts}, name


# The offices


@cases(lambda version, method: not is_known(version, method))
def test_a_method_newer_than_the_office_is_refused(make_office, version, method):
    answer = send(asked(make_office, version, method), method)

    assert (answer.status_code, answer.json) == (
        400,
        f"This method requires Open Dental version {method.since} or higher.",
    )


@cases(is_gone)
def test_a_method_that_a_version_took_away_is_refused_and_changes_nothing(make_office, version, method):
    office = fresh(make_office, version)
    before = database(office).contents()

    answer = send(office, method)

    text = f"This method has been deprecated since Open Dental version {method.until}."
    assert (answer.status_code, answer.json) == (410, text)
    assert database(office).contents() == before


A_TEXT = "POST payplans"
"""The one method that answers a text."""
FREE = "PUT queries/ShortQuery"
"""The one method whose rows have the fields that a client asks for."""


@cases(there)
def test_a_method_that_was_there_answers_the_fields_known_then(make_office, version, method):
    answer = send(asked(make_office, version, method), method)

    assert answer.status_code in (200, 201), answer.text
    if str(method) == A_TEXT:
        assert type(answer.json) is str
        return
    if (not method.answer and str(method) != FREE) or not parse_version(version).knows(method.answers_since):
        assert answer.data == b""
        return
    rows = answer.json if isinstance(answer.json, list) else [answer.json]
    if str(method) == FREE:
        assert rows
        return
    known = [part.name for part in method.answer if is_in(version, part)]
    assert rows or str(method) in EMPTY
    assert [list(row) for row in rows] == [known] * len(rows)


@cases(lambda version, method: there(version, method) and bool(method.newer_parts))
def test_a_parameter_or_field_does_nothing_before_its_version_and_something_since(make_office, version, method):
    without = outcome(asked(make_office, version, method), method)

    for part in method.newer_parts:
        office = asked(make_office, version, method)
        understood = outcome(office, method, {part.name: call_of(method).newer[part.name]}) != without
        assert (part.name, understood) == (part.name, is_in(version, part))


@cases(lambda version, method: there(version, method) and bool(method.newer_parts))
def test_a_strict_office_refuses_a_parameter_or_field_newer_than_itself(make_office, version, method):
    shown = {part.name for part in method.answer if is_in(version, part) and method.method != "GET"}
    untouched = database(fresh(make_office, version, STRICT)).contents()
    without = outcome(asked(make_office, version, method, STRICT), method)

    for part in method.newer_parts:
        if is_in(version, part):
            continue
        office = asked(make_office, version, method, STRICT)
        more = {part.name: call_of(method).newer[part.name]}
        if part.name in shown:  # what an answer shows may come back with it, and is no more settable than before
            assert outcome(office, method, more) == without
        else:
            answer = send(office, method, more)
            assert (answer.status_code, answer.json) == (400, f"'{part.name}' is not a valid parameter.")
            assert database(office).contents() == untouched


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("name", "path", "shown"),
    [("DateFormatString", "patients/1", "SecDateEntry"), ("DateTimeFormatString", "appointments/1", "AptDateTime")],
)
def test_dates_are_spelled_as_asked_since_the_version_that_can(make_office, version, name, path, shown):
    came = parse_version(version).knows(EVERYWHERE[name])
    plain = reading(make_office, version).read(path)
    spelled = reading(make_office, version).read(path, **{name: "yyyy"})

    assert (spelled[shown] == "2026") == came
    assert (spelled == plain) != came
    if not came:
        refused = reading(make_office, version, STRICT).refusal("GET", path, **{name: "yyyy"})
        assert refused == (400, f"'{name}' is not a valid parameter.")


# Builds


@pytest.mark.parametrize(("version", "there"), [("22.4.26", False), ("22.4.27", True), ("22.4", True), ("22.3", False)])
def test_a_version_without_a_build_is_its_last_build(make_office, version, there):
    answer = make_office(PRACTICE, version=version).get("patplans")

    assert answer.status_code == (200 if there else 400)
    if not there:
        assert answer.json == "This method requires Open Dental version 22.4.27 or higher."


@pytest.mark.parametrize(("version", "numbers"), [("22.4.27", [2, 3, 1]), ("22.4.28", [3]), ("22.4", [3])])
def test_a_parameter_comes_with_its_very_build(make_office, version, numbers):
    rows = make_office(PRACTICE, version=version).read("appointments", AptStatus="Complete")

    assert [row["AptNum"] for row in rows] == numbers


@pytest.mark.parametrize(("version", "shown"), [("23.3.16", False), ("23.3.17", True), ("23.3", True)])
def test_an_answers_field_comes_with_its_very_build(make_office, version, shown):
    assert ("PatternSecondary" in make_office(PRACTICE, version=version).read("appointments/1")) == shown
