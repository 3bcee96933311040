"""Appointments over the wire: every field in the vendor's order, with the version that brought it."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.rest.schema import ServerTime, Wire
from mockod.vendors.opendental.domain.enums import (
    AptPriority,
    AptStatus,
    BreakType,
    DefCat,
    EServiceAction,
    EServiceType,
)
from mockod.vendors.opendental.domain.status import CREATABLE, SETTABLE
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.resources.appointments import asked
from mockod.vendors.opendental.wire.fields import (
    Choice,
    Color,
    Day,
    DefinitionKey,
    Flag,
    Integer,
    IntegerList,
    Moment,
    MomentOrDay,
    OneLine,
    PatternText,
    Text,
    TimeOfDay,
    TimeOrMoment,
    TitleFlag,
)


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


class AppointmentQuery(Wire):
    makes = asked.AppointmentFilter
    pat_num = refs.patient(since="21.4")
    apt_status = Choice(AptStatus, accepts=set(AptStatus) - {AptStatus.None_}, since="22.4.28")
    op = refs.operatory(since="23.2.27")
    day = Day(data_key="date")
    date_start = Day(data_key="dateStart")
    date_end = Day(data_key="dateEnd")
    clinic_num = refs.clinic()
    date_t_stamp = MomentOrDay()
    appointment_type_num = refs.appointment_type(since="24.4.22")


class AsapQuery(Wire):
    makes = asked.AsapFilter
    clinic_num = refs.clinic()
    prov_num = refs.provider()


class WebSchedAppointment(Wire):
    """The shorter object of GET WebSched, with the server's time at its end."""

    apt_num = Integer()
    pat_num = Integer()
    apt_status = Choice(AptStatus)
    pattern = Text()
    confirmed_num = Integer(data_key="Confirmed")
    confirmed = Text(data_key="confirmed", column="coalesce(confirmed.ItemName, '')")
    op = Integer()
    note = OneLine()
    prov_num = Integer()
    prov_abbr = Text(data_key="provAbbr", column="coalesce(provider.Abbr, '')")
    prov_hyg = Integer()
    apt_date_time = Moment()
    next_apt_num = Integer()
    unsched_status_num = Integer(data_key="UnschedStatus")
    unsched_status = Text(data_key="unschedStatus", column="coalesce(unsched.ItemName, '')")
    proc_descript = Text()
    clinic_num = Integer()
    is_hygiene = TitleFlag()
    date_t_stamp = Moment()
    date_time_arrived = Moment()
    date_time_seated = Moment()
    date_time_dismissed = Moment()
    appointment_type_num = Integer()
    e_service_log_type = Choice(
        EServiceType,
        data_key="eServiceLogType",
        column="coalesce((SELECT e.EServiceType FROM eservicelog e WHERE e.FKey = a.AptNum AND e.EServiceAction = "
        f"{EServiceAction.AppointmentScheduled.value} ORDER BY e.EServiceLogNum DESC LIMIT 1), 0)",
    )
    server_date_time = ServerTime(data_key="serverDateTime")


class WebSchedQuery(Wire):
    makes = asked.WebSchedFilter
    day = Day(data_key="date")
    date_start = Day(data_key="dateStart")
    date_end = Day(data_key="dateEnd")
    date_t_stamp = MomentOrDay()
    clinic_num = refs.clinic()


class Slot(Wire):
    date_time_start = Moment()
    date_time_end = Moment()
    prov_num = Integer()
    op_num = Integer()


class SlotQuery(Wire):
    makes = asked.SlotSearch
    day = Day(data_key="date")
    date_start = Day(data_key="dateStart")
    date_end = Day(data_key="dateEnd")
    length_minutes = Integer(data_key="lengthMinutes", least=0)
    prov_num = refs.provider()
    op_num = refs.operatory(since="22.1")


class WebSchedSlotQuery(Wire):
    makes = asked.WebSchedSearch
    day = Day(data_key="date")
    date_start = Day(data_key="dateStart")
    date_end = Day(data_key="dateEnd")
    clinic_num = refs.clinic()
    def_num_appt_type = Integer(data_key="defNumApptType", least=0)
    is_new_patient = Flag(data_key="isNewPatient")


