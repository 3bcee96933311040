"""What a client may ask of procedures, as frozen records. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mockod.vendors.opendental.domain.enums import ProcStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFilter:
    """GET procedurelogs. 0 for a patient, an appointment or a code is no filter; for a clinic it is one."""

    pat_num: int = 0
    apt_num: int = 0
    proc_status: ProcStatus | None = None
    planned_apt_num: int = 0
    clinic_num: int | None = None
    code_num: int = 0
    date_t_stamp: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProcedure:
    """POST procedurelogs. Fees are in the office's currency; an empty text is none."""

    pat_num: int
    proc_date: date
    proc_status: ProcStatus
    proc_code: str
    apt_num: int = 0
    proc_fee: float | None = None
    surf: str = ""
    tooth_num: str = ""
    tooth_range: str = ""
    priority: int | None = None
    priority_name: str = ""
    prov_num: int = 0
    dx: int | None = None
    dx_name: str = ""
    planned_apt_num: int = 0
    clinic_num: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChange:
    """PUT procedurelogs: only what is given changes. All but the code are named as a procedure names them."""

    apt_num: int | None = None
    proc_date: date | None = None
    proc_fee: float | None = None
    priority: int | None = None
    proc_status: ProcStatus | None = None
    prov_num: int | None = None
    dx: int | None = None
    planned_apt_num: int | None = None
    clinic_num: int | None = None
    proc_code: str | None = None
    tooth_num: str | None = None
    surf: str | None = None
    tooth_range: str | None = None
