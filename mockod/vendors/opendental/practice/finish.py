"""What follows from the rows of a practice once they stand in their tables."""

from __future__ import annotations

import json
from collections.abc import Collection

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK
from mockod.vendors.opendental.resources import preferences

PREFERENCES = {**preferences.DEFAULTS, "ProgramVersion": "", "DataBaseVersion": ""}
"""What every office has, set by its practice or not; the versions are told by the office's settings."""


def finish(tx: Transaction) -> None:
    """Fill in what follows from the rest: preferences, and what appointments have."""
    from mockod.vendors.opendental.resources.appointments import procedure_queries, queries

    for preference in PREFERENCES.items():
        tx.insert_rows("preference", "(PrefName, ValueString) VALUES (?, ?) ON CONFLICT DO NOTHING", preference)
    _place(tx, "1", ())
    described = procedure_queries.descriptions(tx)
    tx.update_each(
        "appointment",
        "ProcDescript = ? WHERE AptNum = ? AND ProcDescript = ''",
        [(text, number) for number, text in described.items() if text],
    )
    tx.update_each(
        "appointment",
        "InsPlan1 = ?, InsPlan2 = ? WHERE PatNum = ? AND InsPlan1 = 0",
        [(first, second, pat_num) for pat_num, (first, second) in queries.plans_by_patient(tx).items()],
    )


def finish_some(tx: Transaction, among: Collection[int], described_anew: Collection[int]) -> None:
    """The same for a few appointments. ``described_anew`` are those whose procedures are others than before."""
    from mockod.vendors.opendental.resources.appointments import procedure_queries, queries

    chosen, numbers = "AptNum IN (SELECT value FROM json_each(?))", (json.dumps([*among]),)
    _place(tx, chosen, numbers)
    for number, pat_num, status, described, plan in tx.rows(
        f"SELECT AptNum, PatNum, AptStatus, ProcDescript, InsPlan1 FROM appointment WHERE {chosen}", numbers
    ):
        if not described or number in described_anew:
            text = procedure_queries.proc_descript(tx, number, planned=status == enums.AptStatus.Planned)
            tx.update("appointment", "ProcDescript = ? WHERE AptNum = ?", (text, number))
        if not plan:
            plans = queries.plans(tx, pat_num)
            tx.update("appointment", "InsPlan1 = ?, InsPlan2 = ? WHERE AptNum = ?", (*plans, number))


def _place(tx: Transaction, chosen: str, numbers: tuple[str, ...]) -> None:
    """First confirmation, and places on the book and in lists, of the appointments for which ``chosen`` holds."""
    tx.update(
        "appointment",
        "Confirmed = coalesce((SELECT DefNum FROM definition "
        f"WHERE Category = ? AND IsHidden = 0 ORDER BY ItemOrder LIMIT 1), 0) WHERE Confirmed = 0 AND {chosen}",
        (enums.DefCat.ApptConfirmed, *numbers),
    )
    tx.update("appointment", f"Op = 0 WHERE AptStatus IN (?, ?) AND {chosen}", (*sorted(OFF_THE_BOOK), *numbers))
    tx.update(
        "appointment",
        "ItemOrderPlanned = (SELECT count(*) FROM appointment p WHERE p.PatNum = "
        "appointment.PatNum AND p.AptStatus = ? AND p.AptNum <= appointment.AptNum) "
        f"WHERE AptStatus = ? AND ItemOrderPlanned = 0 AND {chosen}",
        (enums.AptStatus.Planned, enums.AptStatus.Planned, *numbers),
    )
