"""Work: what a handler is called with, and the type of its row in the table of endpoints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.telehealth.domain.refusals import Refused
from mockod.vendors.telehealth.domain.words import Profile
from mockod.vendors.telehealth.resources import records


@dataclass(slots=True)
class Work:
    """One call in one transaction of its office."""

    tx: Transaction
    method: str
    identifier: str = ""
    """The id in the path."""
    query: Mapping[str, str] = field(default_factory=dict)
    read_body: Callable[[], Mapping[str, Any]] = dict
    """Reads the JSON object that was sent, or raises the refusal of what is none."""
    client: str = ""
    """Of the access token, where one is needed."""
    account: str = ""
    """As the request names it; empty where it names none."""
    ignored: list[str] = field(default_factory=list)
    """Names that were sent and are not known, for the journal."""
    rows: int | None = None
    """Of a list that is answered."""
    settings: Mapping[str, str] = field(init=False)
    profile: Profile = field(init=False)
    now: int = field(init=False)

    def __post_init__(self) -> None:
        self.settings = records.settings(self.tx)
        self.profile = Profile(self.settings["profile"])
        self.now = records.now_ms(self.tx)

    def note_unknown(self, names: list[str], allowed: bool = False) -> None:
        """Names that were sent and mean nothing: for the journal; or refused, where the office is set to that."""
        self.ignored += names
        if names and not allowed and self.settings["unknown_fields"] == "refuse":
            raise Refused("appointment/invalid_field", f"{names[0]} is not known")
