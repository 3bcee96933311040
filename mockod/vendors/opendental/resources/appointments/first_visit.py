"""DateFirstVisit of a patient: what must be known of it, and writing it (source 9.2)."""

from __future__ import annotations

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.first_visit import FirstVisit
from mockod.vendors.opendental.resources.appointments import procedure_queries
from mockod.vendors.opendental.resources.appointments.procedures import CANCELLED, MISSED


def has_been_treated(tx: Transaction, pat_num: int) -> bool:
    """Whether any procedure was completed, but for the bills of broken appointments: then the date stands."""
    return procedure_queries.has_completed(tx, pat_num, exclude=(MISSED, CANCELLED))


def save(tx: Transaction, pat_num: int, first_visit: FirstVisit | None) -> None:
    """Date the first visit, where anything dates it and no earlier date stands."""
    if first_visit is None:
        return
    bound = first_visit.unless_before
    tx.update(
        "patient",
        "DateFirstVisit = :day, DateTStamp = :now WHERE PatNum = :patient AND DateFirstVisit <> :day "
        "AND (:bound IS NULL OR DateFirstVisit < '1880-01-01' OR DateFirstVisit >= :bound)",
        {"day": str(first_visit.day), "now": tx.stamp, "patient": pat_num, "bound": str(bound) if bound else None},
    )
