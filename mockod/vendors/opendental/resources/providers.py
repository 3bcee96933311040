"""Providers: dentists and hygienists, hidden ones too unless a clinic is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Schema, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.domain.enums import DefCat, ProvStatus
from mockod.vendors.opendental.engine.declared import new_row, next_place
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row, Rows, Select, given, where
from mockod.vendors.opendental.engine.table import Column, Table, server_time
from mockod.vendors.opendental.resources.definitions import first_definition
from mockod.vendors.opendental.resources.feescheds import first_schedule
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import invalid, required
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, Flag, ForeignKey, Integer, OneLine, Text

PROVIDER = Table(
    "provider",
    entity="Provider",
    section="providers",
    columns=(
        Column("ProvNum", Integer()),
        Column("Abbr", Text(longest=255), needed=True),
        Column("ItemOrder", Integer(), hidden=True),
        Column("LName", Text(longest=100)),
        Column("FName", Text(longest=100)),
        Column("MI", Text(longest=100)),
        Column("Suffix", Text(longest=100)),
        Column("FeeSched", ForeignKey("feesched.FeeSchedNum")),
        Column("Specialty", DefinitionKey(DefCat.ProviderSpecialties)),
        Column("SSN", Text(longest=12)),
        Column("StateLicense", Text(longest=15)),
        Column("IsSecondary", Flag()),
        Column("ProvColor", Color(), wire="provColor"),
        Column("IsHidden", Flag()),
        Column("UsingTIN", Flag()),
        Column("SigOnFile", Flag()),
        Column("NationalProvID", Text(longest=255)),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("IsNotPerson", Flag()),
        Column("ProvStatus", Choice(ProvStatus)),
        Column("IsHiddenReport", Flag()),
        Column("Birthdate", Day()),
        Column("SchedNote", OneLine(longest=255)),
        Column("PreferredName", Text(longest=100)),
        server_time(since="21.2"),
    ),
)

WITHOUT_TIME = PROVIDER.answer.exclude("serverDateTime")
BLANK_TIME = Field("server_date_time", "serverDateTime", Moment(), since="21.2", column="''")
BLANK_TIMED = Select(PROVIDER, Schema.of("Provider without a time", (*WITHOUT_TIME.fields.values(), BLANK_TIME)))
"""Where a clinic is asked for, and after a POST or PUT, ``serverDateTime`` is blank (documented)."""

FREE_FOR_CLINIC = """NOT EXISTS (SELECT 1 FROM providercliniclink l WHERE l.ProvNum = provider.ProvNum)
  OR EXISTS (SELECT 1 FROM providercliniclink l WHERE l.ProvNum = provider.ProvNum AND l.ClinicNum = :clinic)"""
"""A provider without links works in every clinic."""


@dataclass(frozen=True, slots=True)
class ProviderFilters:
    """GET providers. A clinic and a time are alternatives; with both, the clinic counts."""

    clinic_num: Annotated[int | None, ForeignKey("clinic.ClinicNum")] = None
    date_t_stamp: Annotated[datetime | None, Since("21.3")] = None


def list_providers(tx: Transaction, filters: ProviderFilters, page: Page) -> Rows:
    """By number. A clinic has those who are not hidden and are free for it; clinic 0 has those without links."""
    order = "provider.ProvNum"
    if filters.clinic_num is not None:
        in_clinic = where(f"({FREE_FOR_CLINIC})", clinic=filters.clinic_num)
        return BLANK_TIMED.page(tx, page, order, [where("provider.IsHidden = 0"), in_clinic])
    since = given("provider.DateTStamp >= :since", since=filters.date_t_stamp)
    return PROVIDERS.select.page(tx, page, order, [since])


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProvider:
    """POST providers. None is for what the office has first."""

    abbr: str
    l_name: str = ""
    f_name: str = ""
    mi: str = ""
    suffix: str = ""
    fee_sched: int | None = None
    specialty: int | None = None
    ssn: str = ""
    state_license: Annotated[str, Since("24.4.31")] = ""
    is_secondary: bool = False
    is_hidden: bool = False
    using_tin: bool = True
    sig_on_file: Annotated[bool, Since("24.4.17")] = False
    national_prov_id: Annotated[str, Since("24.4.31")] = ""
    is_not_person: bool = False
    is_hidden_report: bool = False
    birthdate: date = date.min
    sched_note: str = ""
    preferred_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderChange:
    """PUT providers: only what is given changes."""

    abbr: str | None = None
    f_name: str | None = None
    l_name: str | None = None
    mi: str | None = None
    suffix: str | None = None
    preferred_name: str | None = None
    specialty: int | None = None
    sig_on_file: Annotated[bool | None, Since("24.4.17")] = None
    national_prov_id: str | None = None
    state_license: str | None = None
    ssn: str | None = None
    using_tin: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A row of the vendor's table, as far as a client can change it, and what rules look at."""

    prov_num: int
    abbr: str
    l_name: str
    f_name: str
    mi: str
    suffix: str
    specialty: int
    ssn: str
    state_license: str
    using_tin: bool
    sig_on_file: bool
    national_prov_id: str
    date_t_stamp: datetime
    is_not_person: bool
    preferred_name: str


RECORDS = Records(Provider, PROVIDER)


def create_provider(tx: Transaction, body: NewProvider) -> Row:
    """POST providers. It becomes the last of the program's list, with the first fee schedule and specialty."""
    check_person(body, is_person=not body.is_not_person)
    check_ssn(body.ssn)
    new = replace(
        body,
        fee_sched=first_schedule(tx) if body.fee_sched is None else body.fee_sched,
        specialty=first_definition(tx, DefCat.ProviderSpecialties) if body.specialty is None else body.specialty,
    )
    row = new_row(PROVIDER, tx, {**values_of(new), "item_order": next_place(tx, PROVIDER)})
    return BLANK_TIMED.one(tx, tx.insert(PROVIDER.name, row))


def update_provider(tx: Transaction, before: Provider, body: ProviderChange) -> Row:
    """PUT providers."""
    after = changed_provider(before, body)
    if after != before:
        RECORDS.update(tx, before, replace(after, date_t_stamp=tx.now))
    return BLANK_TIMED.one(tx, before.prov_num)


def changed_provider(before: Provider, body: ProviderChange) -> Provider:
    """What a PUT makes of a provider. Raises ApiError for a blank Abbr, and for what a new provider could not be."""
    if body.abbr is not None and not body.abbr.strip():
        raise required("Abbr")
    check_person(body, is_person=not before.is_not_person)
    if body.ssn != before.ssn:
        check_ssn(body.ssn)
    return replace(before, **given_values(body))


def check_person(body: NewProvider | ProviderChange, *, is_person: bool) -> None:
    """A billing entity has a last name only (documented)."""
    for name, value in (("FName", body.f_name), ("MI", body.mi)):
        if value and not is_person:
            raise invalid(name)


def check_ssn(ssn: str | None) -> None:
    """An SSN or TIN is sent without dashes (documented)."""
    if ssn and "-" in ssn:
        raise invalid("SSN")


PROVIDERS = Resource(
    "providers",
    table=PROVIDER,
    permission=SETUP,
    methods=[
        read(since="24.4.17"),
        listing(list_providers, filters=ProviderFilters, basis=Basis.SOURCE),
        create(create_provider, body=NewProvider, answer=BLANK_TIMED.schema, since="21.4"),
        update(update_provider, row=RECORDS.get_or_404, body=ProviderChange, answer=BLANK_TIMED.schema, since="22.1"),
    ],
)
