"""Plays a scenario: makes its office, takes its steps one after another, and tells what was not as expected."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from itertools import islice
from threading import Semaphore
from typing import Any

from mockod.client.transport import TEXT, Lost, NoServer
from mockod.rest.nearest import was_meant
from mockod.scenario.connection import CONTROL, NO_QUERY, TIMEOUT, Connection, Reply
from mockod.scenario.document import path_told
from mockod.scenario.expectations import NOTHING, differences, shown
from mockod.scenario.model import LOST, UNSAID, Expected, Scenario, Step
from mockod.scenario.placeholders import fill, look_up
from mockod.scenario.played import Outcome, Played, StepPlayed
from mockod.scenario.receiver import Receiver, listening
from mockod.scenario.step_kinds import AT, COMMANDS, RECEIVED, RECEIVER, VERBS
from mockod.simulation.clock import Clock, monotonic, parse_moment

EXISTS = 409
"""The status with which an office is refused that is made already."""
MOST_PROBLEMS = 20
"""That are told of an answer."""
TIMED_OUT = "timed out"
"""How a connection tells that it waited in vain."""


class NoControlPlane(Exception):
    """The server has no control plane, and the scenario needs one; the text says for what."""


class Player:
    """``Player(connection).play(scenario)``."""

    def __init__(
        self,
        connection: Connection,
        *,
        skips: bool = False,
        most_seconds: float = math.inf,
        room: Semaphore | None = None,
    ) -> None:
        """``skips`` leaves out what needs a control plane where there is none, instead of refusing the scenario.

        A scenario that takes longer than ``most_seconds`` fails. ``room`` is for receivers, shared by several players.
        """
        self._connection = connection
        self._skips = skips
        self._most_seconds = most_seconds
        self._room = room

    def play(self, scenario: Scenario) -> Played:
        """Play it, up to the first step that fails.

        Raises NoControlPlane, NoServer where nobody answers any more, and OSError where no receiver can be opened.
        """
        until = monotonic() + self._most_seconds
        has_control = self._connection.has_control()
        if not has_control and not self._skips:
            needs = list(_needs(scenario))
            if needs:
                raise NoControlPlane(
                    f"{self._connection.root} has no control plane, which is needed: {'; '.join(needs)}"
                )
        with ExitStack() as stack:
            receivers = {name: stack.enter_context(listening(name, self._room)) for name in scenario.receivers}
            performance = _Performance(self._connection, receivers, has_control=has_control, until=until)
            steps: list[StepPlayed] = []
            for played in performance.steps(scenario):
                steps.append(played)
                if monotonic() >= until:
                    late = f"the story takes longer than {self._most_seconds:g} seconds"
                    steps[-1] = replace(played, outcome=Outcome.FAILED, problems=(*played.problems, late))
                if steps[-1].outcome is Outcome.FAILED:
                    break
        return Played(scenario.name, scenario.story, tuple(steps), len(scenario.steps))

    def prepare(self, scenario: Scenario) -> StepPlayed:
        """Make the scenario's office, and take no step."""
        return _Performance(self._connection, {}, has_control=True).start(scenario)


def _needs(scenario: Scenario) -> Iterator[str]:
    """For what a scenario needs a control plane: its practice and clock alone may be there already."""
    for name in ("settings", "seed"):
        if getattr(scenario, name):
            yield f"line {scenario.node.line_of(name)}: {name}"
    for step in scenario.steps:
        if not _is_plain(step):
            yield f"line {step.line}: {step.kind}{f' {AT} {step.at}' if step.at else ''}"


def _is_plain(step: Step) -> bool:
    """Whether a step is a request to the API that any server has."""
    return step.kind in VERBS and not step.at


