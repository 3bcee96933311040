"""HTTP by h11, which is there on every platform and reads whatever HTTP allows."""

from __future__ import annotations

from uvicorn.protocols.http.h11_impl import H11Protocol as Base

from mockod.server.protocols import NO_HTTP, Manners


class H11Protocol(Manners, Base):
    """uvicorn's own, with the manners of all."""

    def handle_events(self) -> None:
        try:
            super().handle_events()
        except ValueError:  # before 0.15 h11 leaves to Python what it cannot read, as a length of 5,000 digits
            self.logger.warning(NO_HTTP)
            self.send_400_response(NO_HTTP)
