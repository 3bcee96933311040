"""What the state machines share that play calls against an office and a plain model beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from conftest import new_office
from support.api_client import ApiClient
from support.db import database

NOBODY = 999
"""A number that no row has."""


class OfficeMachine(RuleBasedStateMachine):
    """A machine with an office of its own."""

    def __init__(self, practice: str) -> None:
        super().__init__()
        self.office: ApiClient = new_office(practice)

    def call(self, method: str, path: str, body: Any = None, refusal: str = "") -> Any:
        """The answer; where the model knows a refusal, that refusal, with nothing written."""
        if refusal:
            before = database(self.office).contents()
            assert self.office.refusal(method, path, body) == (404 if refusal.endswith("not found.") else 400, refusal)
            assert database(self.office).contents() == before
            return None
        response = self.office.call(method, path, body)
        assert response.status_code in (200, 201), (method, path, body, response.text)
        return response.json if response.data else None

    def one_of(self, data: st.DataObject, numbers: Iterable[int]) -> int:
        """Mostly a number that is there."""
        return data.draw(st.sampled_from([*numbers] * 6 + [NOBODY]))