class _Performance:
    """One playing of one scenario."""

    def __init__(
        self,
        connection: Connection,
        receivers: Mapping[str, Receiver],
        *,
        has_control: bool,
        until: float = math.inf,
    ) -> None:
        """No answer is awaited beyond the moment ``until``, and no request repeated."""
        self._connection = connection
        self._receivers = receivers
        self._has_control = has_control
        self._until = until
        self._kept: dict[str, Any] = {name: receiver.url for name, receiver in receivers.items()}

    def steps(self, scenario: Scenario) -> Iterator[StepPlayed]:
        """What comes of the start, and of each step."""
        yield self.start(scenario)
        for step in scenario.steps:
            yield self._play(step)

    # ----- the start -----

    def start(self, scenario: Scenario) -> StepPlayed:
        """Make the office anew, with the scenario's practice, clock, settings and seed."""
        if not self._has_control:
            problem = "no control plane here: practice and clock are as they are"
            return StepPlayed(0, 1, "", "the start", Outcome.SKIPPED, problems=(problem,))
        unknown = next((step for step in scenario.steps if step.at and step.at not in self._connection.apis), None)
        if unknown:
            return StepPlayed(0, unknown.line, "", "the start", Outcome.FAILED, problems=(self._no_api(unknown.at),))
        order = dict(scenario.settings)
        if scenario.practice is not None:
            order["practice"] = scenario.practice
        if scenario.clock:
            order["clock"] = {"mode": "frozen", "now": scenario.clock}
        order["office"] = self._connection.customer
        reply, place = self._make_office(order), ""
        if reply.status < 300 and scenario.seed:
            reply, place = self._connection.command("POST", "seed", dict(scenario.seed)), "seed"
        if reply.status < 300:
            return StepPlayed(0, 1, "", "the start", Outcome.PASSED, reply.status)
        refused = _words(reply)
        line = _line_of_start(scenario, place, refused)
        return StepPlayed(0, line, "", "the start", Outcome.FAILED, reply.status, (refused,))

    def _make_office(self, order: Mapping[str, Any]) -> Reply:
        """Make the office, in the place of one that is there: of a wrong order that stays."""
        reply = self._connection.command("POST", "offices", order)
        if reply.status == EXISTS:
            self._connection.command("DELETE", "offices")
            reply = self._connection.command("POST", "offices", order)
        return reply

    def _no_api(self, name: str) -> str:
        known = self._connection.apis
        choices = was_meant(name, known) or (f"; choose {', '.join(known)}" if known else "")
        return f"{AT}: the server has no API {name!r}{choices}"

    # ----- steps -----

    def _play(self, step: Step) -> StepPlayed:
        if not _is_plain(step) and not self._has_control:
            return StepPlayed.of(step, step.kind, Outcome.SKIPPED)
        try:
            return self._take(step)
        except ValueError as exc:  # a placeholder that leads to nothing, or a date that is none
            return StepPlayed.of(step, step.kind, Outcome.FAILED, problems=[str(exc)])
        except RecursionError:
            return StepPlayed.of(step, step.kind, Outcome.FAILED, problems=["lists or maps are nested too deeply"])

    def _take(self, step: Step) -> StepPlayed:
        if step.kind in VERBS:
            return self._request(step)
        if step.kind == RECEIVER:
            for name, status in step.value.items():
                self._receivers[name].status = status
            return StepPlayed.of(step, step.kind, Outcome.PASSED)
        if step.kind == RECEIVED:
            reply = Reply(200, {}, self._receivers[step.value].take())
            return self._told(step, f"{step.kind} {step.value}", reply)
        return self._command(step)

    def _request(self, step: Step) -> StepPlayed:
        """Send a request to the API, once or often; the first answer that is not as expected ends that."""
        path, query, headers, body = (self._filled(one) for one in (step.value, step.query, step.headers, step.body))
        path, method, where = str(path), step.kind.upper(), _where(step)
        for turn in range(step.times):
            did = f"{method} {path}{where}" + (f", {turn + 1} of {step.times}" if step.times > 1 else "")
            most = max(0.0, min(TIMEOUT, self._until - monotonic()))
            try:
                reply = self._connection.ask(method, path, query, headers, body, step.at, timeout=most)
                played = self._told(step, did, reply)
            except NoServer as exc:
                played = self._lost(step, did, exc, most)
            if played.outcome is Outcome.FAILED or monotonic() >= self._until:
                break
        return played

    def _command(self, step: Step) -> StepPlayed:
        """Command or ask the world around the API."""
        command = COMMANDS[step.kind]
        given = command.make(self._filled(step.value), self._now)
        path = command.path
        if command.by_word:
            [(word, given)] = given.items()
            path = f"{path}/{word}"
        body, query = (None, given) if command.by_query else (given, NO_QUERY)
        reply = self._connection.command(command.method, path, body, query, at=step.at)
        did = f"{command.method} {CONTROL}/{path}{_where(step)}"
        played = self._told(step, did, reply, command.answer)
        if command.explains and played.outcome is Outcome.FAILED and reply.status < 300:
            text = self._connection.command(command.method, path, body, query, TEXT, step.at).answer
            return replace(played, problems=tuple(str(text).rstrip().splitlines()))
        return played

    def _lost(self, step: Step, did: str, why: NoServer, most: float) -> StepPlayed:
        """No answer came, in so many seconds."""
        if step.expected.status == LOST and isinstance(why, Lost):
            return StepPlayed.of(step, did, Outcome.PASSED)
        told = f"no answer came in {most:.3g} seconds" if str(why) == TIMED_OUT else f"no answer came: {why}"
        return StepPlayed.of(step, did, Outcome.FAILED, problems=[told])

    def _told(self, step: Step, did: str, reply: Reply, default: Any = UNSAID) -> StepPlayed:
        """Hold an answer against what is expected, and keep of it what later steps need."""
        expected = step.expected
        if expected.answer is UNSAID:
            expected = replace(expected, answer=default)
        problems = tuple(islice(self._problems(expected, reply), MOST_PROBLEMS)) or tuple(self._keep(expected, reply))
        played = StepPlayed.of(step, did, Outcome.FAILED if problems else Outcome.PASSED, reply.status, problems)
        if problems and reply.status >= 300 and step.kind not in VERBS:
            return replace(played, line=step.node.line_told(_words(reply)))
        return played

    def _problems(self, expected: Expected, reply: Reply) -> Iterator[str]:
        """What is not as expected, up to a bound; of an answer with another status that alone."""
        if expected.status == LOST:
            yield f"the answer should be lost; {reply.status} came: {_words(reply)}"
        elif expected.status is None and reply.status >= 300:
            yield _words(reply)
        elif expected.status not in (None, reply.status):
            yield f"status {expected.status} was expected, {reply.status} came: {_words(reply)}"
        else:
            if expected.answer is not UNSAID:
                yield from differences(self._filled(expected.answer), reply.answer)
            for name, value in expected.headers.items():
                wanted = self._filled(value)
                came: Any = reply.headers.get(name.lower(), NOTHING)
                yield from differences(wanted if isinstance(wanted, dict) else str(wanted), came, f"header {name}")

    def _keep(self, expected: Expected, reply: Reply) -> Iterator[str]:
        """Keep what is named; tells what is not there."""
        for name, path in expected.keep.items():
            try:
                self._kept[name] = look_up(reply.answer, path)
            except ValueError as exc:
                yield f"keep: {name}: {exc} in the answer"
        for name, header in expected.keep_headers.items():
            if header.lower() in reply.headers:
                self._kept[name] = reply.headers[header.lower()]
            else:
                yield f"keep_headers: {name}: there is no header {header}"

    def _filled(self, value: Any) -> Any:
        return fill(value, self._kept, self._now)

    def _now(self) -> datetime:
        """The office's time; where nobody tells it, this machine's."""
        if not self._has_control:
            return Clock.running().now()
        return parse_moment(self._connection.command("GET", "clock").answer["now"])


def _where(step: Step) -> str:
    """Of a step that names an API, which."""
    return f" {AT} {step.at}" if step.at else ""


def _words(reply: Reply) -> str:
    """A refusal's own words."""
    answer = reply.answer
    if isinstance(answer, dict) and "detail" in answer:
        return str(answer["detail"])
    return answer if isinstance(answer, str) else shown(answer)


def _line_of_start(scenario: Scenario, place: str, refused: str) -> int:
    """The line of a scenario that a refusal of its office, or of its seed, is about."""
    path = path_told(refused)
    if place:
        return scenario.node.line_of(f"{place}.{path}")
    return scenario.node.line_of(f"settings.{path}" if path in scenario.settings else path)
