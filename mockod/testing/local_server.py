"""LocalServer: a server in a thread of this process, on a free port."""

from __future__ import annotations

from os import PathLike
from types import TracebackType
from typing import Any, Self, Unpack

from mockod.app import create_site
from mockod.client import Client
from mockod.client.client import BASE_PATH
from mockod.client.moments import Moment, spelled
from mockod.client.transport import given
from mockod.config import Config, read_config
from mockod.control.requests import in_one_line
from mockod.rest.errors import ApiError
from mockod.server.uvicorn_server import ServerThread
from mockod.simulation.journal import SERVER, Entry
from mockod.store.registry import Offices
from mockod.testing.options import OfficeOptions, as_settings


def server_config(
    *,
    practice: str | PathLike[str] | None = None,
    clock: Moment | None = None,
    mode: str | None = None,
    version: str | None = None,
    conduct: str | None = None,
    **more: str,
) -> Config:
    """A server's configuration; ``more`` are further options of ``mockod serve``, as ``webhooks="receiver.test"``.

    Raises ConfigError naming the option that is wrong.
    """
    named = {"mode": mode, "od-version": version, "conduct": conduct}
    if practice is not None:
        named["practice"] = str(practice)
    if clock is not None:
        named["clock"] = "now" if clock == "now" else spelled(clock)
    return read_config({**given(named), **{name.replace("_", "-"): value for name, value in more.items()}})


class LocalServer:
    """``with LocalServer(practice="tiny") as server: server.office("a-key")``."""

    def __init__(self, **options: Any) -> None:
        """``options`` are those of ``server_config``. Raises ConfigError, or what the practice file has wrong."""
        config = server_config(**options)
        self._token = config.token or None
        self._site = create_site(config)
        self._thread = ServerThread(self._site)
        self.root_url = self._thread.url
        """The server's address."""
        self.url = f"{self.root_url}{BASE_PATH}"
        """The API's address."""

    def start(self) -> Self:
        self._thread.__enter__()
        return self

    def stop(self) -> None:
        """End the server and forget its offices; what is under way has half a second."""
        self._thread.__exit__()
        self._site.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def office(
        self, customer: str = "my-office", developer: str = "any-developer", **options: Unpack[OfficeOptions]
    ) -> Client:
        """A client of one office; made at once where it shall begin otherwise than the server's offices do.

        Raises ControlError with what is wrong with the options.
        """
        client = Client(self.root_url, customer, developer, self._token)
        if options:
            client.create(**as_settings(options))
        return client

    def drop(self, customer: str) -> None:
        """Forget an office, where there is one."""
        try:
            self._offices.drop(customer)
        except ApiError:  # none was made; its journal may have requests that matched no endpoint
            self._offices.journals.clear(customer)

    def last_requests(self, customer: str, most: int) -> list[str]:
        """A line for each of the office's last requests."""
        return [in_one_line(entry, names_office=False) for entry in self._offices.journals.entries(customer)[-most:]]

    def strays(self, since: int = 0) -> list[Entry]:
        """Requests that reached no office, because of their path or keys, after the one numbered ``since``."""
        return [entry for entry in self._offices.journals.entries(SERVER) if entry.number > since]

    @property
    def _offices(self) -> Offices:
        return self._site.shared.offices
