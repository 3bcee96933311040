"""Reads scenarios, and tells every mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from mockod.rest.nearest import was_meant
from mockod.scenario import expectations, placeholders
from mockod.scenario.document import Mistake, Node, ScenarioError, read_document
from mockod.scenario.model import LOST, UNSAID, Expected, Scenario, Step
from mockod.scenario.step_kinds import AT, COMMANDS, KINDS, RECEIVED, RECEIVER, VERBS
from mockod.simulation.clock import parse_moment

HEAD = ("story", "practice", "clock", "settings", "seed", "receivers", "steps")
"""What a scenario has."""
NO_SETTINGS = ("office", "practice", "clock")
"""What else an order for an office says: the player names the office, and a scenario says the others at its top."""
MOST_STEPS = 500
MOST_TIMES = 100
MOST_RECEIVERS = 10
_HEADER = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_WORD = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
"""Of an API's name, and of an event's."""
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d", re.ASCII)
_STATUSES = range(200, 600)
"""Of answers; those below are no answers yet."""


def read_scenario(name: str, content: bytes) -> Scenario:
    """A scenario of a file's content; ``name`` is the file's. Raises ScenarioError with every mistake."""
    return _Reader(name, read_document(name, content)).scenario()


def read_file(path: Path) -> Scenario:
    """A scenario of a file. Raises ScenarioError, also where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise ScenarioError(str(path), [Mistake(1, exc.strerror or "not readable")]) from exc
    return read_scenario(path.name, content)


