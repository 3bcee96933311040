"""HTTP by h11, which is there on every platform and reads whatever HTTP allows."""

from __future__ import annotations

from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol as Base

from mockod.server.protocols import MOST_HEAD_BYTES, NO_HTTP, Manners


class H11Protocol(Manners, Base):
    """uvicorn's own, with the manners of all."""

    conn: h11.Connection

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn = h11.Connection(h11.SERVER, 2 * MOST_HEAD_BYTES)  # beyond our own bound, which is told in words

    def parse(self, piece: bytes) -> None:
        Base.data_received(self, piece)
        self.unfinished = 0 if self.is_under_way else len(self.conn.trailing_data[0])

    @property
    def head(self) -> bytes:
        return self.conn.trailing_data[0] if self.conn.their_state is h11.IDLE else b""

    @property
    def is_in_head(self) -> bool:
        return bool(self.head)

    def handle_events(self) -> None:
        try:
            super().handle_events()
        except ValueError:  # before 0.15 h11 leaves to Python what it cannot read, as a length of 5,000 digits
            self.refuse(NO_HTTP)
