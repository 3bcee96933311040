"""Patients over the wire: the answers that differ from the table's own, the filters, the bodies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from mockod.rest.schema import Field, FieldType, Leniency, Name, Schema, ServerTime, Since
from mockod.vendors.opendental.domain.enums import ContactMethod, Gender, PatStatus, Position, TxtMsgOk
from mockod.vendors.opendental.resources.patients.table import PATIENT
from mockod.vendors.opendental.wire.fields import Choice, Flag, Text

LIVING = set(PatStatus) - {PatStatus.Deleted}
"""What a client may set or filter by; patients are deleted in the program only."""
SETTABLE_GENDERS = set(Gender) - {Gender.Other}
LONGEST_CHART_NUMBER = 15
"""Characters."""
MOST_CLINICS = 500
"""Of one search."""

SERVER_TIME = Field("server_date_time", "serverDateTime", ServerTime(), since="21.2")
SIMPLE_PATIENT = Schema.of("SimplePatient", (SERVER_TIME, *PATIENT.answer.fields.values()))
"""A patient as GET patients/Simple answers it."""
FOUND_PATIENT = PATIENT.answer.only(
    *"""PatNum LName FName MiddleI Preferred PatStatus Birthdate SSN Address Address2 City State Zip HmPhone WkPhone
    WirelessPhone Email priProvAbbr secProvAbbr BillingType ChartNumber ClinicNum clinicAbbr siteDesc
    TxtMsgOk""".split()
)
"""A patient as the search answers it: fewer fields."""


class ClinicNums(FieldType):
    """Numbers of clinics, separated by commas; repeated ones count once."""

    def read(self, value: Any, leniency: Leniency) -> tuple[int, ...]:
        parts = [part.strip() for part in str(value).split(",")]
        if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
            raise ValueError("no list of numbers")
        numbers = tuple(dict.fromkeys(int(part) for part in parts))
        if len(numbers) > MOST_CLINICS:
            raise ValueError("too many")
        return numbers

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{1,18}(?:,[0-9]{1,18})*$"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilters:
    """GET patients: as the program's own search window. Texts match in any letter case; None: not given."""

    l_name: str | None = None
    f_name: str | None = None
    phone: Annotated[str | None, Text()] = None
    address: str | None = None
    hide_inactive: Annotated[bool, Flag(), Name("hideInactive")] = False
    city: str | None = None
    state: str | None = None
    ssn: str | None = None
    chart_number: str | None = None
    guar_only: Annotated[bool, Flag(), Name("guarOnly")] = False
    show_archived: Annotated[bool, Flag(), Name("showArchived")] = False
    birthdate: date | None = None
    site_num: int | None = None
    subscriber_id: Annotated[str | None, Text()] = None
    email: str | None = None
    country: str | None = None
    clinic_nums: Annotated[tuple[int, ...], ClinicNums(), Name("clinicNums")] = ()
    clinic_abbr: Annotated[str | None, Text(), Name("clinicAbbr")] = None
    invoice_number: Annotated[str | None, Text(), Name("invoiceNumber")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SimpleFilters:
    """GET patients/Simple. None: not given; 0 for another row means those who have none."""

    l_name: str | None = None
    f_name: str | None = None
    birthdate: date | None = None
    clinic_num: int | None = None
    pat_status: Annotated[PatStatus | None, Choice(PatStatus, accepts=LIVING)] = None
    date_t_stamp: datetime | None = None
    pri_prov: Annotated[int | None, Since("21.3")] = None
    gender: Annotated[Gender | None, Since("22.3.6")] = None
    position: Annotated[Position | None, Since("22.3.6")] = None
    guarantor: Annotated[int | None, Since("22.4.19")] = None
    super_family: Annotated[int | None, Since("22.4.38")] = None
    employer_num: Annotated[int | None, Since("24.3.30")] = None
    fee_sched: Annotated[int | None, Since("25.2.19")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientChange:
    """PUT patients: only what is given is set. ``billing_type`` is a type's name."""

    l_name: str | None = None
    f_name: str | None = None
    middle_i: str | None = None
    preferred: str | None = None
    pat_status: Annotated[PatStatus | None, Choice(PatStatus, accepts=LIVING)] = None
    gender: Annotated[Gender | None, Choice(Gender, accepts=SETTABLE_GENDERS)] = None
    position: Position | None = None
    birthdate: date | None = None
    ssn: str | None = None
    address: str | None = None
    address2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    hm_phone: str | None = None
    wk_phone: str | None = None
    wireless_phone: str | None = None
    guarantor: int | None = None
    email: str | None = None
    pri_prov: int | None = None
    sec_prov: int | None = None
    fee_sched: Annotated[int | None, Since("25.2.19")] = None
    billing_type: Annotated[str | None, Text()] = None
    fam_fin_urg_note: Annotated[str | None, Since("23.2.5")] = None
    chart_number: Annotated[str | None, Text(longest=LONGEST_CHART_NUMBER)] = None
    medicaid_id: Annotated[str | None, Since("24.4.13")] = None
    employer_num: Annotated[int | None, Since("24.3.30")] = None
    date_first_visit: Annotated[date | None, Since("22.4.42")] = None
    clinic_num: int | None = None
    premed: Annotated[bool | None, Since("25.2.30")] = None
    ward: Annotated[str | None, Since("24.1.12")] = None
    prefer_confirm_method: ContactMethod | None = None
    prefer_contact_method: ContactMethod | None = None
    prefer_recall_method: Annotated[ContactMethod | None, Since("22.2")] = None
    language: str | None = None
    admit_date: Annotated[date | None, Since("24.1.12")] = None
    super_family: Annotated[int | None, Since("22.4.38")] = None
    txt_msg_ok: TxtMsgOk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatient(PatientChange):
    """POST patients: the same with the two names that a new patient must have."""

    l_name: str = field()
    f_name: str = field()
