"""What the value of a definition may be: its meaning depends on the category."""

from __future__ import annotations

from mockod.vendors.opendental.domain.enums import DefCat

ADDS, TAKES, DISCOUNT_PLAN = ADJUSTMENT_VALUES = ("+", "-", "dp")
"""Of an adjustment type: amounts that it has are above 0, below 0, or below 0 and made by a discount plan."""
ITEM_VALUES = {
    DefCat.AdjTypes: ADJUSTMENT_VALUES,
    DefCat.BillingTypes: ("", "E", "C", "CE"),
    DefCat.CommLogTypes: ("", "APPT", "FIN", "RECALL", "MISC", "TEXT", "ODHQ", "FHIR"),
    DefCat.PaymentTypes: ("", "N"),
    DefCat.InsurancePaymentType: ("", "N"),
    DefCat.PaySplitUnearnedType: ("", "X"),
}
"""Category -> what its values are, where they are words of the program's own (source). Others take any text."""


def takes_value(category: DefCat, value: str) -> bool:
    """Whether a definition of this category may have the value.

    >>> takes_value(DefCat.AdjTypes, "*"), takes_value(DefCat.AdjTypes, "-"), takes_value(DefCat.ProcCodeCats, "*")
    (False, True, True)
    """
    return value in ITEM_VALUES.get(category, (value,))
