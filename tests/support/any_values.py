"""Values of every kind for places where none of them may belong."""

from __future__ import annotations

from hypothesis import strategies as st

LIKELY = (
    *(0, 1, 2, 19, 21, -1, 2**63 - 1, 2**63, 10**30, 1.5, 1e308, float("nan"), float("inf"), True, False, None, ""),
    *("1", "0", "19", "true", "false", "Scheduled", "Complete", "UnschedList", "Broken", "PtNote", "ASAP", "Missed"),
    *("2026-03-02 09:00:00", "9999-12-31 23:59:59", "0001-01-01 00:00:00", "2026-03-02", "9999-12-31", "0001-01-01"),
    *("09:00:00", "23:59:59", "X", "/XX/", "X" * 109, "255,0,0", "0,0,0", "None", "Confirmed", "frozen", "running"),
    *("Muster", "Standard Account", "97301", "Yes", "\x00", "\U0001f600", "\ud800", "'", '"', "%", "x" * 10_000),
    *("yyyy-MM-dd", "'", "\\", "d", "%d", "zzz"),
)
likely = st.sampled_from(LIKELY)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | likely,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
