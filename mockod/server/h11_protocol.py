"""HTTP by h11, which is there on every platform and reads whatever HTTP allows."""

from __future__ import annotations

from uvicorn.protocols.http.h11_impl import H11Protocol as Base

from mockod.server.protocols import Manners


class H11Protocol(Manners, Base):
    """uvicorn's own, with the manners of all."""
