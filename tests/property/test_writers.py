"""The compiled writers against marshmallow itself, for every schema that an answer is written with."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.rest.schema import Field, FieldType, Leniency, ServerTime
from mockod.rest.serializer import compile_writer
from mockod.rest.validation import marshmallow_schema
from mockod.vendors.opendental.access.versions import Version
from mockod.vendors.opendental.domain.clinical_enums import SnomedAllergy
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES
from mockod.vendors.opendental.resources.allergydefs import SnomedText
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import AmericanMoment, Day, Moment, TimeOfDay
from mockod.vendors.opendental.wire.date_formats import DateSpelling
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, Number, NumberText, PatternText, Text
from mockod.vendors.opendental.wire.lists import ChoiceList, NumberList
from support.examples import shared_among

NOW = "2026-03-02 07:00:00"
SCHEMAS = sorted(
    {e.answer for routes in (ROUTES, FORM_ROUTES) for e in routes.endpoints if e.answer}, key=lambda s: s.name
)

WHOLE = st.integers(-(2**63), 2**63 - 1)
TEXT = st.text() | st.text("a\r\n '\"\\{}%\t", max_size=12)
MOMENTS = st.datetimes().map(lambda at: str(at.replace(microsecond=0)))
VERSIONS = st.builds(Version, st.integers(21, 27), st.integers(1, 4), st.integers(0, 99))

STORED: dict[type[FieldType], st.SearchStrategy] = {
    Integer: WHOLE,
    NumberText: WHOLE,
    Number: st.floats(allow_nan=False, allow_infinity=False),
    Flag: st.sampled_from((0, 1)),
    Color: st.integers(-(2**31), 2**31 - 1),
    Day: st.dates().map(str),
    Moment: MOMENTS | st.just(""),
    TimeOfDay: st.times().map(lambda at: str(at.replace(microsecond=0))),
    PatternText: st.text("X/", min_size=1),
    Text: TEXT,
    NumberList: st.lists(WHOLE.map(str)).map(",".join),
    AmericanMoment: MOMENTS,
    SnomedText: st.sampled_from(sorted(SnomedAllergy)).map(int),
}
"""What the database holds, by the kind of field; a kind not listed holds what the one it is made from does."""


def stored(field: Field) -> st.SearchStrategy:
    if isinstance(field.type, ServerTime):
        return st.just(NOW)
    if isinstance(field.type, Choice):
        return st.sampled_from(sorted(field.type.names))
    if isinstance(field.type, ChoiceList):
        return st.lists(st.sampled_from([str(int(member)) for member in field.type.kind])).map(",".join)
    return next((STORED[kind] for kind in type(field.type).__mro__ if kind in STORED), TEXT)


def rows(schema) -> st.SearchStrategy:
    """Rows by Python name, as ``Schema.dump`` takes them."""
    row = st.fixed_dictionaries({attr: stored(field) for attr, field in schema.fields.items()})
    return st.lists(row, max_size=3)


def in_columns(schema, row) -> tuple:
    """The same row as it is read from the database."""
    return tuple(row[attr] for attr, field in schema.fields.items() if not isinstance(field.type, ServerTime))


def as_items(written) -> list:
    """Order counts, and so does the type of each value."""
    return [[(name, type(value), value) for name, value in row.items()] for row in written]


def dumped(schema, given_rows, supports=lambda since: True) -> list:
    """What marshmallow makes of them."""
    return marshmallow_schema(schema, supports, Leniency()).dump(given_rows, many=True)


named = pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
shared = shared_among(len(SCHEMAS), total=500)


@named
@shared
@given(data=st.data())
def test_a_compiled_writer_writes_what_the_schema_dumps(schema, data):
    given_rows = data.draw(rows(schema))
    write = compile_writer(schema, lambda since: True, spelled=False)
    written = write([in_columns(schema, row) for row in given_rows], NOW, None)
    assert as_items(written) == as_items(
        marshmallow_schema(schema, lambda since: True, Leniency()).dump(given_rows, many=True)
    )


@named
@shared
@given(data=st.data(), version=VERSIONS)
def test_an_older_office_writes_the_fields_it_knows_and_the_same_values(schema, data, version):
    given_rows = data.draw(rows(schema))
    written = compile_writer(schema, version.knows, spelled=False)(
        [in_columns(schema, row) for row in given_rows], NOW, None
    )
    assert as_items(written) == as_items(
        marshmallow_schema(schema, version.knows, Leniency()).dump(given_rows, many=True)
    )


@named
@shared
@given(data=st.data())
def test_a_spelling_touches_dates_and_times_only(schema, data):
    given_rows = data.draw(rows(schema))
    spelling = DateSpelling("dd.MM.yyyy", "yyyy-MM-ddTHH:mm:sszzz", "-08:00")
    raw = [in_columns(schema, row) for row in given_rows]
    plain = compile_writer(schema, lambda since: True, spelled=False)(raw, NOW, None)
    spelled = compile_writer(schema, lambda since: True, spelled=True)(raw, NOW, spelling)
    for before, after in zip(plain, spelled, strict=True):
        assert list(before) == list(after)
        for field in schema.fields.values():
            value = before[field.wire_name]
            if isinstance(field.type, Day):
                value = date.fromisoformat(value).strftime("%d.%m.") + value[:4]
            elif isinstance(field.type, Moment | ServerTime) and value:
                value = datetime.fromisoformat(value).isoformat("T") + "-08:00"
            assert after[field.wire_name] == value
