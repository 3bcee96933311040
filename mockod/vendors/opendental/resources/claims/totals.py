"""A claim's amounts follow its lines' (documented)."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claims import with_totals
from mockod.vendors.opendental.resources.claimprocs.table import lines_of
from mockod.vendors.opendental.resources.claims.table import RECORDS


def follow_lines(tx: Transaction, claim_num: int) -> None:
    """Sum up a claim anew after a line of it changed; 0 is no claim."""
    before = RECORDS.get(tx, claim_num) if claim_num else None
    if before is None:
        return
    after = with_totals(before, lines_of(tx, claim_num))
    if after != before:
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