class BookingBody(Wire):
    makes = asked.Booking
    pat_num = refs.patient(required=True, optional=False)
    op = refs.operatory(required=True)
    apt_date_time = Moment(required=True)
    apt_status = Choice(AptStatus, accepts=CREATABLE)
    pattern = PatternText()
    confirmed = DefinitionKey(DefCat.ApptConfirmed)
    note = Text()
    prov_num = refs.provider()
    prov_hyg = refs.provider()
    clinic_num = refs.clinic()
    is_hygiene = Flag()
    date_time_arrived = TimeOfDay(since="25.2.10")
    date_time_seated = TimeOfDay(since="25.2.10")
    date_time_dismissed = TimeOfDay(since="25.2.10")
    is_new_patient = Flag(since="21.3")
    priority = Choice(AptPriority, since="22.1")
    appointment_type_num = refs.appointment_type(since="22.1")
    sec_user_num_entry = refs.user(since="25.1.27")
    color_override = Color(data_key="colorOverride", since="22.3.9")
    pattern_secondary = PatternText(since="23.3.17")


class CreateFormBody(BookingBody):
    """The create form built on the API: it sends whole dates where the API has times of day."""

    date_time_arrived = TimeOrMoment(since="25.2.10", basis=Basis.GUIDE)
    date_time_seated = TimeOrMoment(since="25.2.10", basis=Basis.GUIDE)
    date_time_dismissed = TimeOrMoment(since="25.2.10", basis=Basis.GUIDE)


class ChangeBody(Wire):
    makes = asked.AppointmentChange
    apt_status = Choice(AptStatus, accepts=SETTABLE)
    pattern = PatternText()
    confirmed = DefinitionKey(DefCat.ApptConfirmed, zero=False)
    op = refs.operatory()
    note = Text()
    prov_num = refs.provider(optional=False)
    prov_hyg = refs.provider()
    apt_date_time = Moment()
    clinic_num = refs.clinic()
    is_hygiene = Flag()
    date_time_arrived = TimeOfDay(since="25.2.10")
    date_time_seated = TimeOfDay(since="25.2.10")
    date_time_dismissed = TimeOfDay(since="25.2.10")
    is_new_patient = Flag(since="21.3")
    priority = Choice(AptPriority, since="22.1")
    appointment_type_num = refs.appointment_type(since="22.1")
    unsched_status = DefinitionKey(DefCat.RecallUnschedStatus, since="22.2")
    color_override = Color(data_key="colorOverride", since="22.3.9")
    pattern_secondary = PatternText(since="23.3.17")


class PlannedBody(Wire):
    makes = asked.Plan
    pat_num = refs.patient(required=True, optional=False)
    appointment_type_num = refs.appointment_type()
    proc_nums = IntegerList(data_key="procNums")
    pattern = PatternText()
    confirmed = DefinitionKey(DefCat.ApptConfirmed)
    note = Text()
    prov_num = refs.provider()
    prov_hyg = refs.provider()
    clinic_num = refs.clinic()
    is_hygiene = Flag()
    is_new_patient = Flag()
    priority = Choice(AptPriority)
    pattern_secondary = PatternText(since="23.3.17")


class SchedulePlannedBody(Wire):
    makes = asked.PlannedBooking
    apt_num = refs.appointment(required=True, optional=False)
    apt_date_time = Moment(required=True)
    prov_num = refs.provider(required=True, optional=False)
    op = refs.operatory(required=True, optional=False)
    confirmed = DefinitionKey(DefCat.ApptConfirmed)
    note = Text()


class WebSchedBody(Wire):
    makes = asked.WebSchedBooking
    pat_num = refs.patient(required=True, optional=False)
    date_time_start = Moment(required=True)
    date_time_end = Moment(required=True)
    prov_num = refs.provider(required=True, optional=False)
    op_num = refs.operatory(required=True, optional=False)
    def_num_appt_type = Integer(data_key="defNumApptType", required=True, least=0)


class BreakBody(Wire):
    makes = asked.Break
    send_to_unscheduled_list = Flag(data_key="sendToUnscheduledList", required=True)
    break_type = Choice(BreakType, data_key="breakType")


class NoteBody(Wire):
    makes = asked.NoteLine
    note = Text(required=True)


class ConfirmBody(Wire):
    makes = asked.Confirmation
    confirm_val = Text(data_key="confirmVal")
    def_num = DefinitionKey(DefCat.ApptConfirmed, zero=False, data_key="defNum", since="21.2")
