"""Providers: dentists and hygienists, hidden ones too unless a clinic is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.domain.enums import DefCat, ProvStatus
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.engine.table import Column, Computed, Table
from mockod.vendors.opendental.wire.errors import Row, get_or_404
from mockod.vendors.opendental.wire.fields import (
    Choice,
    Color,
    Day,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    Moment,
    OneLine,
    Text,
)

# TABLE
PROVIDER = Table(
    "provider",
    entity="Provider",
    section="providers",
    columns=(
        Column("ProvNum", Integer()),
        Column("Abbr", Text(), needed=True),
        Column("ItemOrder", Integer(), hidden=True),
        Column("LName", Text()),
        Column("FName", Text()),
        Column("MI", Text()),
        Column("Suffix", Text()),
        Column("FeeSched", ForeignKey("feesched.FeeSchedNum")),
        Column("Specialty", DefinitionKey(DefCat.ProviderSpecialties)),
        Column("SSN", Text()),
        Column("StateLicense", Text()),
        Column("IsSecondary", Flag()),
        Column("ProvColor", Color(), wire="provColor"),
        Column("IsHidden", Flag()),
        Column("UsingTIN", Flag()),
        Column("SigOnFile", Flag()),
        Column("NationalProvID", Text()),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("IsNotPerson", Flag()),
        Column("ProvStatus", Choice(ProvStatus)),
        Column("IsHiddenReport", Flag()),
        Column("Birthdate", Day()),
        Column("SchedNote", OneLine()),
        Column("PreferredName", Text()),
        Computed("serverDateTime", Moment(), ":now", since="21.2"),
    ),
)


class Provider(Wire):
    prov_num = Integer()
    abbr = Text()
    l_name = Text()
    f_name = Text()
    mi = Text(data_key="MI")
    suffix = Text()
    fee_sched = Integer()
    specialty = Integer()
    ssn = Text(data_key="SSN")
    state_license = Text()
    is_secondary = Flag()
    prov_color = Color(data_key="provColor")
    is_hidden = Flag()
    using_tin = Flag(data_key="UsingTIN")
    sig_on_file = Flag()
    national_prov_id = Text(data_key="NationalProvID")
    date_t_stamp = Moment()
    is_not_person = Flag()
    prov_status = Choice(ProvStatus)
    is_hidden_report = Flag()
    birthdate = Day()
    sched_note = OneLine()
    preferred_name = Text()
    server_date_time = Moment(
        data_key="serverDateTime", since="21.2", column="CASE WHEN :clinic IS NULL THEN :now ELSE '' END"
    )
    """Blank where a clinic is asked for (documented)."""


@dataclass(frozen=True, slots=True)
class ProviderFilter:
    clinic_num: int | None = None
    date_t_stamp: datetime | None = None


class ProviderQuery(Wire):
    makes = ProviderFilter
    clinic_num = refs.clinic()
    date_t_stamp = Moment(since="21.3")


_SHOWN = f"SELECT {columns(Provider, 'p')} FROM provider p"
_IN_CLINIC = """p.IsHidden = 0 AND (
    NOT EXISTS (SELECT 1 FROM providercliniclink l WHERE l.ProvNum = p.ProvNum)
    OR EXISTS (SELECT 1 FROM providercliniclink l WHERE l.ProvNum = p.ProvNum AND l.ClinicNum = :clinic))"""


def get_provider(tx: Transaction, prov_num: int) -> Row:
    values = {"number": prov_num, "clinic": None, "now": tx.stamp}
    return get_or_404(tx.row(f"{_SHOWN} WHERE p.ProvNum = :number", values), "Provider")


def list_providers(tx: Transaction, wanted: ProviderFilter, page: Page) -> list[Row]:
    """A clinic and a time are alternatives; with both, the clinic counts."""
    test = "p.DateTStamp >= :since" if wanted.clinic_num is None else _IN_CLINIC
    return tx.rows(
        f"{_SHOWN} WHERE {test} ORDER BY p.ProvNum LIMIT :limit OFFSET :offset",
        {
            "clinic": wanted.clinic_num,
            "since": str(wanted.date_t_stamp or datetime.min),
            "now": tx.stamp,
            "limit": page.limit,
            "offset": page.offset,
        },
    )


ENDPOINTS = (
    Endpoint("GET", "providers/{ProvNum}", get_provider, result=Provider, since="24.4.17", permission=READ_ALL),
    Endpoint(
        "GET",
        "providers",
        list_providers,
        query=ProviderQuery,
        result=Provider,
        many=True,
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
)
