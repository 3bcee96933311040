"""Procedures over the wire: every field in the vendor's order, with the version that brought it."""

from __future__ import annotations

from typing import Any

from mockod.rest.messages import Basis
from mockod.rest.schema import ServerTime, Wire
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.resources.procedurelogs import asked
from mockod.vendors.opendental.wire.fields import Amount, Choice, Day, Flag, Integer, Moment, Number, OneLine, Text

LATE: dict[str, Any] = {"since": "25.2.21", "basis": Basis.ASSUMED}
"""Columns that came late: about then, as old and new copies of the page tell."""


class Procedure(Wire):
    """What answers show of a procedure."""

    proc_num = Integer()
    pat_num = Integer()
    apt_num = Integer()
    proc_date = Day()
    proc_fee = Amount()
    surf = Text()
    tooth_num = Text()
    tooth_range = Text()
    priority = Integer()
    priority_name = Text(data_key="priority", column="coalesce(priority.ItemName, '')")
    proc_status = Choice(ProcStatus)
    prov_num = Integer()
    prov_abbr = Text(data_key="provAbbr", column="coalesce(provider.Abbr, '')")
    dx = Integer()
    dx_name = Text(data_key="dxName", column="coalesce(dx.ItemName, '')")
    planned_apt_num = Integer()
    place_service = Text(column="CASE p.PlaceService WHEN 0 THEN 'Office' ELSE 'OtherLocation' END", **LATE)
    prosthesis = Text()
    date_original_prosth = Day()
    claim_note = OneLine(**LATE)
    date_entry_c = Day(**LATE)
    clinic_num = Integer()
    code_num = Integer()
    proc_code = Text(data_key="procCode", column="coalesce(code.ProcCode, '')")
    descript = Text(data_key="descript", column="coalesce(code.Descript, '')")
    unit_qty = Integer()
    base_units = Integer()
    date_tp = Day(data_key="DateTP", **LATE)
    site_num = Integer(**LATE)
    hide_graphics = Flag(**LATE)
    canadian_type_codes = Text(**LATE)
    proc_time = Text(**LATE)
    proc_time_end = Text(**LATE)
    date_t_stamp = Moment()
    prognosis = Integer(**LATE)
    is_locked = Flag(**LATE)
    billing_note = OneLine(**LATE)
    discount = Number(**LATE)
    is_date_prosth_est = Flag()
    sec_date_entry = Day(**LATE)


class ReadProcedure(Procedure):
    """A procedure as GET answers it."""

    server_date_time = ServerTime(data_key="serverDateTime", since="21.2")


class WrittenProcedure(Procedure):
    """The same as POST and PUT answer it: nothing of prostheses, and a server's time that tells none."""

    leaves_out = ("prosthesis", "date_original_prosth", "is_date_prosth_est")
    server_date_time = Text(data_key="serverDateTime", column="''", since="21.2")


class ProcedureQuery(Wire):
    makes = asked.ProcedureFilter
    pat_num = refs.patient()
    apt_num = refs.appointment(since="22.3.32")
    proc_status = Choice(ProcStatus, since="25.2.21")
    planned_apt_num = refs.appointment(since="24.4.5")
    clinic_num = refs.clinic(since="23.3.13")
    code_num = refs.procedure_code(since="25.2.21")
    date_t_stamp = Moment()


class NewBody(Wire):
    """A code must be named by itself: its number alone will not do, as seen."""

    makes = asked.NewProcedure
    pat_num = refs.patient(required=True, optional=False)
    proc_date = Day(required=True)
    proc_status = Choice(ProcStatus, required=True)
    proc_code = Text(data_key="procCode", required=True)
    apt_num = refs.appointment()
    proc_fee = Amount()
    surf = Text()
    tooth_num = Text()
    tooth_range = Text()
    priority = Integer(least=0)
    priority_name = Text(data_key="priority")
    prov_num = refs.provider()
    dx = Integer(least=0)
    dx_name = Text(data_key="dxName")
    planned_apt_num = refs.appointment()
    clinic_num = refs.clinic()


class ChangeBody(Wire):
    makes = asked.ProcedureChange
    apt_num = refs.appointment()
    proc_date = Day()
    proc_fee = Amount()
    priority = Integer(least=0)
    proc_status = Choice(ProcStatus)
    prov_num = refs.provider(optional=False)
    dx = Integer(least=0)
    planned_apt_num = refs.appointment()
    clinic_num = refs.clinic()
    proc_code = Text(data_key="procCode")
    tooth_num = Text()
    surf = Text()
    tooth_range = Text()
