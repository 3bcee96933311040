"""What came of a scenario: each step with its outcome, for programs and for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mockod.scenario.model import Step

LONGEST, LONGEST_PROBLEM = 300, 5000
"""Characters that are told of what was asked, and of what was not as expected."""


class Outcome(StrEnum):
    """What came of a step."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    """There is no control plane to carry it out."""


@dataclass(frozen=True, slots=True)
class StepPlayed:
    """A step that was played, or skipped. Number 0 is what the office begins with."""

    number: int
    line: int
    say: str
    did: str
    """What was asked: ``GET things/4``, ``clock/advance``."""
    outcome: Outcome
    status: int | None = None
    """Of the answer; None where none came."""
    problems: tuple[str, ...] = ()
    """What was not as expected."""

    @classmethod
    def of(
        cls, step: Step, did: str, outcome: Outcome, status: int | None = None, problems: Iterable[str] = ()
    ) -> StepPlayed:
        told = tuple(_told(problem, LONGEST_PROBLEM) for problem in problems)
        return cls(step.number, step.line, step.say, _told(did, LONGEST), outcome, status, told)

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "line": self.line,
            "say": self.say,
            "did": self.did,
            "outcome": self.outcome.value,
            "status": self.status,
            "problems": list(self.problems),
        }

    def in_lines(self) -> Iterator[str]:
        """The step, and below it each problem."""
        status = "" if self.status is None else f" {self.status}"
        told = f"{self.say}  [{self.did}{status}]" if self.say else f"[{self.did}{status}]"
        where = f" (line {self.line})" if self.outcome is Outcome.FAILED else ""
        yield f"  {self.outcome.value:8}{self.number:3}  {told}{where}"
        for problem in self.problems:
            yield f"               {problem}"


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario that was played, as far as it went: the first step that fails ends it."""

    scenario: str
    story: str
    steps: tuple[StepPlayed, ...]
    total: int
    """Steps that it has."""

    @property
    def passed(self) -> bool:
        return not any(step.outcome is Outcome.FAILED for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "story": self.story,
            "passed": self.passed,
            "steps": [step.to_json() for step in self.steps],
        }

    def as_text(self) -> str:
        lines = [f"{self.scenario}: {self.story}"]
        for step in self.steps:
            lines += step.in_lines()
        return "\n".join([*lines, self.summary()])

    def summary(self) -> str:
        """``a-story: passed, 7 steps``."""
        played = [step for step in self.steps if step.number]
        if not self.passed:
            return f"{self.scenario}: failed at step {self.steps[-1].number} of {self.total}"
        skipped = sum(step.outcome is Outcome.SKIPPED for step in played)
        steps = f"{len(played)} step{'' if len(played) == 1 else 's'}"
        return f"{self.scenario}: passed, {steps}{f', {skipped} of them skipped' if skipped else ''}"


def _told(text: str, most: int) -> str:
    """So much of a text as is told, in characters that can be: half a surrogate pair cannot."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= most else f"{text[:most]}…"
