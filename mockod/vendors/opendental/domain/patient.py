"""A patient as the practice keeps it, and what makes two of them the same person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from mockod.vendors.opendental.domain.collation import fold
from mockod.vendors.opendental.domain.enums import ContactMethod, Gender, PatStatus, Position, TxtMsgOk
from mockod.vendors.opendental.domain.phones import digits

NO_DATE = date.min
"""No date: the vendor shows 0001-01-01."""
_ZIP = re.compile(r"\d{5}|\d{5}-\d{4}|\d{9}", re.ASCII)
_CANADIAN_ZIP = re.compile(r"[A-Z]\d[A-Z] \d[A-Z]\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """The columns of the vendor's table that a client can see or set. Numbers of other rows are 0 for none."""

    pat_num: int = 0
    l_name: str
    f_name: str
    middle_i: str = ""
    preferred: str = ""
    pat_status: PatStatus = PatStatus.Patient
    gender: Gender = Gender.Unknown
    position: Position = Position.Single
    birthdate: date = NO_DATE
    ssn: str = ""
    address: str = ""
    address2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    hm_phone: str = ""
    wk_phone: str = ""
    wireless_phone: str = ""
    guarantor: int = 0
    email: str = ""
    pri_prov: int = 0
    sec_prov: int = 0
    fee_sched: int = 0
    billing_type: int = 0
    image_folder: str = ""
    fam_fin_urg_note: str = ""
    chart_number: str = ""
    medicaid_id: str = ""
    employer_num: int = 0
    date_first_visit: date = NO_DATE
    clinic_num: int = 0
    premed: bool = False
    ward: str = ""
    prefer_confirm_method: ContactMethod = ContactMethod.None_
    prefer_contact_method: ContactMethod = ContactMethod.None_
    prefer_recall_method: ContactMethod = ContactMethod.None_
    language: str = ""
    admit_date: date = NO_DATE
    date_t_stamp: datetime
    super_family: int = 0
    txt_msg_ok: TxtMsgOk = TxtMsgOk.Unknown
    sec_date_entry: date

    @property
    def phones(self) -> tuple[str, ...]:
        return (self.hm_phone, self.wk_phone, self.wireless_phone)


@dataclass(frozen=True, slots=True)
class Reachable:
    """How one member of a family is reached."""

    email: str
    phones: tuple[str, ...]


def is_duplicate(new: Reachable, family: Iterable[Reachable]) -> bool:
    """Whether ``new`` is reached as a namesake's family is: the same e-mail, or a phone that holds the other (source).

    >>> is_duplicate(Reachable("", ("5035550123",)), [Reachable("", ("", "1-503-555-0123"))])
    True
    """
    numbers = [digits(phone) for phone in new.phones if digits(phone)]
    for member in family:
        if new.email and fold(new.email) == fold(member.email):
            return True
        theirs = [digits(phone) for phone in member.phones if digits(phone)]
        if any(mine in other or other in mine for mine in numbers for other in theirs):
            return True
    return False


def is_zip(text: str, *, canadian: bool = True) -> bool:
    """12345, 12345-1234, 123456789 or, in newer offices, A0A 0A0; or nothing."""
    return not text or bool(_ZIP.fullmatch(text) or (canadian and _CANADIAN_ZIP.fullmatch(text)))


def age_on(day: date, birthdate: date) -> str:
    """Whole years; nothing for somebody whose birthdate is not known, or still to come.

    >>> age_on(date(2026, 3, 2), date(1988, 3, 3))
    '37'
    """
    if birthdate == NO_DATE or birthdate > day:
        return ""
    return str(day.year - birthdate.year - ((day.month, day.day) < (birthdate.month, birthdate.day)))


def written_out(day: date) -> str:
    """As the Recall List writes a date, M/d/yyyy; nothing for none.

    >>> written_out(date(2022, 3, 16))
    '3/16/2022'
    """
    return "" if day == NO_DATE else f"{day.month}/{day.day}/{day.year:04}"
