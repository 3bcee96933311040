"""Periodontal measures: a row for each exam, tooth and kind of measure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.clinical_enums import PerioSequence, PerioSequenceBefore24
from mockod.vendors.opendental.domain.enums import wire_name
from mockod.vendors.opendental.domain.perio import (
    LAST_TOOTH,
    NO_MEASURE,
    SURFACES,
    WIRE_NAMES,
    Measure,
    Values,
    is_empty,
    misfits,
)
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Computed, Table, index
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import already_exists, conflict, invalid, required
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, Integer

RENAMED = "24.1"
"""Since then BleedSupPlaqCalc is called so; before it was Bleeding (documented)."""
DELETABLE = {PerioSequence.Mobility, PerioSequence.SkipTooth}
"""What can be deleted; other measures go with their exam (documented)."""


class SequenceName(Choice):
    """The kind of measure. An office of any version takes both names of one (assumed)."""

    def __init__(self) -> None:
        super().__init__(PerioSequence)
        self.members["Bleeding"] = PerioSequence.BleedSupPlaqCalc


PERIOMEASURE = Table(
    "periomeasure",
    entity="PerioMeasure",
    section="periomeasures",
    columns=(
        Column("PerioMeasureNum", Integer()),
        Column("PerioExamNum", ForeignKey("perioexam.PerioExamNum"), needed=True),
        Computed("SequenceType", Choice(PerioSequenceBefore24), "periomeasure.SequenceType", until=RENAMED),
        Column("SequenceType", Choice(PerioSequence), since=RENAMED, needed=True),
        Column("IntTooth", Integer(), needed=True),
        Column("ToothValue", Integer(), default=NO_MEASURE),
        Column("MBvalue", Integer(), default=NO_MEASURE),
        Column("Bvalue", Integer(), default=NO_MEASURE),
        Column("DBvalue", Integer(), default=NO_MEASURE),
        Column("MLvalue", Integer(), default=NO_MEASURE),
        Column("Lvalue", Integer(), default=NO_MEASURE),
        Column("DLvalue", Integer(), default=NO_MEASURE),
        Column("SecDateTEntry", Moment(), hidden=True, stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
    indexes=(index("PerioExamNum"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeasure:
    """POST periomeasures. -1 is no measure."""

    perio_exam_num: Annotated[int, ForeignKey("perioexam.PerioExamNum", zero=False)]
    sequence_type: Annotated[PerioSequence, SequenceName()]
    int_tooth: int
    tooth_value: int = NO_MEASURE
    m_bvalue: int = NO_MEASURE
    bvalue: int = NO_MEASURE
    d_bvalue: int = NO_MEASURE
    m_lvalue: int = NO_MEASURE
    lvalue: int = NO_MEASURE
    d_lvalue: int = NO_MEASURE


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureChange:
    """PUT periomeasures: only what is given changes."""

    tooth_value: int | None = None
    m_bvalue: int | None = None
    bvalue: int | None = None
    d_bvalue: int | None = None
    m_lvalue: int | None = None
    lvalue: int | None = None
    d_lvalue: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerioMeasure:
    """A row of the vendor's table."""

    perio_measure_num: int = 0
    perio_exam_num: int
    sequence_type: PerioSequence
    int_tooth: int
    tooth_value: int = NO_MEASURE
    m_bvalue: int = NO_MEASURE
    bvalue: int = NO_MEASURE
    d_bvalue: int = NO_MEASURE
    m_lvalue: int = NO_MEASURE
    lvalue: int = NO_MEASURE
    d_lvalue: int = NO_MEASURE
    sec_date_t_entry: datetime
    sec_date_t_edit: datetime


MEASURES = Records(PerioMeasure, PERIOMEASURE)


