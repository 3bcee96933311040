"""Referrals: who sends patients to the office, and to whom it sends them. Doctors, patients, and what is no person.

Whom a patient was referred by or to stands in refattaches.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from mockod.rest.endpoint import Page
from mockod.rest.schema import Leniency, Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.collation import fold
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.domain.phones import digits
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.engine.table import Column, Computed, Joined, Table, index
from mockod.vendors.opendental.resources.definitions import find_definition
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import conflict, invalid
from mockod.vendors.opendental.wire.fields import DefinitionKey, Flag, ForeignKey, Integer, OneLine, Text
from mockod.vendors.opendental.wire.phone_fields import FormattedPhone

FILTERED_SINCE = "24.1.34"
MORE_SINCE = "24.4.16"
TELEPHONE_DIGITS = 10
ST_LENGTH = 2


class Digits(Text):
    """Digits only, ``length`` of them where that is said; an empty text is none."""

    def __init__(self, *, length: int | None = None) -> None:
        super().__init__()
        self.length = length

    def read(self, value: Any, leniency: Leniency) -> str:
        text = super().read(value, leniency)
        if text and not (text.isascii() and text.isdigit() and self.length in (None, len(text))):
            raise ValueError("no digits")
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:[0-9]{{{self.length}}})?$" if self.length else "^[0-9]*$"}


REFERRAL = Table(
    "referral",
    entity="Referral",
    section="referrals",
    columns=(
        Column("ReferralNum", Integer()),
        Column("LName", OneLine(), needed=True),
        Column("FName", OneLine()),
        Column("MName", OneLine()),
        Column("SSN", Digits()),
        Column("UsingTIN", Flag()),
        Column("Specialty", DefinitionKey(DefCat.ProviderSpecialties)),
        Joined("specialty", "ItemName", "Specialty"),
        Column("ST", Text(longest=ST_LENGTH)),
        Column("Telephone", Digits(length=TELEPHONE_DIGITS)),
        Column("Address", OneLine()),
        Column("Address2", OneLine()),
        Column("City", OneLine()),
        Column("Zip", OneLine()),
        Column("Note", OneLine()),
        Column("Phone2", FormattedPhone()),
        Column("IsHidden", Flag()),
        Column("NotPerson", Flag()),
        Column("Title", OneLine()),
        Column("EMail", OneLine()),
        Column("PatNum", ForeignKey("patient.PatNum")),
        Column("NationalProvID", Text(), hidden=True),
        Column("Slip", Integer(), hidden=True),
        Column("IsDoctor", Flag()),
        Column("IsTrustedDirect", Flag(), hidden=True),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("IsPreferred", Flag()),
        Column("BusinessName", OneLine()),
        Column("DisplayNote", OneLine()),
        Computed("isPatient", Flag(), "referral.PatNum <> 0"),
    ),
    indexes=(index("PatNum"), index("fold(LName)")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFilters:
    """GET referrals: those that meet all of them, hidden ones too unless said."""

    is_hidden: Annotated[bool | None, Since(FILTERED_SINCE)] = None
    not_person: Annotated[bool | None, Since(FILTERED_SINCE)] = None
    is_doctor: Annotated[bool | None, Since(FILTERED_SINCE)] = None
    is_preferred: Annotated[bool | None, Since(FILTERED_SINCE)] = None
    is_patient: Annotated[bool | None, Flag(), Name("isPatient"), Since(FILTERED_SINCE)] = None
    business_name: Annotated[str | None, Since("24.4.19")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """POST referrals. What it is, a patient, a doctor or no person, follows from what it names."""

    l_name: str
    pat_num: int = 0
    f_name: str = ""
    m_name: str = ""
    ssn: Annotated[str, Since(MORE_SINCE)] = ""
    using_tin: Annotated[bool, Since(MORE_SINCE)] = False
    specialty: int = 0
    specialty_name: Annotated[str, Text(), Name("specialty")] = ""
    st: Annotated[str, Since(MORE_SINCE)] = ""
    telephone: Annotated[str, Since(MORE_SINCE)] = ""
    address: Annotated[str, Since(MORE_SINCE)] = ""
    address2: Annotated[str, Since(MORE_SINCE)] = ""
    city: Annotated[str, Since(MORE_SINCE)] = ""
    zip: Annotated[str, Since(MORE_SINCE)] = ""
    note: str = ""
    phone2: Annotated[str, Since(MORE_SINCE)] = ""
    not_person: Annotated[bool | None, Since(MORE_SINCE)] = None
    title: str = ""
    e_mail: Annotated[str, Since(MORE_SINCE)] = ""
    is_doctor: Annotated[bool | None, Since(MORE_SINCE)] = None
    business_name: Annotated[str, Since(MORE_SINCE)] = ""
    display_note: Annotated[str, Since(MORE_SINCE)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralChange:
    """PUT referrals: only what is given changes."""

    l_name: str | None = None
    f_name: str | None = None
    m_name: str | None = None
    ssn: Annotated[str | None, Since(MORE_SINCE)] = None
    using_tin: Annotated[bool | None, Since(MORE_SINCE)] = None
    specialty: int | None = None
    st: Annotated[str | None, Since(MORE_SINCE)] = None
    telephone: Annotated[str | None, Since(MORE_SINCE)] = None
    address: Annotated[str | None, Since(MORE_SINCE)] = None
    address2: Annotated[str | None, Since(MORE_SINCE)] = None
    city: Annotated[str | None, Since(MORE_SINCE)] = None
    zip: Annotated[str | None, Since(MORE_SINCE)] = None
    note: str | None = None
    phone2: Annotated[str | None, Since(MORE_SINCE)] = None
    not_person: Annotated[bool | None, Since(MORE_SINCE)] = None
    title: str | None = None
    e_mail: Annotated[str | None, Since(MORE_SINCE)] = None
    is_doctor: Annotated[bool | None, Since(MORE_SINCE)] = None
    business_name: Annotated[str | None, Since(MORE_SINCE)] = None
    display_note: Annotated[str | None, Since(MORE_SINCE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A row of the vendor's table, as far as it is written from here."""

    referral_num: int = 0
    l_name: str
    f_name: str = ""
    m_name: str = ""
    ssn: str = ""
    using_tin: bool = False
    specialty: int = 0
    st: str = ""
    telephone: str = ""
    address: str = ""
    address2: str = ""
    city: str = ""
    zip: str = ""
    note: str = ""
    phone2: str = ""
    not_person: bool = False
    title: str = ""
    e_mail: str = ""
    pat_num: int = 0
    is_doctor: bool = False
    date_t_stamp: datetime
    business_name: str = ""
    display_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The patient who refers, as far as a referral copies it: the names are those of the referral's columns."""

    l_name: str
    f_name: str
    m_name: str
    ssn: str
    st: str
    telephone: str
    address: str
    address2: str
    city: str
    zip: str
    phone2: str
    e_mail: str


