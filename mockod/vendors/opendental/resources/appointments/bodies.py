"""What clients send to make and change appointments. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated

from mockod.rest.messages import Basis
from mockod.rest.schema import Name, Since
from mockod.vendors.opendental.domain.enums import AptPriority, AptStatus, BreakType, DefCat
from mockod.vendors.opendental.domain.status import CREATABLE, SETTABLE
from mockod.vendors.opendental.wire.date_fields import Moment, TimeOfDay, TimeOrMoment
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, Flag, ForeignKey, Integer, IntegerList, Text

AnyPatient = Annotated[int, ForeignKey("patient.PatNum", zero=False)]
AnyProvider = Annotated[int, ForeignKey("provider.ProvNum", zero=False)]
AnyOperatory = Annotated[int, ForeignKey("operatory.OperatoryNum", zero=False)]
"""A row that must be named: 0 will not do."""
ArrivalTime = Annotated[time | datetime | None, TimeOfDay(), Since("25.2.10")]
FormArrivalTime = Annotated[time | datetime | None, TimeOrMoment(), Since("25.2.10"), Basis.GUIDE]
NewPatient = Annotated[bool | None, Since("21.3")]
Colour = Annotated[int | None, Since("22.3.9")]
PatternSecondary = Annotated[str | None, Since("23.3.17")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """POST appointments."""

    pat_num: AnyPatient
    op: int
    apt_date_time: datetime
    apt_status: Annotated[AptStatus, Choice(AptStatus, accepts=CREATABLE)] = AptStatus.Scheduled
    pattern: str | None = None
    confirmed: int = 0
    note: str = ""
    prov_num: int = 0
    prov_hyg: int = 0
    clinic_num: int | None = None
    is_hygiene: bool = False
    date_time_arrived: ArrivalTime = None
    date_time_seated: ArrivalTime = None
    date_time_dismissed: ArrivalTime = None
    is_new_patient: Annotated[bool, Since("21.3")] = False
    priority: Annotated[AptPriority, Since("22.1")] = AptPriority.Normal
    appointment_type_num: Annotated[int, Since("22.1")] = 0
    sec_user_num_entry: Annotated[int, Since("25.1.27")] = 0
    color_override: Colour = None
    pattern_secondary: PatternSecondary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateForm(Booking):
    """The create form built on the API: it sends whole dates where the API has times of day."""

    date_time_arrived: FormArrivalTime = None
    date_time_seated: FormArrivalTime = None
    date_time_dismissed: FormArrivalTime = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentChange:
    """PUT appointments: only what is given changes."""

    apt_status: Annotated[AptStatus | None, Choice(AptStatus, accepts=SETTABLE)] = None
    pattern: str | None = None
    confirmed: Annotated[int | None, DefinitionKey(DefCat.ApptConfirmed, zero=False)] = None
    op: int | None = None
    note: str | None = None
    prov_num: Annotated[int | None, ForeignKey("provider.ProvNum", zero=False)] = None
    prov_hyg: int | None = None
    apt_date_time: datetime | None = None
    clinic_num: int | None = None
    is_hygiene: bool | None = None
    date_time_arrived: ArrivalTime = None
    date_time_seated: ArrivalTime = None
    date_time_dismissed: ArrivalTime = None
    is_new_patient: NewPatient = None
    priority: Annotated[AptPriority | None, Since("22.1")] = None
    appointment_type_num: Annotated[int | None, Since("22.1")] = None
    unsched_status: Annotated[int | None, Since("22.2")] = None
    color_override: Colour = None
    pattern_secondary: PatternSecondary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """POST appointments/Planned."""

    pat_num: AnyPatient
    appointment_type_num: int = 0
    proc_nums: Annotated[tuple[int, ...], IntegerList(), Name("procNums")] = ()
    pattern: str | None = None
    confirmed: int = 0
    note: str = ""
    prov_num: int = 0
    prov_hyg: int = 0
    clinic_num: int | None = None
    is_hygiene: bool = False
    is_new_patient: bool = False
    priority: AptPriority = AptPriority.Normal
    pattern_secondary: PatternSecondary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBooking:
    """POST appointments/SchedulePlanned."""

    apt_num: Annotated[int, ForeignKey("appointment.AptNum", zero=False)]
    apt_date_time: datetime
    prov_num: AnyProvider
    op: AnyOperatory
    confirmed: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSchedBooking:
    """POST appointments/WebSched: an offered time, as it was offered."""

    pat_num: AnyPatient
    date_time_start: Annotated[datetime, Moment()]
    date_time_end: Annotated[datetime, Moment()]
    prov_num: AnyProvider
    op_num: AnyOperatory
    def_num_appt_type: Annotated[int, Integer(least=0), Name("defNumApptType")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """PUT appointments/{AptNum}/Break."""

    send_to_unscheduled_list: Annotated[bool, Flag(), Name("sendToUnscheduledList")]
    break_type: Annotated[BreakType | None, Choice(BreakType), Name("breakType")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """PUT appointments/{AptNum}/Note."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """PUT appointments/{AptNum}/Confirm: one of the two."""

    confirm_val: Annotated[str | None, Text(), Name("confirmVal")] = None
    def_num: Annotated[int | None, DefinitionKey(DefCat.ApptConfirmed, zero=False), Name("defNum"), Since("21.2")] = (
        None
    )
