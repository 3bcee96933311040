"""What follows from the rows of a practice once they stand in their tables."""

from __future__ import annotations

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK
from mockod.vendors.opendental.resources import preferences

PREFERENCES = {**preferences.DEFAULTS, "ProgramVersion": "", "DataBaseVersion": ""}
"""What every office has, set by its practice or not; the versions are told by the office's settings."""


def finish(tx: Transaction) -> None:
    """Fill in what follows from the rest: first confirmation, descriptions, insurance, places in lists."""
    from mockod.vendors.opendental.resources.appointments import procedure_queries, queries

    for preference in PREFERENCES.items():
        tx.insert_rows("preference", "(PrefName, ValueString) VALUES (?, ?) ON CONFLICT DO NOTHING", preference)
    tx.update(
        "appointment",
        "Confirmed = coalesce((SELECT DefNum FROM definition "
        "WHERE Category = ? AND IsHidden = 0 ORDER BY ItemOrder LIMIT 1), 0) WHERE Confirmed = 0",
        (enums.DefCat.ApptConfirmed,),
    )
    tx.update("appointment", "Op = 0 WHERE AptStatus IN (?, ?)", sorted(OFF_THE_BOOK))
    tx.update(
        "appointment",
        "ItemOrderPlanned = (SELECT count(*) FROM appointment p WHERE p.PatNum = "
        "appointment.PatNum AND p.AptStatus = ? AND p.AptNum <= appointment.AptNum) "
        "WHERE AptStatus = ? AND ItemOrderPlanned = 0",
        (enums.AptStatus.Planned, enums.AptStatus.Planned),
    )
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
