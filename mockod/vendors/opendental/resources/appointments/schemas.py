"""TRANSITIONAL"""

from mockod.rest.messages import Basis
from mockod.rest.schema import ServerTime, Wire
from mockod.vendors.opendental.domain.enums import AptPriority, AptStatus
from mockod.vendors.opendental.wire.fields import Choice, Color, Flag, Integer, Moment, OneLine, Text


class ReadAppointment(Wire):
    """An appointment as GET answers it. Versions of answer fields before 25.1 are read off old page copies."""

    server_date_time = ServerTime(data_key="serverDateTime", since="21.2")
    apt_num = Integer()
    pat_num = Integer()
    apt_status = Choice(AptStatus)
    pattern = Text()
    confirmed_num = Integer(data_key="Confirmed")
    confirmed = Text(data_key="confirmed", column="coalesce(confirmed.ItemName, '')")
    time_locked = Flag(since="24.1", basis=Basis.ASSUMED)
    op = Integer()
    note = OneLine()
    prov_num = Integer()
    prov_abbr = Text(data_key="provAbbr", column="coalesce(provider.Abbr, '')")
    prov_hyg = Integer()
    apt_date_time = Moment()
    next_apt_num = Integer(since="22.3")
    unsched_status_num = Integer(data_key="UnschedStatus", since="22.2")
    unsched_status = Text(data_key="unschedStatus", since="22.2", column="coalesce(unsched.ItemName, '')")
    is_new_patient = Flag()
    proc_descript = Text()
    assistant = Integer(since="26.1", basis=Basis.OBSERVED)
    clinic_num = Integer()
    is_hygiene = Flag()
    date_t_stamp = Moment()
    date_time_arrived = Moment(since="22.2")
    date_time_seated = Moment(since="22.2")
    date_time_dismissed = Moment(since="22.2")
    ins_plan1 = Integer(since="24.1", basis=Basis.ASSUMED)
    ins_plan2 = Integer(since="24.1", basis=Basis.ASSUMED)
    date_time_asked_to_arrive = Moment(since="22.2")
    color_override = Color(data_key="colorOverride")
    appointment_type_num = Integer()
    sec_user_num_entry = Integer(since="25.1.27")
    sec_date_t_entry = Moment(since="22.3", basis=Basis.ASSUMED)
    priority = Choice(AptPriority)
    pattern_secondary = Text(since="23.3.17", basis=Basis.ASSUMED)
    item_order_planned = Integer(since="24.2", basis=Basis.ASSUMED)
    is_mirrored = Flag(since="26.1", basis=Basis.OBSERVED)


class WrittenAppointment(ReadAppointment):
    """The same as POST and PUT answer it: without the server's time."""

    leaves_out = ("server_date_time",)
