"""Documents say what is so: each rule that the code cites is told, and each that is told is cited."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULE = r"\d{1,2}\.\d{1,2}"


def cited() -> set[str]:
    found: set[str] = set()
    for path in [*ROOT.glob("mockod/**/*.py"), *ROOT.glob("tests/**/*.py")]:
        for rules in re.findall(rf"(?:source|[Ss]cheduling rules) ({RULE}(?:, {RULE})*)", path.read_text("utf-8")):
            found.update(rules.split(", "))
    return found


def test_every_rule_cited_is_told_and_every_rule_told_is_cited():
    told = re.findall(rf"^- \*\*({RULE})\*\*", (ROOT / "docs/scheduling-rules.md").read_text("utf-8"), re.MULTILINE)

    assert set(told) == cited()
    assert len(told) == len(set(told))
