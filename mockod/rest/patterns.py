"""Regular expressions that mean the same in Python and in JSON Schema (ECMA-262): no class but what is spelled out."""

from __future__ import annotations

_YEAR = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP_IN_CENTURY = "(?:0[48]|[2468][048]|[13579][26])"
_CENTURY_OF_A_LEAP_YEAR = "(?:0[48]|[2468][048]|[13579][26])"


def dates(year: str, leap_year: str) -> str:
    """``yyyy-MM-dd`` of days that there are, in years that fit these patterns."""
    short = "02-(?:0[1-9]|1[0-9]|2[0-8])"
    of_30 = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    of_31 = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    return f"(?:{year}-(?:{of_31}|{of_30}|{short})|(?:{leap_year})-02-29)"


DATE = dates(_YEAR, f"[0-9]{{2}}{_LEAP_IN_CENTURY}|{_CENTURY_OF_A_LEAP_YEAR}00")
"""A day from the year 1 on."""
TIME_OF_DAY = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
"""``HH:mm``."""
MOMENT = dates("(?:19|2[0-9])[0-9]{2}", f"(?:19|2[0-9]){_LEAP_IN_CENTURY}|2[048]00") + f" {TIME_OF_DAY}:[0-5][0-9]"
"""What a clock can show: ``yyyy-MM-dd HH:mm:ss`` from 1900 to 2999."""