def create_measure(tx: Transaction, body: NewMeasure) -> Row:
    """POST periomeasures. Refuses what ``new_values`` refuses, and a second row of one kind for a tooth."""
    values = new_values(body)
    same = "PerioExamNum = ? AND SequenceType = ? AND IntTooth = ?"
    if MEASURES.find(tx, same, (body.perio_exam_num, body.sequence_type, body.int_tooth)):
        raise already_exists("PerioMeasure")
    number = insert_measure(tx, body.perio_exam_num, Measure(body.sequence_type, body.int_tooth, values))
    touch_exam(tx, body.perio_exam_num)
    return PERIOMEASURES.select.one(tx, number)


def new_values(body: NewMeasure) -> Values:
    """The values of a new row.

    Raises ApiError naming IntTooth where there is no such tooth, the first value that does not go with the kind of
    measure, and the surfaces where none of them holds a measure (documented; the words are assumed).
    """
    if not 1 <= body.int_tooth <= LAST_TOOTH:
        raise invalid("IntTooth")
    values = Values(**{name: getattr(body, name) for name in WIRE_NAMES})
    for name in misfits(body.sequence_type, body.int_tooth, values):
        wrong = invalid if getattr(values, name) != NO_MEASURE else required
        raise wrong(WIRE_NAMES[name])
    if is_empty(values):
        *others, last = (WIRE_NAMES[name] for name in SURFACES)
        raise required(f"{', '.join(others)} or {last}")
    return values


def update_measure(tx: Transaction, before: PerioMeasure, body: MeasureChange) -> Row:
    """PUT periomeasures; an edit of the exam, too."""
    after = changed(before, body)
    if after != before:
        MEASURES.update(tx, before, replace(after, sec_date_t_edit=tx.now))
        touch_exam(tx, before.perio_exam_num)
    return PERIOMEASURES.select.one(tx, before.perio_measure_num)


def changed(before: PerioMeasure, body: MeasureChange) -> PerioMeasure:
    """The row after a change. A measure may be taken away again by -1 (assumed).

    Raises ApiError naming the first value given that does not go with the kind of measure.
    """
    given = {name: value for name in WIRE_NAMES if (value := getattr(body, name)) is not None}
    after = replace(before, **given)
    values = Values(**{name: getattr(after, name) for name in WIRE_NAMES})
    for name in misfits(before.sequence_type, before.int_tooth, values):
        if name in given:
            raise invalid(WIRE_NAMES[name])
    return after


def delete_measure(tx: Transaction, measure: PerioMeasure) -> None:
    """DELETE periomeasures. Refuses what goes with its exam only."""
    if measure.sequence_type not in DELETABLE:
        kind = wire_name(measure.sequence_type)
        raise conflict(f"PerioMeasure with a SequenceType of {kind} cannot be deleted.")
    tx.delete(PERIOMEASURE.name, "PerioMeasureNum = ?", (measure.perio_measure_num,))
    touch_exam(tx, measure.perio_exam_num)


def insert_measure(tx: Transaction, exam_num: int, measure: Measure) -> int:
    """Write a row of an exam; answers its number."""
    values = {name: getattr(measure.values, name) for name in WIRE_NAMES}
    row = PerioMeasure(
        perio_exam_num=exam_num,
        sequence_type=measure.sequence,
        int_tooth=measure.tooth,
        sec_date_t_entry=tx.now,
        sec_date_t_edit=tx.now,
        **values,
    )
    return MEASURES.insert(tx, row)


def touch_exam(tx: Transaction, exam_num: int) -> None:
    """An exam tells when its measures were last edited."""
    tx.update("perioexam", "DateTMeasureEdit = ? WHERE PerioExamNum = ?", (tx.stamp, exam_num))


PERIOMEASURES = Resource(
    "periomeasures",
    table=PERIOMEASURE,
    methods=[
        listing(filters=[equals("PerioExamNum")], since="22.4.32"),
        create(create_measure, body=NewMeasure, since="22.4.37", location=""),
        update(update_measure, row=MEASURES.get_or_404, body=MeasureChange, since="22.4.37"),
        delete(delete_measure, row=MEASURES.get_or_404, since="23.3.27"),
    ],
)
