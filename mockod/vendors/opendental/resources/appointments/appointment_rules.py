"""Appointment rules: which procedures want their provider alone. No URL names them; the program's own windows do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from mockod.rest.errors import Contradiction, NotThere
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.booking_rules import DoubleBookRule
from mockod.vendors.opendental.wire.fields import Text

MOST = 100
"""Rules of an office: each is looked at by every booking."""
COLUMNS = {"RuleDesc": Text(longest=255), "CodeStart": Text(longest=15), "CodeEnd": Text(longest=15)}
"""What the texts of a rule may be, as the vendor's table has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRule:
    """One row; ``number`` is 0 for one that is not written yet."""

    number: int = 0
    rule_desc: str = ""
    code_start: str = ""
    code_end: str = ""
    is_enabled: bool = True


def rules(tx: Transaction) -> list[AppointmentRule]:
    """All rules of the office, by number."""
    rows = tx.rows(
        "SELECT AppointmentRuleNum, RuleDesc, CodeStart, CodeEnd, IsEnabled FROM appointmentrule "
        "ORDER BY AppointmentRuleNum"
    )
    return [
        AppointmentRule(
            number=number, rule_desc=description, code_start=start, code_end=end, is_enabled=bool(is_enabled)
        )
        for number, description, start, end, is_enabled in rows
    ]


def double_book_rules(tx: Transaction) -> tuple[DoubleBookRule, ...]:
    """The office's enabled appointment rules."""
    return tuple(DoubleBookRule(r.rule_desc, r.code_start, r.code_end) for r in rules(tx) if r.is_enabled)


def put(tx: Transaction, *, number: int | None = None, **given: Any) -> None:
    """Change the rule of this number, or add one; what is not given stays, a new one is enabled.

    Raises NotThere where there is no such rule, Contradiction for one that covers no code and for one too many, and
    ValueError for one that says too little or too much.
    """
    there = {rule.number: rule for rule in rules(tx)}
    if number is not None and number not in there:
        raise NotThere(f"{number} is no rule of this office")
    rule = replace(there[number] if number is not None else AppointmentRule(), **given)
    if not (rule.rule_desc and rule.code_start and rule.code_end):
        raise ValueError("a new rule needs RuleDesc, CodeStart and CodeEnd")
    for column, value in (("RuleDesc", rule.rule_desc), ("CodeStart", rule.code_start), ("CodeEnd", rule.code_end)):
        text = COLUMNS[column]
        if not text.holds(value):
            raise ValueError(f"{column} has {text.longest} characters at most")
    if not DoubleBookRule(rule.rule_desc, rule.code_start, rule.code_end).covers(rule.code_start):
        raise Contradiction(f"{rule.code_start} to {rule.code_end} covers no code")
    row = {
        "RuleDesc": rule.rule_desc,
        "CodeStart": rule.code_start,
        "CodeEnd": rule.code_end,
        "IsEnabled": int(rule.is_enabled),
    }
    if rule.number:
        assignments = ", ".join(f"{column} = ?" for column in row)
        tx.update("appointmentrule", f"{assignments} WHERE AppointmentRuleNum = ?", (*row.values(), rule.number))
    elif len(there) >= MOST:
        raise Contradiction(f"this office has {MOST} rules already")
    else:
        tx.insert("appointmentrule", row)
