"""What clients ask of claims. None means: not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from mockod.rest.schema import Leniency, Name, Since
from mockod.vendors.opendental.domain.claim_enums import PlaceOfService
from mockod.vendors.opendental.domain.claims import HELD, RECEIVED, SENT, UNSENT, WAITING
from mockod.vendors.opendental.domain.enums import Relationship
from mockod.vendors.opendental.resources.claims.table import ClaimRelationship
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, IntegerList
from mockod.vendors.opendental.wire.words import Word

OTHER_COVERAGE_SINCE = "24.4.35"
SETTABLE = (UNSENT, HELD, WAITING, SENT, RECEIVED)


class Accident(Word):
    """What a claim's accident was; ``No`` takes it away (documented)."""

    def __init__(self) -> None:
        super().__init__("No", "A", "E", "O")

    def read(self, value: object, leniency: Leniency) -> str:
        word = super().read(value, leniency)
        return "" if word == "No" else word


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """POST claims."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    proc_nums: Annotated[tuple[int, ...], IntegerList(), Name("procNums")]
    claim_type: str
    ins_sub_num: int = 0
    ins_sub_num2: int = 0
    pat_relat: Annotated[Relationship | None, ClaimRelationship()] = None
    pat_relat2: Annotated[Relationship | None, ClaimRelationship()] = None
    date_service: date | None = None
    date_sent: date | None = None
    claim_form: int | None = None
    prov_treat: int = 0
    prov_bill: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """PUT claims: only what is given changes. A claim is never put in process from here (documented)."""

    claim_status: Annotated[str | None, Word(*SETTABLE)] = None
    date_received: date | None = None
    prov_treat: Annotated[int | None, ForeignKey("provider.ProvNum", zero=False)] = None
    is_prosthesis: str | None = None
    prior_date: date | None = None
    claim_note: str | None = None
    reason_under_paid: Annotated[str | None, Since("22.3.31")] = None
    prov_bill: Annotated[int | None, ForeignKey("provider.ProvNum", zero=False)] = None
    place_service: PlaceOfService | None = None
    accident_related: Annotated[str | None, Accident()] = None
    accident_date: Annotated[date | None, Since("22.1")] = None
    accident_st: str | None = None
    is_ortho: bool | None = None
    ortho_remain_m: Annotated[int | None, Since("23.2.18")] = None
    ortho_date: date | None = None
    pat_relat: Annotated[Relationship | None, ClaimRelationship(), Since(OTHER_COVERAGE_SINCE)] = None
    pat_relat2: Annotated[Relationship | None, ClaimRelationship(), Since(OTHER_COVERAGE_SINCE)] = None
    claim_form: int | None = None
    ins_sub_num2: Annotated[int | None, Since(OTHER_COVERAGE_SINCE)] = None
    prior_authorization_number: str | None = None
    ortho_total_m: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """PUT Status: a claim was sent."""

    date_sent: date
    date_sent_orig: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """PUT Split: procedures that go to a claim of their own."""

    proc_nums: Annotated[tuple[int, ...], IntegerList(), Name("ProcNums")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOff:
    """What a split answers: the new claim, and what is on it."""

    claim_num: Annotated[int, Integer()]
    proc_nums: Annotated[tuple[int, ...], IntegerList(), Name("ProcNums")]
