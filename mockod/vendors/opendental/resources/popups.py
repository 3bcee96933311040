"""Popups: what the program says when a patient's chart is opened, or one of the family's or super family's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import COMM
from mockod.vendors.opendental.domain.clinical_enums import PopupLevel
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.methods import create, listing
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Rows, given, where
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import AmericanMoment, Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, OneLine

SETTABLE = {PopupLevel.Patient, PopupLevel.Family, PopupLevel.SuperFamily}

POPUP = Table(
    "popup",
    entity="Popup",
    section="popups",
    columns=(
        Column("PopupNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("Description", OneLine(), needed=True),
        Column("IsDisabled", Flag()),
        Column("PopupLevel", Choice(PopupLevel, accepts=SETTABLE)),
        Column("UserNum", ForeignKey("userod.UserNum"), hidden=True),
        Column("DateTimeEntry", Moment(), hidden=True, stamp="created"),
        Column("IsArchived", Flag(), hidden=True),
        Column("PopupNumArchive", Integer(), hidden=True),
        Column("DateTimeDisabled", Moment(), since="22.2", shown_as=AmericanMoment()),
    ),
    indexes=(index("PatNum"),),
    answer_order="PopupNum PatNum Description PopupLevel IsDisabled DateTimeDisabled",
)
OF_A_PATIENT = f"""popup.PopupNum IN (
  SELECT p.PopupNum FROM popup p WHERE p.PatNum = :patient
  UNION
  SELECT p.PopupNum FROM patient me JOIN patient other ON other.Guarantor = me.Guarantor
  JOIN popup p ON p.PatNum = other.PatNum
  WHERE me.PatNum = :patient AND p.PopupLevel = {PopupLevel.Family:d}
  UNION
  SELECT p.PopupNum FROM patient me JOIN patient other ON other.SuperFamily = me.SuperFamily
  JOIN popup p ON p.PatNum = other.PatNum
  WHERE me.PatNum = :patient AND me.SuperFamily <> 0 AND p.PopupLevel = {PopupLevel.SuperFamily:d})"""
"""The popups of a patient, and those that others of the family and the super family have for all."""


@dataclass(frozen=True, slots=True)
class PopupFilters:
    """GET popups. Patient 0 is no filter."""

    pat_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPopup:
    """POST popups."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    description: str
    popup_level: PopupLevel = PopupLevel.Patient


def list_popups(tx: Transaction, filters: PopupFilters, page: Page) -> Rows:
    """GET popups, disabled ones too (documented); what the program keeps of older wordings is left out (assumed)."""
    conditions = [given(OF_A_PATIENT, patient=filters.pat_num or None), where("popup.IsArchived = 0", indexed=False)]
    return POPUPS.select.page(tx, page, "popup.PopupNum", conditions)


def create_popup(tx: Transaction, body: NewPopup) -> None:
    """POST popups. Refuses one for a super family that the patient does not belong to (documented)."""
    super_family = tx.value("SELECT SuperFamily FROM patient WHERE PatNum = ?", (body.pat_num,))
    if body.popup_level == PopupLevel.SuperFamily and not super_family:
        raise invalid("PopupLevel")
    tx.insert(POPUP.name, new_row(POPUP, tx, values_of(body)))


POPUPS = Resource(
    "popups",
    table=POPUP,
    permission=COMM,
    methods=[
        listing(list_popups, filters=PopupFilters, since="21.4"),
        create(create_popup, body=NewPopup, answers=False),
    ],
)
