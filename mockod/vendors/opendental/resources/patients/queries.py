"""The SQL of patients and their families, besides what finds them."""

from __future__ import annotations

from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.patient import Reachable


def families_of_namesakes(tx: Transaction, l_name: str, f_name: str, birthdate: date) -> list[Reachable]:
    """All members of the families of those with the same names and birthdate, deleted ones too.

    The birthdate is what the index finds; only the names of those born that day are folded.
    """
    rows = tx.rows(
        "SELECT Email, HmPhone, WkPhone, WirelessPhone FROM patient WHERE Guarantor IN "
        "(SELECT Guarantor FROM patient WHERE Birthdate = ? AND fold(LName) = fold(?) AND fold(FName) = fold(?))",
        (birthdate.isoformat(), l_name, f_name),
    )
    return [Reachable(email, tuple(phones)) for email, *phones in rows]


def guarantor_of(tx: Transaction, pat_num: int) -> int:
    """The guarantor of a patient; 0 where there is no such patient."""
    return int(tx.value("SELECT Guarantor FROM patient WHERE PatNum = ?", (pat_num,), 0))


def family(tx: Transaction, guarantor: int) -> frozenset[int]:
    """The numbers of all who have this guarantor."""
    return frozenset(tx.column("SELECT PatNum FROM patient WHERE Guarantor = ?", (guarantor,)))


def stamp_change(tx: Transaction, pat_num: int) -> None:
    tx.update("patient", "DateTStamp = ? WHERE PatNum = ?", (tx.stamp, pat_num))


def set_guarantor(tx: Transaction, pat_num: int, guarantor: int) -> None:
    """Of this patient alone."""
    tx.update("patient", "Guarantor = ?, DateTStamp = ? WHERE PatNum = ?", (guarantor, tx.stamp, pat_num))


def move_family(tx: Transaction, guarantor: int, new_guarantor: int) -> None:
    """Of the whole family."""
    tx.update("patient", "Guarantor = ?, DateTStamp = ? WHERE Guarantor = ?", (new_guarantor, tx.stamp, guarantor))


def join_super_family(tx: Transaction, guarantor: int, head: int) -> None:
    """A whole family joins; the head's own family belongs to it too. A head of 0 takes the family out."""
    tx.update(
        "patient",
        "SuperFamily = :head, DateTStamp = :now WHERE SuperFamily <> :head AND (Guarantor = :family "
        "OR (:head AND Guarantor = (SELECT Guarantor FROM patient WHERE PatNum = :head)))",
        {"head": head, "now": tx.stamp, "family": guarantor},
    )


def disband_super_family(tx: Transaction, head: int) -> None:
    tx.update("patient", "SuperFamily = 0, DateTStamp = ? WHERE SuperFamily = ?", (tx.stamp, head))
