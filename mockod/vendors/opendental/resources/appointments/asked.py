"""What a client may ask of the book, as frozen records. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from mockod.vendors.opendental.domain.enums import AptPriority, AptStatus, BreakType


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentFilter:
    """GET appointments."""

    pat_num: int | None = None
    apt_status: AptStatus | None = None
    op: int | None = None
    day: date | None = None
    date_start: date | None = None
    date_end: date | None = None
    clinic_num: int | None = None
    date_t_stamp: datetime | None = None
    appointment_type_num: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSearch:
    """GET appointments/Slots. Lengths are in minutes."""

    day: date | None = None
    date_start: date | None = None
    date_end: date | None = None
    length_minutes: int = 0
    prov_num: int = 0
    op_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AsapFilter:
    """GET appointments/ASAP."""

    clinic_num: int | None = None
    prov_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSchedFilter:
    """GET appointments/WebSched."""

    day: date | None = None
    date_start: date | None = None
    date_end: date | None = None
    date_t_stamp: datetime | None = None
    clinic_num: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSchedSearch:
    """GET appointments/SlotsWebSched."""

    day: date | None = None
    date_start: date | None = None
    date_end: date | None = None
    clinic_num: int | None = None
    def_num_appt_type: int = 0
    is_new_patient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentChange:
    """PUT appointments: only what is given changes."""

    apt_status: AptStatus | None = None
    pattern: str | None = None
    confirmed: int | None = None
    op: int | None = None
    note: str | None = None
    prov_num: int | None = None
    prov_hyg: int | None = None
    apt_date_time: datetime | None = None
    clinic_num: int | None = None
    is_hygiene: bool | None = None
    date_time_arrived: time | datetime | None = None
    date_time_seated: time | datetime | None = None
    date_time_dismissed: time | datetime | None = None
    is_new_patient: bool | None = None
    priority: AptPriority | None = None
    appointment_type_num: int | None = None
    unsched_status: int | None = None
    color_override: int | None = None
    pattern_secondary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """POST appointments."""

    pat_num: int
    op: int
    apt_date_time: datetime
    apt_status: AptStatus = AptStatus.Scheduled
    pattern: str | None = None
    confirmed: int = 0
    note: str = ""
    prov_num: int = 0
    prov_hyg: int = 0
    clinic_num: int | None = None
    is_hygiene: bool = False
    date_time_arrived: time | datetime | None = None
    date_time_seated: time | datetime | None = None
    date_time_dismissed: time | datetime | None = None
    is_new_patient: bool = False
    priority: AptPriority = AptPriority.Normal
    appointment_type_num: int = 0
    sec_user_num_entry: int = 0
    color_override: int | None = None
    pattern_secondary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """POST appointments/Planned."""

    pat_num: int
    appointment_type_num: int = 0
    proc_nums: tuple[int, ...] = ()
    pattern: str | None = None
    confirmed: int = 0
    note: str = ""
    prov_num: int = 0
    prov_hyg: int = 0
    clinic_num: int | None = None
    is_hygiene: bool = False
    is_new_patient: bool = False
    priority: AptPriority = AptPriority.Normal
    pattern_secondary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBooking:
    """POST appointments/SchedulePlanned."""

    apt_num: int
    apt_date_time: datetime
    prov_num: int
    op: int
    confirmed: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSchedBooking:
    """POST appointments/WebSched: an offered time, as it was told."""

    pat_num: int
    date_time_start: datetime
    date_time_end: datetime
    prov_num: int
    op_num: int
    def_num_appt_type: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """PUT appointments/{AptNum}/Break."""

    send_to_unscheduled_list: bool
    break_type: BreakType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """PUT appointments/{AptNum}/Note."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """PUT appointments/{AptNum}/Confirm: one of the two."""

    confirm_val: str | None = None
    def_num: int | None = None