RECORDS = Records(Referral, REFERRAL)


def list_referrals(tx: Transaction, filters: ReferralFilters, page: Page) -> Rows:
    """GET referrals, by number."""
    return REFERRALS.select.page(
        tx,
        page,
        "referral.ReferralNum",
        [
            given("referral.IsHidden = :hidden", indexed=False, hidden=filters.is_hidden),
            given("referral.NotPerson = :not_person", indexed=False, not_person=filters.not_person),
            given("referral.IsDoctor = :doctor", indexed=False, doctor=filters.is_doctor),
            given("referral.IsPreferred = :preferred", indexed=False, preferred=filters.is_preferred),
            given("(referral.PatNum <> 0) = :patient", indexed=False, patient=filters.is_patient),
            given("instr(fold(referral.BusinessName), fold(:business))", indexed=False, business=filters.business_name),
        ],
    )


def create_referral(tx: Transaction, body: NewReferral) -> Row:
    """POST referrals: attaches it to no patient (documented)."""
    specialty = body.specialty
    if not specialty and body.specialty_name:
        specialty = find_definition(tx, DefCat.ProviderSpecialties, body.specialty_name) or 0
        if not specialty:
            raise invalid("specialty")
    new = new_referral(body, specialty, _person(tx, body.pat_num) if body.pat_num else None, tx.now)
    return REFERRALS.select.one(tx, RECORDS.insert(tx, new))


