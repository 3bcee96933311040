"""How many examples Hypothesis tries of each of many cases, so that the whole stays the same however many come."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100
"""Examples of a property in the profile for every day; the totals below are meant for it."""
LEAST = 4
"""Examples of one case, however many cases there are."""


def shared_among(cases: int, *, total: int) -> settings:
    """The chosen profile, with ``total`` examples for all cases of a property together."""
    return settings(max_examples=max(LEAST, total * settings().max_examples // USUAL // cases))
