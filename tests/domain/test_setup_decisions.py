"""Fees, providers, procedure codes and definitions that are made and changed. Decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.definitions import takes_value
from mockod.vendors.opendental.domain.enums import DefCat, PaintType, SubstOnlyIf, TreatArea
from mockod.vendors.opendental.resources.definitions import Definition, DefinitionChange, changed_definition
from mockod.vendors.opendental.resources.fees import FeeFacts, NewFee, check_new
from mockod.vendors.opendental.resources.procedurecodes import ProcedureCodeChange, Tied, tied
from mockod.vendors.opendental.resources.providers import Provider, ProviderChange, changed_provider

FEE = NewFee(amount=10, fee_sched=1, code_num=1)
OWN = replace(FEE, clinic_num=3)
OPEN = FeeFacts(is_global=False, is_grouped=False)
GLOBAL = replace(OPEN, is_global=True)
PERSON = Provider(
    prov_num=1,
    abbr="DOC1",
    l_name="Albert",
    f_name="Brian",
    mi="",
    suffix="",
    specialty=0,
    ssn="12-345",
    state_license="",
    using_tin=True,
    sig_on_file=False,
    national_prov_id="",
    date_t_stamp=datetime(2026, 3, 2),
    is_not_person=False,
    preferred_name="",
)
ENTITY = replace(PERSON, is_not_person=True, f_name="")
DISCOUNT = Definition(def_num=1, category=DefCat.AdjTypes, item_name="Discount", item_value="-", is_hidden=False)
PAINTED = Tied(paint_type=PaintType.Text, paint_text="X")


def refused(decide, *given) -> str:
    with pytest.raises(ApiError) as refusal:
        decide(*given)
    assert refusal.value.status == 400
    return refusal.value.text


@pytest.mark.parametrize(
    ("fee", "facts"),
    [
        (FEE, GLOBAL),
        (replace(FEE, amount=0), GLOBAL),
        (OWN, OPEN),
        (replace(OWN, amount=-1), OPEN),
        (replace(FEE, prov_num=7, amount=-1), OPEN),
    ],
)
def test_a_fee_of_all_goes_with_any_schedule_and_one_of_its_own_with_one_that_is_not_global(fee, facts):
    check_new(fee, facts)


@pytest.mark.parametrize(
    ("fee", "facts", "text"),
    [
        (OWN, GLOBAL, "ClinicNum is invalid. FeeSched is global."),
        (replace(FEE, prov_num=7), GLOBAL, "ProvNum is invalid. FeeSched is global."),
        (OWN, replace(OPEN, is_grouped=True), "Fee belongs to a FeeSchedGroup."),
        (replace(FEE, amount=-1), OPEN, "Amount is invalid."),
        (replace(OWN, amount=-0.5), OPEN, "Amount is invalid."),
        (FEE, replace(OPEN, is_there=True), "Fee already exists."),
    ],
)
def test_a_fee_that_cannot_be_is_refused_by_its_first_fault(fee, facts, text):
    assert refused(check_new, fee, facts) == text


def test_a_provider_keeps_what_is_not_sent_and_what_stands_already_may_be_sent_again():
    after = changed_provider(PERSON, ProviderChange(ssn="12-345", mi="T"))

    assert after == replace(PERSON, mi="T")
    assert refused(changed_provider, PERSON, ProviderChange(ssn="12-346")) == "SSN is invalid."
    assert refused(changed_provider, PERSON, ProviderChange(abbr=" ")) == "Abbr is required."
    assert refused(changed_provider, ENTITY, ProviderChange(mi="T")) == "MI is invalid."
    assert changed_provider(ENTITY, ProviderChange(mi="", f_name="")) == ENTITY


def test_a_definition_takes_a_value_of_its_category_and_keeps_one_that_it_has():
    odd = replace(DISCOUNT, item_value="?")

    assert changed_definition(DISCOUNT, DefinitionChange(item_value="+")).item_value == "+"
    assert changed_definition(odd, DefinitionChange(item_value="?", is_hidden=True)).is_hidden
    assert refused(changed_definition, DISCOUNT, DefinitionChange(item_value="?")) == "ItemValue is invalid."
    assert refused(changed_definition, DISCOUNT, DefinitionChange(item_name="")) == "ItemName is required."


@pytest.mark.parametrize("category", [DefCat.Diagnosis, DefCat.ProcCodeCats, DefCat.BlockoutTypes])
def test_a_category_without_words_of_its_own_takes_any_value(category):
    assert takes_value(category, "anything")


@pytest.mark.parametrize(
    ("before", "body", "text"),
    [
        (Tied(), ProcedureCodeChange(paint_text="X"), "PaintText is invalid."),
        (PAINTED, ProcedureCodeChange(paint_type=PaintType.RCT, paint_text="X"), "PaintText is invalid."),
        (Tied(), ProcedureCodeChange(area_also_tooth_range=True), "AreaAlsoToothRange is invalid."),
        (Tied(), ProcedureCodeChange(subst_only_if=SubstOnlyIf.Molar), "SubstOnlyIf is invalid."),
    ],
)
def test_what_means_nothing_without_another_column_is_refused(before, body, text):
    assert refused(tied, before, body) == text


def test_what_means_something_stays_and_what_means_nothing_any_more_goes():
    quadrant = Tied(treat_area=TreatArea.Quad, area_also_tooth_range=True)

    assert tied(PAINTED, ProcedureCodeChange(paint_text="Y"))["paint_text"] == "Y"
    assert "paint_text" not in tied(PAINTED, ProcedureCodeChange(descript="Crown"))
    assert tied(PAINTED, ProcedureCodeChange(paint_type=PaintType.RCT))["paint_text"] == ""
    assert "area_also_tooth_range" not in tied(quadrant, ProcedureCodeChange(treat_area=TreatArea.Arch))
    assert tied(quadrant, ProcedureCodeChange(treat_area=TreatArea.Tooth))["area_also_tooth_range"] is False
