"""The one exception that becomes an answer."""

from __future__ import annotations

from collections.abc import Mapping

from mockod.rest.messages import DELIVERED, Basis, Transport

NOTE_HEADER = "X-Mockod-Note"
"""Tells a developer what the words of a refusal leave out."""


class NotThere(ValueError):
    """A value is one that there may be, and names what is not there."""


class Contradiction(ValueError):
    """Each value is right by itself, and together, or with what there is, they cannot be."""


class ApiError(Exception):
    """An answer that says why not, in the vendor's words. Raising it undoes the transaction."""

    def __init__(
        self,
        status: int,
        text: str,
        basis: Basis = Basis.ASSUMED,
        headers: Mapping[str, str] | None = None,
        transport: Transport = DELIVERED,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.basis = basis
        self.headers = headers or {}
        self.transport = transport
