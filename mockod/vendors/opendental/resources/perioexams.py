"""Periodontal exams of patients; their measures are ``periomeasures``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mockod.rest.schema import Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import perio
from mockod.vendors.opendental.engine.filters import equals, on_or_after
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources.periomeasures import insert_measure
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, OneLine, Text

DETAILED = "23.3.27"
"""Since then an exam may be given its date, provider and note."""

PERIOEXAM = Table(
    "perioexam",
    entity="PerioExam",
    section="perioexams",
    columns=(
        Column("PerioExamNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("ExamDate", Day(), needed=True, put="taken"),
        Column("ProvNum", ForeignKey("provider.ProvNum"), put="taken"),
        Column("DateTMeasureEdit", Moment(), stamp="changed"),
        Column("Note", OneLine(), put="taken"),
    ),
    indexes=(index("PatNum"), index("ExamDate")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExam:
    """POST perioexams. Each text measures one side of a jaw, from the patient's right to the left."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    upper_facial: Annotated[str, Text()] = ""
    upper_lingual: Annotated[str, Text()] = ""
    lower_lingual: Annotated[str, Text()] = ""
    lower_facial: Annotated[str, Text()] = ""
    exam_date: Annotated[date | None, Since(DETAILED)] = None
    prov_num: Annotated[int | None, Since(DETAILED)] = None
    note: Annotated[str, Since(DETAILED)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PerioExam:
    """A row of the vendor's table."""

    perio_exam_num: int = 0
    pat_num: int
    exam_date: date
    prov_num: int
    date_t_measure_edit: datetime
    note: str = ""


EXAMS = Records(PerioExam, PERIOEXAM)


def create_exam(tx: Transaction, body: NewExam) -> Row:
    """POST perioexams: today, by the patient's provider, unless said otherwise; with its measures (documented)."""
    surfaces = [
        *perio.charted(perio.UPPER_FACIAL, body.upper_facial),
        *perio.charted(perio.UPPER_LINGUAL, body.upper_lingual),
        *perio.charted(perio.LOWER_LINGUAL, body.lower_lingual),
        *perio.charted(perio.LOWER_FACIAL, body.lower_facial),
    ]
    prov_num = body.prov_num
    if prov_num is None:
        prov_num = tx.value("SELECT PriProv FROM patient WHERE PatNum = ?", (body.pat_num,))
    new = PerioExam(
        pat_num=body.pat_num,
        exam_date=body.exam_date or tx.now.date(),
        prov_num=prov_num,
        date_t_measure_edit=tx.now,
        note=body.note,
    )
    number = EXAMS.insert(tx, new)
    for measure in perio.measures(surfaces):
        insert_measure(tx, number, measure)
    return PERIOEXAMS.select.one(tx, number)


def delete_exam(tx: Transaction, exam: PerioExam) -> None:
    """DELETE perioexams, and its measures with it (documented)."""
    tx.delete("periomeasure", "PerioExamNum = ?", (exam.perio_exam_num,))
    tx.delete(PERIOEXAM.name, "PerioExamNum = ?", (exam.perio_exam_num,))


PERIOEXAMS = Resource(
    "perioexams",
    table=PERIOEXAM,
    methods=[
        read(since="22.4.36"),
        listing(filters=[equals("PatNum"), on_or_after("ExamDate")], since="22.4.36"),
        create(create_exam, body=NewExam, since="23.1.20"),
        update(since=DETAILED),
        delete(delete_exam, row=EXAMS.get_or_404, since=DETAILED),
    ],
)