def update_referral(tx: Transaction, before: Referral, body: ReferralChange) -> Row:
    """PUT referrals."""
    after = changed_referral(before, body)
    if after != before:
        RECORDS.update(tx, before, replace(after, date_t_stamp=tx.now))
    return REFERRALS.select.one(tx, before.referral_num)


def new_referral(body: NewReferral, specialty: int, person: Person | None, now: datetime) -> Referral:
    """What was sent. A patient fills in the rest; who has a specialty is a doctor; else it is no person (documented).

    Raises ApiError naming LName where it is not the patient's (documented).
    """
    if person is not None:
        if fold(body.l_name) != fold(person.l_name):
            raise invalid("LName")
        copied: dict[str, Any] = {name: getattr(person, name) for name in Person.__dataclass_fields__}
        kept: dict[str, Any] = {"note": body.note, "title": body.title, "display_note": body.display_note}
        return Referral(**copied, **kept, pat_num=body.pat_num, date_t_stamp=now)
    is_doctor, not_person = bool(specialty), not specialty
    return Referral(
        l_name=body.l_name,
        f_name=body.f_name,
        m_name=body.m_name,
        ssn=body.ssn,
        using_tin=body.using_tin,
        specialty=specialty,
        st=body.st,
        telephone=body.telephone,
        address=body.address,
        address2=body.address2,
        city=body.city,
        zip=body.zip,
        note=body.note,
        phone2=body.phone2,
        not_person=not_person if body.not_person is None else body.not_person,
        title=body.title,
        e_mail=body.e_mail,
        is_doctor=is_doctor if body.is_doctor is None else body.is_doctor,
        date_t_stamp=now,
        business_name=body.business_name,
        display_note=body.display_note,
    )


def changed_referral(before: Referral, body: ReferralChange) -> Referral:
    """What a PUT makes of it. Of a patient's only Note and DisplayNote can change (documented)."""
    after = replace(before, **given_values(body))
    if before.pat_num and replace(after, note=before.note, display_note=before.display_note) != before:
        raise conflict("Only Note and DisplayNote can be changed for patient referrals.")
    return after


def named_referral(tx: Transaction, name: str) -> int:
    """The referral with this LName; one that is no person is made where there is none."""
    found = tx.value("SELECT ReferralNum FROM referral WHERE fold(LName) = fold(?) ORDER BY ReferralNum", (name,), 0)
    return int(found) or RECORDS.insert(tx, Referral(l_name=name, not_person=True, date_t_stamp=tx.now))


def _person(tx: Transaction, pat_num: int) -> Person:
    """The second telephone is the wireless one, or that of the work (source)."""
    row = tx.rows(
        "SELECT LName, FName, MiddleI, SSN, State, HmPhone, Address, Address2, City, Zip, "
        "CASE WHEN WirelessPhone <> '' THEN WirelessPhone ELSE WkPhone END, Email FROM patient WHERE PatNum = ?",
        (pat_num,),
    )[0]
    l_name, f_name, m_name, ssn, st, telephone, *others = row
    address, address2, city, zip_code, phone2, e_mail = others
    return Person(
        l_name=l_name,
        f_name=f_name,
        m_name=m_name,
        ssn=digits(ssn),
        st=st,
        telephone=digits(telephone),
        address=address,
        address2=address2,
        city=city,
        zip=zip_code,
        phone2=phone2,
        e_mail=e_mail,
    )


REFERRALS = Resource(
    "referrals",
    table=REFERRAL,
    methods=[
        read(since="24.1.34"),
        listing(list_referrals, filters=ReferralFilters, since="21.4"),
        create(create_referral, body=NewReferral, since="22.3"),
        update(update_referral, row=RECORDS.get_or_404, body=ReferralChange, since="22.4.24"),
    ],
)
