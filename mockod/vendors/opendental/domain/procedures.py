"""Procedures on an appointment: how they are spelled, whom they belong to, how long they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mockod.vendors.opendental.domain.enums import ProcStatus, TreatArea


@dataclass(frozen=True, slots=True)
class Described:
    """What of a procedure shows in an appointment's description."""

    treat_area: TreatArea
    abbreviation: str
    tooth: str = ""
    surface: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A procedure of a patient, planned or done: the columns that a client or the book can set.

    Fees are in the office's currency. Numbers of other rows are 0 for none.
    """

    proc_num: int = 0
    pat_num: int
    apt_num: int = 0
    proc_date: date
    proc_fee: float = 0.0
    surf: str = ""
    tooth_num: str = ""
    tooth_range: str = ""
    priority: int = 0
    proc_status: ProcStatus
    prov_num: int
    dx: int = 0
    planned_apt_num: int = 0
    clinic_num: int = 0
    code_num: int
    date_entry_c: date = date.min
    date_tp: date = date.min
    site_num: int = 0
    date_t_stamp: datetime
    sec_date_entry: date
    note: str = ""


def spelled(procedure: Described) -> str:
    """One procedure in an appointment's description (source 7.2).

    >>> spelled(Described(TreatArea.Surf, "Comp", "3", "MO"))
    '#3-MO-Comp'
    >>> spelled(Described(TreatArea.Quad, "SRP", surface="UL"))
    'UL-SRP'
    """
    parts = {
        TreatArea.Surf: [f"#{procedure.tooth}" if procedure.tooth else "", procedure.surface],
        TreatArea.Tooth: [f"#{procedure.tooth}" if procedure.tooth else ""],
        TreatArea.Quad: [procedure.surface],
        TreatArea.Sextant: [f"S{procedure.surface}" if procedure.surface else ""],
        TreatArea.Arch: [procedure.surface],
    }.get(procedure.treat_area, [])
    return "".join(f"{part}-" for part in parts if part) + procedure.abbreviation


def description(procedures: Iterable[Described]) -> str:
    """ProcDescript: all procedures, in the order given.

    >>> description([Described(TreatArea.Mouth, "PerEx"), Described(TreatArea.None_, "2BW")])
    'PerEx, 2BW'
    """
    return ", ".join(spelled(procedure) for procedure in procedures)


@dataclass(frozen=True, slots=True)
class Match:
    """How the codes of an appointment type are met: procedures to reuse, codes to add."""

    reused: tuple[int, ...]
    added: tuple[str, ...]


def match_type_codes(codes: Iterable[str], attached: Iterable[str], unattached: Sequence[tuple[int, str]]) -> Match:
    """Meet each code of a type once, duplicates counted (source 9.4).

    ``attached`` are codes already on the appointment, ``unattached`` the patient's planned treatment that is on
    no appointment, as pairs of procedure number and code.

    >>> match_type_codes(["D0120", "D0274"], [], [(7, "D0274")])
    Match(reused=(7,), added=('D0120',))
    """
    there = Counter(attached)
    free = list(unattached)
    reused: list[int] = []
    added: list[str] = []
    for code in codes:
        if there[code] > 0:
            there[code] -= 1
            continue
        found = next((pair for pair in free if pair[1] == code), None)
        if found:
            free.remove(found)
            reused.append(found[0])
        else:
            added.append(code)
    return Match(tuple(reused), tuple(added))


def provider_of(*, code_default: int, code_is_hygiene: bool, prov_num: int, prov_hyg: int) -> int:
    """Who does a procedure: the code's own provider, the hygienist for hygiene, else the dentist (source 6.8)."""
    if code_default:
        return code_default
    return prov_hyg if prov_hyg and code_is_hygiene else prov_num
