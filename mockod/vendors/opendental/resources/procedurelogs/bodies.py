"""What clients ask of procedures. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mockod.rest.schema import Name, Since
from mockod.vendors.opendental.domain.enums import ProcStatus
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, Text

AnyDefinition = Annotated[int | None, Integer(least=0)]
"""A definition by its number, which is looked up with its name; 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureFilters:
    """GET procedurelogs. 0 for a patient, an appointment or a code is no filter; for a clinic it is one."""

    pat_num: int = 0
    apt_num: Annotated[int, Since("22.3.32")] = 0
    proc_status: Annotated[ProcStatus | None, Since("25.2.21")] = None
    planned_apt_num: Annotated[int, Since("24.4.5")] = 0
    clinic_num: Annotated[int | None, Since("23.3.13")] = None
    code_num: Annotated[int, Since("25.2.21")] = 0
    date_t_stamp: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProcedure:
    """POST procedurelogs. Fees are in the office's currency; an empty text is none.

    A code must be named by itself: its number alone will not do, as seen.
    """

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    proc_date: date
    proc_status: ProcStatus
    proc_code: Annotated[str, Text(), Name("procCode")]
    apt_num: int = 0
    proc_fee: float | None = None
    surf: str = ""
    tooth_num: str = ""
    tooth_range: str = ""
    priority: AnyDefinition = None
    priority_name: Annotated[str, Text(), Name("priority")] = ""
    prov_num: int = 0
    dx: AnyDefinition = None
    dx_name: Annotated[str, Text(), Name("dxName")] = ""
    planned_apt_num: int = 0
    clinic_num: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChange:
    """PUT procedurelogs: only what is given changes. All but the code are named as a procedure names them."""

    apt_num: int | None = None
    proc_date: date | None = None
    proc_fee: float | None = None
    priority: AnyDefinition = None
    proc_status: ProcStatus | None = None
    prov_num: Annotated[int | None, ForeignKey("provider.ProvNum", zero=False)] = None
    dx: AnyDefinition = None
    planned_apt_num: int | None = None
    clinic_num: int | None = None
    proc_code: Annotated[str | None, Text(), Name("procCode")] = None
    tooth_num: str | None = None
    surf: str | None = None
    tooth_range: str | None = None
