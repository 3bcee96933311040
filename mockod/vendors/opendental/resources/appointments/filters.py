"""What lists of appointments and searches for open time are asked for. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mockod.rest.schema import Name, Since
from mockod.vendors.opendental.domain.enums import AptStatus
from mockod.vendors.opendental.wire.date_fields import Day, MomentOrDay
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer

OnDay = Annotated[date | None, Day(), Name("date")]
DateStart = Annotated[date | None, Day(), Name("dateStart")]
DateEnd = Annotated[date | None, Day(), Name("dateEnd")]
ChangedSince = Annotated[datetime | None, MomentOrDay()]
"""A change in that very second counts, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentFilters:
    """GET appointments. Patient 0 is no filter; 0 for an operatory, a clinic or a type asks for those without."""

    pat_num: Annotated[int | None, Since("21.4")] = None
    apt_status: Annotated[
        AptStatus | None, Choice(AptStatus, accepts=set(AptStatus) - {AptStatus.None_}), Since("22.4.28")
    ] = None
    op: Annotated[int | None, Since("23.2.27")] = None
    day: OnDay = None
    date_start: DateStart = None
    date_end: DateEnd = None
    clinic_num: int | None = None
    date_t_stamp: ChangedSince = None
    appointment_type_num: Annotated[int | None, Since("24.4.22")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsapFilters:
    """GET appointments/ASAP. Provider 0 is no filter."""

    clinic_num: int | None = None
    prov_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSchedFilters:
    """GET appointments/WebSched."""

    day: OnDay = None
    date_start: DateStart = None
    date_end: DateEnd = None
    date_t_stamp: ChangedSince = None
    clinic_num: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSearch:
    """GET appointments/Slots. Lengths are in minutes; 0 for provider and operatory means none in particular."""

    day: OnDay = None
    date_start: DateStart = None
    date_end: DateEnd = None
    length_minutes: Annotated[int, Integer(least=0), Name("lengthMinutes")] = 0
    prov_num: int = 0
    op_num: Annotated[int, ForeignKey("operatory.OperatoryNum"), Since("22.1")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSchedSearch:
    """GET appointments/SlotsWebSched. The reason is a definition; 0 for the first one."""

    day: OnDay = None
    date_start: DateStart = None
    date_end: DateEnd = None
    clinic_num: int | None = None
    def_num_appt_type: Annotated[int, Integer(least=0), Name("defNumApptType")] = 0
    is_new_patient: Annotated[bool, Flag(), Name("isNewPatient")] = False
