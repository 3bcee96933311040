"""Mockod: a server in this process and one office of it, for a test, a script or a notebook."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from mockod.client import Client
from mockod.testing.local_server import LocalServer
from mockod.testing.options import as_settings, split


class Mockod(Client):
    """``with Mockod(practice="tiny", clock="2026-03-02 07:00") as office: requests.get(f"{office.url}/patients/1")``.

    It is a ``Client`` while its server runs: inside the ``with``, or from ``start`` to ``stop``.
    """

    def __init__(self, customer: str = "my-office", developer: str = "any-developer", **options: Any) -> None:
        """``options`` are those of ``OfficeOptions``, and others of ``mockod serve`` as ``webhooks="receiver.test"``.

        Nothing is started yet, nor checked.
        """
        self._keys = customer, developer
        self._options = options
        self._local: LocalServer | None = None

    def start(self) -> Self:
        """Start the server. Raises ConfigError or ControlError naming an option that is wrong."""
        if self._local is not None:
            raise RuntimeError("this server runs already")
        of_office, of_server = split(self._options)
        server = LocalServer(**of_server).start()
        try:
            super().__init__(server.root_url, *self._keys, of_server.get("token"))
            if of_office:
                self.create(**as_settings(of_office))
        except BaseException:
            server.stop()
            raise
        self._local = server
        return self

    def stop(self) -> None:
        """End the server, without delay. Nothing of its offices is left."""
        server, self._local = self._local, None
        if server is not None:
            server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __getattr__(self, name: str) -> Any:
        """What a client has, asked for too early."""
        if not name.startswith("_") and "root_url" not in self.__dict__:
            raise AttributeError(f"{name}: its server does not run yet; use it inside `with Mockod(…) as office:`")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
