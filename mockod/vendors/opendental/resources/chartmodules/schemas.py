"""The rows of the Chart Module's grids: every value is text."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.vendors.opendental.domain.enums import AptStatus
from mockod.vendors.opendental.wire.fields import Choice, Moment, NumberText, OneLine, Text


class PlannedAppt(Wire):
    apt_num = NumberText()
    prov_num = NumberText()
    item_order = NumberText()
    minutes = NumberText(data_key="minutes")
    proc_descript = Text()
    note = OneLine()
    date_sched = Moment(data_key="dateSched")
    apt_status = Choice(AptStatus)


class PatientInfo(Wire):
    field = Text()
    content = OneLine()


class ProgNote(Wire):
    """A line of the progress notes. What a kind of object does not have is empty."""

    object_type = Text()
    primary_key = NumberText()
    date = Text()
    time = Text()
    date_time = Moment()
    th = Text()
    surf = Text()
    dx = Text()
    description = Text()
    note = OneLine(data_key="note")
    stat = Text()
    prov = Text()
    prov_num = Text()
    amount = Text()
    proc_code = Text()
    user = Text()
    signed = Text(basis=Basis.ASSUMED)
    length = Text()
    abbr = Text()
    clinic = Text()
    clinic_num = NumberText()