class _Reader:
    """One reading of one scenario."""

    def __init__(self, name: str, root: Node) -> None:
        self._name = name
        self._root = root
        self._mistakes: list[Mistake] = []
        self._known: set[str] = set()
        """What has been kept so far, and the receivers."""

    def scenario(self) -> Scenario:
        head = self._members(self._root, "a scenario", HEAD)
        receivers = self._receivers(head.get("receivers"))
        scenario = Scenario(
            name=Path(self._name).stem,
            story=self._text(head.get("story"), "story", is_needed=True),
            practice=self._practice(head.get("practice")),
            clock=self._clock(head.get("clock")),
            settings=self._settings(head.get("settings")),
            seed=self._map(head.get("seed"), "seed"),
            receivers=receivers,
            steps=self._steps(head.get("steps"), receivers),
            node=self._root,
        )
        if self._mistakes:
            raise ScenarioError(self._name, self._mistakes)
        return scenario

    def _refuse(self, node: Node | None, reason: str) -> None:
        self._mistakes.append(Mistake((node or self._root).line, reason))

    def _members(self, node: Node, what: str, known: Collection[str]) -> dict[str, Node]:
        """Members of a map by name; refuses those that are not known."""
        if not isinstance(node.value, dict):
            self._refuse(node, f"{what} is a map with {', '.join(known)}")
            return {}
        for name, member in node.value.items():
            if name not in known:
                choices = was_meant(name, known) or f"; choose {', '.join(known)}"
                self._refuse(member, f"{name!r} does not belong in {what}{choices}")
        return node.value

    # ----- what an office begins with -----

    def _text(self, node: Node | None, name: str, *, is_needed: bool = False) -> str:
        if node is None:
            if is_needed:
                self._refuse(None, f"{name} is missing")
            return ""
        if not isinstance(node.value, str) or not node.value.strip():
            self._refuse(node, f"{name}: a text belongs here")
            return ""
        return node.value

    def _map(self, node: Node | None, name: str) -> Mapping[str, Any]:
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self._refuse(node, f"{name}: a map belongs here")
            return {}
        plain: Mapping[str, Any] = node.plain()
        return plain

    def _settings(self, node: Node | None) -> Mapping[str, Any]:
        for name, member in self._named(node, "settings").items():
            if name in NO_SETTINGS:
                where = f"; {name} stands at the top of a scenario" if name in HEAD else ""
                self._refuse(member, f"settings: {name} is no setting{where}")
        return node.plain() if node is not None and isinstance(node.value, dict) else {}

    def _practice(self, node: Node | None) -> Any:
        if node is None:
            return None
        if not (isinstance(node.value, dict) or (isinstance(node.value, str) and node.value)):
            self._refuse(node, "practice: a practice's name, or the sections of one, belong here")
        return node.plain()

    def _clock(self, node: Node | None) -> str:
        if node is None:
            return ""
        text = str(node.value)
        text = f"{text}:00" if _MINUTE.fullmatch(text) else text
        try:
            parse_moment(text)
        except ValueError as exc:
            self._refuse(node, f"clock: {exc}")
        return text

    def _receivers(self, node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        if not isinstance(node.value, list) or len(node.value) > MOST_RECEIVERS:
            self._refuse(node, f"receivers: a list of up to {MOST_RECEIVERS} names belongs here")
            return ()
        names = []
        for item in node.value:
            if self._is_name(item, str(item.value)):
                names.append(str(item.value))
                self._known.add(str(item.value))
        return tuple(names)

    def _is_name(self, node: Node, name: str) -> bool:
        """Whether something can be kept under a name; it is refused where not."""
        if not placeholders.NAME.fullmatch(name) or placeholders.is_a_date(name) or name == placeholders.NOW:
            self._refuse(node, f"{name!r} is no name; small letters, digits and _ belong here, and no word of a date")
            return False
        return True

    # ----- steps -----

    def _steps(self, node: Node | None, receivers: Collection[str]) -> tuple[Step, ...]:
        if node is None:
            self._refuse(None, "steps are missing")
            return ()
        if not isinstance(node.value, list) or not 1 <= len(node.value) <= MOST_STEPS:
            self._refuse(node, f"steps: a list of 1 to {MOST_STEPS} steps belongs here")
            return ()
        steps = [self._step(number, item, receivers) for number, item in enumerate(node.value, 1)]
        return tuple(step for step in steps if step)

    def _step(self, number: int, node: Node, receivers: Collection[str]) -> Step | None:
        if not isinstance(node.value, dict):
            self._refuse(node, f"a step is a map that says what is done: {', '.join(KINDS)}")
            return None
        kinds = [name for name in node.value if name in KINDS]
        if len(kinds) != 1:
            self._refuse_kinds(node, node.value, kinds)
            return None
        [kind] = kinds
        members = self._members(node, f"a step with {kind}", (kind, "say", *KINDS[kind]))
        action = members[kind]
        self._check_action(kind, action, receivers)
        for name, member in members.items():
            if name not in ("say", AT, "keep", "keep_headers"):
                self._check_placeholders(member, name)
        step = Step(
            number,
            node.line,
            self._text(members.get("say"), "say"),
            kind,
            action.plain(),
            query=self._scalars(members.get("query"), "query"),
            headers=self._headers(members.get("headers"), "headers"),
            body=members["body"].plain() if "body" in members else None,
            at=self._api(members.get(AT)),
            times=self._times(members.get("times")),
            expected=self._expected(kind, members),
            node=action,
        )
        self._known.update(step.expected.keep, step.expected.keep_headers)
        return step

    def _refuse_kinds(self, node: Node, members: Mapping[str, Node], kinds: list[str]) -> None:
        if kinds:
            self._refuse(node, f"a step does one thing; this one has {' and '.join(kinds)}")
            return
        unknown = next((name for name in members if name not in ("say", *KINDS["get"])), "")
        meant = was_meant(unknown, KINDS) if unknown else ""
        reason = f"{unknown!r} is nothing that a step does{meant}" if meant else "this step does nothing"
        self._refuse(members[unknown] if meant else node, reason if meant else f"{reason}; choose {', '.join(KINDS)}")

    def _check_action(self, kind: str, node: Node, receivers: Collection[str]) -> None:
        """Refuse what cannot stand after a step's word."""
        value = node.value
        if kind in VERBS:
            if not isinstance(value, str) or not value.strip("/ ") or "://" in value:
                self._refuse(node, f"{kind}: a path below the API's address belongs here")
        elif kind == RECEIVED:
            self._check_receiver(node, str(value), receivers)
        elif kind == RECEIVER:
            for name, status in self._named(node, kind).items():
                self._check_receiver(status, name, receivers)
                self._check_status(status, f"{kind}: {name}")
        else:
            command = COMMANDS[kind]
            is_empty = value is False or (value in ({}, []) and kind != "journal")
            if not isinstance(value, command.takes) or is_empty or (command.by_word and not _is_one_word(value)):
                self._refuse(node, f"{kind}: {command.wants} belongs here")
            elif kind == "clock" and "{" not in str(value) and not placeholders.is_a_date(str(value)):
                self._refuse(node, f"clock: {value!r} is no time; write 2026-03-02 09:00:00, or tomorrow 9:00")

    def _check_receiver(self, node: Node, name: str, receivers: Collection[str]) -> None:
        if name not in receivers:
            choices = was_meant(name, receivers) or "; name it under receivers first"
            self._refuse(node, f"there is no receiver {name!r}{choices}")

    def _check_placeholders(self, node: Node, name: str) -> None:
        """Refuse placeholders for what was not kept before, each in its own line."""
        if isinstance(node.value, dict):
            for key, member in node.value.items():
                self._tell(member, name, placeholders.mistakes_in(key, self._known))
                self._check_placeholders(member, name)
        elif isinstance(node.value, list):
            for item in node.value:
                self._check_placeholders(item, name)
        else:
            self._tell(node, name, placeholders.mistakes_in(node.value, self._known))

    def _tell(self, node: Node, name: str, reasons: Iterable[str]) -> None:
        for reason in reasons:
            self._refuse(node, f"{name}: {reason}")

    # ----- fields of a step -----

    def _named(self, node: Node | None, name: str) -> dict[str, Node]:
        """Members of a field that is a map."""
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self._refuse(node, f"{name}: a map belongs here")
            return {}
        return node.value

    def _scalars(self, node: Node | None, name: str) -> dict[str, Any]:
        members = self._named(node, name)
        for key, member in members.items():
            if isinstance(member.value, dict | list) or member.value is None:
                self._refuse(member, f"{name}: {key}: a text or a number belongs here")
        return {key: member.plain() for key, member in members.items()}

    def _headers(self, node: Node | None, name: str) -> dict[str, Any]:
        members = self._named(node, name)
        for key, member in members.items():
            if not _HEADER.fullmatch(key):
                self._refuse(member, f"{name}: {key!r} is no name of a header")
        return {key: member.plain() for key, member in members.items()}

    def _api(self, node: Node | None) -> str:
        """The name of an API; which there are, the server knows that plays the scenario."""
        if node is None:
            return ""
        if not isinstance(node.value, str) or not _WORD.fullmatch(node.value):
            self._refuse(node, f"{AT}: the name of an API belongs here")
        return str(node.value)

    def _times(self, node: Node | None) -> int:
        if node is None:
            return 1
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_TIMES:
            self._refuse(node, f"times: a number from 1 to {MOST_TIMES} belongs here")
            return 1
        return value

    def _check_status(self, node: Node, name: str) -> None:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or value not in _STATUSES:
            self._refuse(node, f"{name}: a status from 200 to 599 belongs here")

    def _expected(self, kind: str, members: Mapping[str, Node]) -> Expected:
        status, answer = members.get("status"), members.get("answer")
        if status is not None and not (kind in VERBS and status.value == LOST):
            self._check_status(status, "status")
        if answer is not None:
            self._tell(answer, "answer", expectations.mistakes_in(answer.plain()))
        headers = self._headers(members.get("answer_headers"), "answer_headers")
        for name, rule in headers.items():
            self._tell(members["answer_headers"], f"answer_headers: {name}", expectations.mistakes_in(rule))
        if status is not None and status.value == LOST:
            for name in ("answer", "answer_headers", "keep", "keep_headers"):
                if name in members:
                    self._refuse(members[name], f"{name}: a lost answer has none")
        default = 200 if kind in VERBS else None
        return Expected(
            status=default if status is None else status.plain(),
            answer=UNSAID if answer is None else answer.plain(),
            headers=headers,
            keep=self._kept(members.get("keep"), "keep"),
            keep_headers=self._kept(members.get("keep_headers"), "keep_headers"),
        )

    def _kept(self, node: Node | None, name: str) -> dict[str, str]:
        members = self._named(node, name)
        kept = {}
        for key, member in members.items():
            if self._is_name(member, key):
                path = member.value
                is_whole = name == "keep" and path in ("", None)
                if not (is_whole or isinstance(path, str | int)) or isinstance(path, bool):
                    self._refuse(member, f"{name}: {key}: {_WANTED[name]} belongs here")
                kept[key] = "" if is_whole else str(path)
        return kept


def _is_one_word(value: Any) -> bool:
    """Whether a map has one name, which can end a path."""
    return len(value) == 1 and bool(_WORD.fullmatch(next(iter(value))))


_WANTED = {"keep": "a path into the answer, as 0.name,", "keep_headers": "the name of a header"}
