"""Plays checks against a server, keeps account of what it makes, and takes it back in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from mockod.conformance.comparison import Comparison
from mockod.conformance.report import Difference, Outcome, Report
from mockod.conformance.session import Answer, Session, Unreachable
from mockod.conformance.suite import Check, Description, Operation, Step, Suite, Undo, chosen, shape_of
from mockod.conformance.values import CheckValues, NotTried, Values, filled
from mockod.simulation.clock import monotonic

TRIES, PACED_TRIES = 20, 4
"""Values that are tried at most while answers are empty, where requests cost nothing and where each has to wait."""
MOST_FAILURES = 3
"""Requests without an answer, one after another, after which a run stops."""
GONE = 404
"""What an undo is answered where a check took the row back itself."""
Tell = Callable[[str], None]


class CannotStart(Exception):
    """Why a run cannot begin, in words."""


def learn_version(suite: Suite, session: Session) -> str:
    """The version that the server tells; empty where it tells none. Raises CannotStart."""
    step = suite.version.step
    try:
        answer = session.send(step.method, step.path, step.query)
    except Unreachable as exc:
        raise CannotStart(f"No answer from {session.base_url}: {exc}.") from None
    asked = f"{session.base_url}/{step.name.partition(' ')[2]}"
    if answer.status != 200:
        hint = " Is this the whole address, with its path?" if answer.status == 404 else ""
        raise CannotStart(f"{asked} answers {answer.status} {answer.text or ''}".rstrip() + hint)
    try:
        rows = answer.rows
    except ValueError:
        raise CannotStart(f"{asked} answers no JSON. Is this the whole address, with its path?") from None
    try:
        return str(rows[0][suite.version.column])
    except (KeyError, IndexError, TypeError):
        return ""


@dataclass(slots=True)
class Made:
    """Something that a run made."""

    name: str
    undo: Undo
    values: CheckValues


@dataclass(slots=True)
class Runner:
    """One run. ``play`` fills the report; ``clean_up`` must be called after it, whatever happened."""

    session: Session
    description: Description
    report: Report
    may_write: bool = False
    tell: Tell = lambda line: None
    run: str = "0"
    """A word that no other run has, for names that must not be there yet: the value ``$run``."""
    made: list[Made] = field(default_factory=list)
    values: Values = field(init=False)
    _operations: dict[tuple[str, ...], Operation] = field(init=False)
    _answers: dict[str, Answer] = field(default_factory=dict)
    """Of reads that several checks share."""
    _told: set[tuple[str, str, str]] = field(default_factory=set)
    """Differences that an earlier check told already."""
    _failures: int = 0

    def __post_init__(self) -> None:
        self.values = Values(self.description.sources, self._value_answer, self.may_write, self._tries_at_most)
        self.values.give("run", self.run)
        self._operations = {operation.key: operation for operation in self.description.operations}

    @property
    def _tries_at_most(self) -> int:
        return PACED_TRIES if self.session.pace else TRIES

    # ----- the checks -----

    def play(self, only: Iterable[str] = ()) -> None:
        """Play the checks. Raises KeyboardInterrupt as it comes, with the report true up to there."""
        checks = chosen(self.description.checks, only)
        for number, check in enumerate(checks, 1):
            begun = monotonic()
            outcome = self._outcome(check)
            self.report.outcomes.append(replace(outcome, seconds=round(monotonic() - begun, 3)))
            self.report.requests = self.session.sent
            self.tell(f"[{number}/{len(checks)}] {outcome.word:9}  {check.name}")
            if self._failures >= MOST_FAILURES:
                self.report.stopped = f"{self.session.base_url} no longer answers"
                return

    def _outcome(self, check: Check) -> Outcome:
        outcome = Outcome(check.name, check.about, check.basis)
        if check.writes and not self.may_write:
            return replace(outcome, not_tried="writes are not asked for (--write)")
        if check.since and not self.description.knows(check.since):
            return replace(outcome, not_tried=f"it came with {check.since}, the server is older")
        found: list[Difference] = []
        try:
            self._tries(check, found)
        except NotTried as exc:
            outcome = replace(outcome, not_tried=str(exc))
        except Unreachable as exc:
            self._failures += 1
            outcome = replace(outcome, not_tried=f"no answer: {exc}")
        new = [difference for difference in found if difference.key not in self._told]
        self._told |= {difference.key for difference in new}
        if found and not new:
            return replace(outcome, not_tried="differs as told of an earlier check")
        return replace(outcome, differences=tuple(new))

    def _tries(self, check: Check, found: list[Difference]) -> None:
        """Play a check, once more with other values while it says nothing."""
        for choice in range(self._tries_at_most):
            values = CheckValues(self.values, check.varies, choice)
            if self._steps(check, values, found) or found:
                return
            if not values.has_more():
                break
        raise NotTried(f"{check.steps[0].name} answers no rows")

    def _steps(self, check: Check, values: CheckValues, found: list[Difference]) -> bool:
        """Play its steps until one differs. Answers whether it says something."""
        remembered: dict[str, list[Any]] = {}
        says = not check.wants_rows
        for step in check.steps:
            operation = self._operation(step)
            ready = filled(step, values)
            answer = self._share(ready) if check.wants_rows else self._send(ready, values)
            self._require_permission(answer, step, operation)
            if check.wants_rows and answer.status == 404 and operation and operation.needs:
                continue  # what was asked for has no such row; another may
            _require_rows(answer, step)
            comparison = Comparison(
                call=operation.name if operation and check.wants_rows else step.name,
                answer=answer,
                operation=operation,
                expect=ready.expect,
                basis=check.basis,
                source=check.source,
                is_own=check.writes,
                tell_refusal=self.description.tell_refusal,
                remembered=remembered.get(ready.expect.same_as, ()),
            )
            differences = comparison.differences()
            found += differences
            if differences:
                return True
            self._keep(step, answer, values)
            if step.remember:
                remembered[step.remember] = answer.rows
            says = says or comparison.has_rows
        return says

    def _keep(self, step: Step, answer: Answer, values: CheckValues) -> None:
        """Keep the fields that the following steps need. Raises NotTried where one lacks."""
        if step.keep and answer.status < 300:
            row = _first_row(answer)
            for name, of in step.keep.items():
                if of not in row:
                    raise NotTried(f"{step.name} answers no {of}")
                values.kept[name] = row[of]

    # ----- calls -----

    def _operation(self, step: Step) -> Operation | None:
        """The operation that a step calls. Raises NotTried where the server's version has it not."""
        operation = self._operations.get((step.method, *shape_of(step.path)))
        if operation and not operation.is_known:
            raise NotTried(f"{operation.name} is not in the server's version (since {operation.since})")
        lacking = operation.lacks & step.query.keys() if operation else ()
        if operation and lacking:
            raise NotTried(f"{operation.name} has no {', '.join(sorted(lacking))} in the server's version")
        undo = self.description.undo.get(operation.key) if operation else None
        for back in undo.steps if undo else ():
            self._operation(back)  # what cannot be taken back is not made
        return operation

    def _send(self, ready: Step, values: CheckValues | None = None) -> Answer:
        """Send a step; what it makes is noted, whether or not it should have been made."""
        try:
            answer = self.session.send(ready.method, ready.path, ready.query, ready.body, anonymous=ready.anonymous)
        except (Unreachable, KeyboardInterrupt):
            if ready.method == "POST":
                self.report.left.append(f"{ready.name}: no answer came, so perhaps something was made")
            raise
        self._failures = 0
        if ready.writes and answer.status < 300:
            self._note(ready, answer, values or CheckValues(self.values))
        return answer

    def _note(self, ready: Step, answer: Answer, values: CheckValues) -> None:
        """Remember how to take back what was made. Its number is that of its own answer, and none that is found
        elsewhere: nobody else's row is touched."""
        undo = self.description.undo.get((ready.method, *shape_of(ready.path)))
        if undo is None:
            return
        row = _first_row(answer)
        number = row.get(undo.key)
        if type(number) is not int:
            self.report.left.append(f"{ready.path}: was made, and the answer does not tell its {undo.key}")
            return
        own = replace(values, kept={**values.kept, **row})
        self.made.append(Made(f"{ready.path} {undo.key} {number}", undo, own))

    def _share(self, ready: Step) -> Answer:
        """The answer of a read, asked for once in a run."""
        if ready.name not in self._answers:
            self._answers[ready.name] = self._send(ready)
        return self._answers[ready.name]

    def _require_permission(self, answer: Answer, step: Step, operation: Operation | None) -> None:
        """Raises NotTried where the key, the office or the throttle stands between, and no check expects it."""
        if answer.status == step.expect.status or step.anonymous:
            return
        if answer.status == 401:
            permission = f" ({operation.permission})" if operation and operation.permission else ""
            raise NotTried(f"the key does not permit {operation.name if operation else step.name}{permission}")
        if answer.status == 429:
            raise NotTried("the server goes on answering 429")

    def _value_answer(self, step: Step, ready: Step) -> Answer:
        """The answer of a source of values. What it makes is undone like all else."""
        operation = self._operation(step)
        answer = self._share(ready) if not ready.writes else self._send(ready)
        self._require_permission(answer, step, operation)
        if answer.status >= 300:
            raise NotTried(f"{step.name} answers {self._refused(answer)}")
        return answer

    def _refused(self, answer: Answer) -> str:
        """Status and words of an answer that is no success."""
        return f"{answer.status} {self.description.tell_refusal(answer.text or '')}".rstrip()

    # ----- the end -----

    def clean_up(self) -> None:
        """Take back what was made, the youngest first; the report tells what stays."""
        try:
            while self.made:
                self._undo(self.made[-1])
                self.made.pop()
        finally:
            self.report.left += [f"{made.name}: was not taken back" for made in reversed(self.made)]
            self.report.requests = self.session.sent

    def _undo(self, made: Made) -> None:
        last: Answer | None = None
        try:
            for step in made.undo.steps:
                last = self._send(filled(step, made.values))
        except (Unreachable, NotTried) as exc:
            self.report.left.append(f"{made.name}: could not be taken back, {exc}")
            return
        if last is not None and last.status >= 300 and last.status != GONE:
            self.report.left.append(f"{made.name}: could not be taken back, {self._refused(last)}")
        elif made.undo.leaves:
            self.report.left.append(f"{made.name}: {made.undo.leaves}")
        else:
            self.report.undone.append(made.name)


def _require_rows(answer: Answer, step: Step) -> None:
    """Raises NotTried where the server has not the rows that a check is about."""
    expect, text = step.expect, answer.text
    if expect.excused and answer.status == 400 and text and text.startswith(expect.excused):
        raise NotTried(f"{step.name} answers {expect.excused}")
    try:
        number = len(answer.rows)
    except ValueError:
        return  # that it is no JSON is told
    if answer.status == 200 and number < expect.at_hand:
        raise NotTried(f"{step.name} answers fewer than {expect.at_hand} rows")


def _first_row(answer: Answer) -> dict[str, Any]:
    """The object, or the first of the list; an empty one where there is none."""
    try:
        return next((row for row in answer.rows if isinstance(row, dict)), {})
    except ValueError:
        return {}
