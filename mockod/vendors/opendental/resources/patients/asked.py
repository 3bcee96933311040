"""What a client may ask of patients, as frozen records. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mockod.vendors.opendental.domain.enums import ContactMethod, Gender, PatStatus, Position, TxtMsgOk


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientSearch:
    """GET patients: as the program's own search window. Texts match in any letter case."""

    l_name: str | None = None
    f_name: str | None = None
    phone: str | None = None
    address: str | None = None
    hide_inactive: bool = False
    city: str | None = None
    state: str | None = None
    ssn: str | None = None
    chart_number: str | None = None
    guar_only: bool = False
    show_archived: bool = False
    birthdate: date | None = None
    site_num: int | None = None
    subscriber_id: str | None = None
    email: str | None = None
    country: str | None = None
    clinic_nums: tuple[int, ...] | None = None
    clinic_abbr: str | None = None
    invoice_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFilter:
    """GET patients/Simple."""

    l_name: str | None = None
    f_name: str | None = None
    birthdate: date | None = None
    clinic_num: int | None = None
    pat_status: PatStatus | None = None
    date_t_stamp: datetime | None = None
    pri_prov: int | None = None
    gender: Gender | None = None
    position: Position | None = None
    guarantor: int | None = None
    super_family: int | None = None
    employer_num: int | None = None
    fee_sched: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientChange:
    """POST and PUT patients: only what is given is set."""

    l_name: str | None = None
    f_name: str | None = None
    middle_i: str | None = None
    preferred: str | None = None
    pat_status: PatStatus | None = None
    gender: Gender | None = None
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
    fee_sched: int | None = None
    billing_type: str | None = None
    fam_fin_urg_note: str | None = None
    chart_number: str | None = None
    medicaid_id: str | None = None
    employer_num: int | None = None
    date_first_visit: date | None = None
    clinic_num: int | None = None
    premed: bool | None = None
    ward: str | None = None
    prefer_confirm_method: ContactMethod | None = None
    prefer_contact_method: ContactMethod | None = None
    prefer_recall_method: ContactMethod | None = None
    language: str | None = None
    admit_date: date | None = None
    super_family: int | None = None
    txt_msg_ok: TxtMsgOk | None = None
