"""The treatment of a visit: which procedures it has, how long they take, how they are described.

Everything is decided on procedures that were read before; nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mockod.vendors.opendental.domain import pattern
from mockod.vendors.opendental.domain.enums import TreatArea
from mockod.vendors.opendental.domain.procedures import Described, description, match_type_codes, provider_of
from mockod.vendors.opendental.domain.teeth import international


@dataclass(frozen=True, slots=True)
class Code:
    """A procedure code. ``provider`` is whose it is by default, 0 for nobody's; ``time`` is a pattern."""

    number: int
    code: str
    provider: int
    is_hygiene: bool
    time: str
    area: TreatArea
    abbreviation: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """A procedure that is on an appointment or may come to be. ``number`` is 0 while it is not entered."""

    number: int
    code: Code
    tooth: str = ""
    surface: str = ""
    apt_num: int = 0
    planned_apt_num: int = 0


@dataclass(frozen=True, slots=True)
class TreatmentFacts:
    """What was read of a patient's treatment for one appointment."""

    attached: Sequence[Treatment] = ()
    """Not deleted, and named by the appointment's number: as visit or as plan."""
    unattached: Sequence[Treatment] = ()
    """Planned treatment that no visit has, and no plan but the one that the appointment was made from."""
    codes: Mapping[str, Code] = field(default_factory=dict)
    """The codes that the appointment's type asks for, as far as the office has them."""
    own_times: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Number of a code and of a provider -> that provider's own time for it."""
    increment: int = 10
    """Minutes of one mark of a code's time."""
    international_teeth: bool = False


@dataclass(frozen=True, slots=True)
class VisitTreatment:
    """The procedures that a visit will have, by number; new ones last."""

    treatments: tuple[Treatment, ...]
    reused: tuple[int, ...] = ()
    """Existing procedures that come onto the appointment, by number."""
    added: tuple[Code, ...] = ()
    """Codes for which a procedure is to be entered."""
    is_changed: bool = False
    """Whether the type asked for anything that was not there."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(treatment.code.code for treatment in self.treatments)


def with_type_codes(
    there: Sequence[Treatment], unattached: Sequence[Treatment], type_codes: Sequence[str], codes: Mapping[str, Code]
) -> VisitTreatment:
    """Meet the codes of an appointment type: planned treatment first, else new procedures (source 9.4).

    A code that the office no longer has is passed over.
    """
    if not type_codes:
        return VisitTreatment(tuple(there))
    attached = [treatment.code.code for treatment in there]
    match = match_type_codes(type_codes, attached, [(free.number, free.code.code) for free in unattached])
    added = tuple(codes[code] for code in match.added if code in codes)
    taken = [free for free in unattached if free.number in match.reused]
    known = sorted([*there, *taken], key=lambda treatment: treatment.number)
    treatments = (*known, *(Treatment(0, code) for code in added))
    return VisitTreatment(treatments, match.reused, added, is_changed=bool(match.reused or match.added))


def length_of(treatments: Iterable[Treatment], facts: TreatmentFacts, *, prov_num: int, prov_hyg: int) -> str | None:
    """The pattern that procedures ask for, None without any (source 1.7).

    A provider's own time for a code wins over the code's (source 1.8).
    """
    times = []
    for treatment in treatments:
        code = treatment.code
        provider = prov_hyg if code.is_hygiene and prov_hyg else prov_num
        times.append(facts.own_times.get((code.number, provider), code.time))
    return pattern.cut(pattern.of_procedures(times, facts.increment)) if times else None


def described(treatments: Iterable[Treatment], international_teeth: bool) -> str:
    """ProcDescript: what the procedures spell (source 7.1), with teeth numbered in the one way or the other."""
    named = international if international_teeth else str
    return description(Described(t.code.area, t.code.abbreviation, named(t.tooth), t.surface) for t in treatments)


def provider_for(code: Code, *, prov_num: int, prov_hyg: int) -> int:
    """Who does a procedure of this code on a visit of these two (source 6.8)."""
    return provider_of(
        code_default=code.provider, code_is_hygiene=code.is_hygiene, prov_num=prov_num, prov_hyg=prov_hyg
    )
