"""Providers: dentists and hygienists, hidden ones too unless a clinic is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Schema, Since
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import DefCat, ProvStatus
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, Select, given, where
from mockod.vendors.opendental.engine.table import Column, Table, server_time
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Choice, Color, DefinitionKey, Flag, ForeignKey, Integer, OneLine, Text

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
OF_CLINIC = Select(PROVIDER, Schema.of("Provider of a clinic", (*WITHOUT_TIME.fields.values(), BLANK_TIME)))
"""Where a clinic is asked for, ``serverDateTime`` is blank (documented)."""

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
        return OF_CLINIC.page(tx, page, order, [where("provider.IsHidden = 0"), in_clinic])
    since = given("provider.DateTStamp >= :since", since=filters.date_t_stamp)
    return PROVIDERS.select.page(tx, page, order, [since])


PROVIDERS = Resource(
    "providers",
    table=PROVIDER,
    methods=[
        read(since="24.4.17"),
        listing(list_providers, filters=ProviderFilters, basis=Basis.SOURCE),
    ],
)
