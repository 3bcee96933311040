"""Fields that an office adds to its patients: what may stand in each type of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from mockod.vendors.opendental.domain.clinical_enums import PatFieldType

YOUNGER_TYPES = frozenset({PatFieldType.CareCreditPreApprovalAmt, PatFieldType.CareCreditAvailableCredit})
"""Types that came with 24.1 (documented)."""
CARE_CREDIT = YOUNGER_TYPES | {PatFieldType.CareCreditStatus}
"""Types that the program fills in itself."""
SETTABLE = frozenset(PatFieldType) - {PatFieldType.InCaseOfEmergency}
"""Types that a definition may be given (documented)."""
_AMOUNTS = YOUNGER_TYPES | {PatFieldType.Currency}
_AMOUNT = re.compile(r"-?\d{1,12}(?:\.\d{1,2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDef:
    """What a field is called and what may stand in it. ``pick_list`` has one value a line, in offices before 24.1."""

    pat_field_def_num: int = 0
    field_name: str
    field_type: PatFieldType = PatFieldType.Text
    pick_list: str = ""
    is_hidden: bool = False


def lines(pick_list: str) -> tuple[str, ...]:
    """The values of a pick list, which has one a line, without blank lines.

    >>> lines("Yes\\r\\nNo\\n\\n")
    ('Yes', 'No')
    """
    return tuple(line for line in re.split(r"\r\n|\r|\n", pick_list) if line.strip())


def fits(field_type: PatFieldType, choices: Collection[str], value: str) -> bool:
    """Whether a value may stand in a field of this type. An empty one may in any: it clears the field (assumed).

    >>> fits(PatFieldType.Date, (), "2026-02-30"), fits(PatFieldType.Currency, (), "450.29")
    (False, True)
    """
    if not value:
        return True
    if field_type == PatFieldType.PickList:
        return value in choices
    if field_type == PatFieldType.Checkbox:
        return value in ("0", "1")
    if field_type == PatFieldType.Date:
        return _is_day(value)
    return field_type not in _AMOUNTS or bool(_AMOUNT.fullmatch(value))


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def list_of(choices: Sequence[str]) -> str:
    """A pick list as a definition keeps it: a value a line, CRLF between.

    >>> list_of(("Yes", "No"))
    'Yes\\r\\nNo'
    """
    return "\r\n".join(choices)
