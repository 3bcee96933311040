"""Scenarios: stories that a server plays into an office."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from mockod.client.records import PlayedScenario, ScenarioListed, read
from mockod.client.transport import Transport


class Scenarios:
    """``client.scenarios``: those that come with mockod, and your own."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self) -> builtins.list[ScenarioListed]:
        """Those that come with mockod."""
        return [read(ScenarioListed, one) for one in self._transport.ask("GET", "scenarios").data]

    def __iter__(self) -> Iterator[ScenarioListed]:
        return iter(self.list())

    def play(self, name: str) -> PlayedScenario:
        """Make the office anew with the start of a story, and play it. Raises AssertionError where a step fails."""
        return self._played(PlayedScenario.of(self._transport.ask("POST", f"scenarios/{name}").data))

    def play_text(self, scenario: str) -> PlayedScenario:
        """The same with a story of your own, as YAML. Raises ControlError with its mistakes."""
        return self._played(PlayedScenario.of(self._transport.ask("POST", "scenarios", scenario.encode()).data))

    def _played(self, played: PlayedScenario) -> PlayedScenario:
        if not played.passed:
            raise AssertionError(played.describe())
        return played
