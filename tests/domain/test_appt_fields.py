"""Fields that an office adds to its appointments, and their definitions, decided without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.enums import ApptFieldType
from mockod.vendors.opendental.resources.apptfielddefs import FieldDef, NewFieldDef, new_field_def
from mockod.vendors.opendental.resources.apptfields import ApptField, NewField, empty_field, filled, new_field

LAB = FieldDef(appt_field_def_num=8, field_name="Lab", field_type=ApptFieldType.PickList, pick_list="In\nOut\r\n\r\n ")
MEMO = FieldDef(appt_field_def_num=3, field_name="Memo")
BODY = NewField(apt_num=1, field_name="lab", field_value="In")


def test_a_pick_list_has_one_value_a_line_whatever_ends_it():
    assert LAB.choices == ("In", "Out")


@pytest.mark.parametrize(
    ("definition", "value", "takes"),
    [(LAB, "In", True), (LAB, "", True), (LAB, "in", False), (LAB, "Lost", False), (MEMO, "anything", True)],
)
def test_a_field_takes_what_its_pick_list_has_and_without_one_anything(definition, value, takes):
    assert definition.takes(value) == takes


def test_a_new_definition_has_crlf_between_its_values():
    body = NewFieldDef(field_name="Lab", field_type=ApptFieldType.PickList, pick_list="In\nOut")

    assert new_field_def(body, None).pick_list == "In\r\nOut"


@pytest.mark.parametrize(
    ("body", "namesake", "text"),
    [
        (NewFieldDef(field_name="MEMO"), MEMO, "FieldName already exists."),
        (NewFieldDef(field_name="Lab", field_type=ApptFieldType.PickList), None, "PickList is required."),
        (
            NewFieldDef(field_name="Lab", field_type=ApptFieldType.PickList, pick_list="\n "),
            None,
            "PickList is required.",
        ),
        (NewFieldDef(field_name="Lab", pick_list="In"), None, "PickList is invalid."),
        # Of two things the first is told.
        (NewFieldDef(field_name="MEMO", pick_list="In"), MEMO, "FieldName already exists."),
    ],
)
def test_a_definition_that_will_not_do_is_refused(body, namesake, text):
    with pytest.raises(ApiError) as refused:
        new_field_def(body, namesake)

    assert (refused.value.status, refused.value.text) == (400, text)


def test_a_field_is_written_under_the_spelling_of_its_definition():
    assert new_field(BODY, LAB, None) == ApptField(apt_num=1, field_name="Lab", field_value="In")


@pytest.mark.parametrize(
    ("body", "definition", "is_there", "text"),
    [
        (replace(BODY, appt_field_def_num=8), LAB, False, "Only one field is allowed, FieldName or apptFieldDefNum."),
        (replace(BODY, field_name=" "), None, False, "FieldName is required."),
        (BODY, None, False, "FieldName is invalid."),
        (replace(BODY, field_value="Lost"), LAB, False, "FieldValue is invalid."),
        (BODY, LAB, True, "ApptField already exists."),
        # Of two things the first is told.
        (replace(BODY, field_value="Lost"), LAB, True, "FieldValue is invalid."),
    ],
)
def test_a_field_that_will_not_do_is_refused(body, definition, is_there, text):
    before = ApptField(appt_field_num=5, apt_num=1, field_name="Lab", field_value="Out") if is_there else None

    with pytest.raises(ApiError) as refused:
        new_field(body, definition, before)

    assert (refused.value.status, refused.value.text) == (400, text)


def test_setting_a_field_is_held_to_its_definition():
    assert filled(MEMO, 2, "").field_value == ""
    with pytest.raises(ApiError, match="FieldName is invalid"):
        filled(None, 2, "x")
    with pytest.raises(ApiError, match="FieldValue is invalid"):
        filled(LAB, 2, "x")


def test_an_empty_field_has_the_name_in_both_of_its_places():
    row = empty_field(1, "Lab")

    assert [field.wire_name for field in row.schema.fields.values()] == [
        *("ApptFieldNum", "FieldName", "AptNum", "FieldName", "FieldValue")
    ]
    assert row.values == [0, "Lab", 1, "Lab", ""]
