"""What may be said of the fields that an office adds to its patients, before and since pick lists have items."""

from __future__ import annotations

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.clinical_enums import PatFieldType
from mockod.vendors.opendental.domain.pat_fields import FieldDef, fits, lines
from mockod.vendors.opendental.resources.patfielddefs import (
    Facts,
    NewPatFieldDef,
    PatFieldDefChange,
    changed,
    new_field_def,
)

PICK, TEXT = PatFieldType.PickList, PatFieldType.Text
FREE = Facts(has_namesake=False, is_in_use=False, has_items=True)
OLD = Facts(has_namesake=False, is_in_use=False, has_items=False)


def refused(decide, *args):
    with pytest.raises(ApiError) as refusal:
        decide(*args)
    return refusal.value.text


@pytest.mark.parametrize(("facts", "column", "items"), [(FREE, "", ("a", "b")), (OLD, "a\r\nb", None)])
def test_a_new_pick_list_is_kept_as_items_or_in_its_column(facts, column, items):
    decided = new_field_def(NewPatFieldDef(field_name="F", field_type=PICK, pick_list="a\nb\n"), facts)

    assert (decided.definition.pick_list, decided.items) == (column, items)


@pytest.mark.parametrize("field_type", [PatFieldType.CareCreditPreApprovalAmt, PatFieldType.CareCreditAvailableCredit])
def test_two_types_are_younger_than_an_old_office(field_type):
    new = NewPatFieldDef(field_name="F", field_type=field_type)

    assert new_field_def(new, FREE).definition.field_type == field_type
    assert refused(new_field_def, new, OLD) == "FieldType is invalid."


@pytest.mark.parametrize(
    ("facts", "before", "body", "column", "items"),
    [
        (FREE, FieldDef(field_name="F", field_type=PICK), PatFieldDefChange(is_hidden=True), "", None),
        (FREE, FieldDef(field_name="F"), PatFieldDefChange(field_type=PICK, pick_list="a"), "", ("a",)),
        (FREE, FieldDef(field_name="F", field_type=PICK), PatFieldDefChange(field_type=TEXT), "", ()),
        (FREE, FieldDef(field_name="F", field_type=PICK), PatFieldDefChange(field_type=PICK), "", None),
        (OLD, FieldDef(field_name="F", field_type=PICK, pick_list="a"), PatFieldDefChange(pick_list="b"), "b", None),
        (OLD, FieldDef(field_name="F", field_type=PICK, pick_list="a"), PatFieldDefChange(field_name="G"), "a", None),
        (OLD, FieldDef(field_name="F", field_type=PICK, pick_list="a"), PatFieldDefChange(field_type=TEXT), "", None),
    ],
)
def test_a_pick_list_stays_is_given_or_goes_with_the_type(facts, before, body, column, items):
    decided = changed(before, body, facts)

    assert (decided.definition.pick_list, decided.items) == (column, items)


@pytest.mark.parametrize(("is_in_use", "is_fixed"), [(True, True), (False, False)])
def test_a_care_credit_field_in_use_keeps_its_name(is_in_use, is_fixed):
    before = FieldDef(field_name="F", field_type=PatFieldType.CareCreditStatus)
    facts = Facts(has_namesake=False, is_in_use=is_in_use, has_items=True)
    body = PatFieldDefChange(field_name="G")

    if is_fixed:
        assert refused(changed, before, body, facts).startswith("FieldName is invalid.")
    else:
        assert changed(before, body, facts).definition.field_name == "G"


def test_lines_may_end_in_any_way():
    assert lines("a\r\nb\rc\nd\n\n \n") == ("a", "b", "c", "d")


@pytest.mark.parametrize("field_type", PatFieldType)
def test_an_empty_value_fits_every_type(field_type):
    assert fits(field_type, (), "")
