"""mock_opendental: tests whose client calls the real host, and never leaves the process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar, overload

from mockod.adapters.connections import Connect, InProcessPools
from mockod.adapters.decoration import decorated_with
from mockod.adapters.interception import Interception, Interceptions, origin_of
from mockod.app import create_site
from mockod.client.client import Client
from mockod.client.transport import Answer, Send, Sent
from mockod.config import Config
from mockod.server.in_process import InProcessServer
from mockod.server.site import Site
from mockod.testing.local_server import server_config
from mockod.testing.options import as_settings, split

REAL = ("https://api.opendental.com", "http://api.opendental.com")
"""Where the vendor's remote API is."""
F = TypeVar("F", bound=Callable[..., Any])
_interceptions = Interceptions()


@dataclass(frozen=True)
class _Begun:
    site: Site
    interception: Interception


class Mocking(AbstractContextManager[Client]):
    """A context manager, and a decorator of functions, generators, coroutines, methods and classes.

    Each time it is entered there is a mockod of its own, which ends with it.
    """

    def __init__(
        self,
        config: Config,
        customer: str,
        origins: Iterable[str],
        *,
        passthrough: bool,
        begins_with: Mapping[str, Any],
    ) -> None:
        """``begins_with`` is what the office of the key ``customer`` has of its own, as the control plane calls it."""
        self._config = config
        self._begins_with = begins_with
        self._customer = customer
        self._urls = tuple(origins)
        self._origins = frozenset(map(origin_of, self._urls))
        self._passthrough = passthrough
        self._begun: list[_Begun] = []

    def __enter__(self) -> Client:
        site = create_site(self._config)
        connect = InProcessServer.of(site).connect
        interception = Interception(self._origins, connect, self._passthrough)
        client = Client(self._urls[0], self._customer, send=_sender(connect))
        try:
            if self._begins_with:
                client.create(**self._begins_with)
        except BaseException:
            site.close()
            raise
        _interceptions.begin(interception)
        self._begun.append(_Begun(site, interception))
        return client

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        begun = self._begun.pop()
        _interceptions.end(begun.interception)
        begun.site.close()

    def _anew(self) -> Mocking:
        return Mocking(
            self._config,
            self._customer,
            self._urls,
            passthrough=self._passthrough,
            begins_with=self._begins_with,
        )

    def __call__(self, decorated: F) -> F:
        """The same function or class, with a mockod of its own around each call or each test."""
        return decorated_with(self._anew, decorated)


@overload
def mock_opendental(decorated: F, /) -> F: ...
@overload
def mock_opendental(
    *,
    customer: str = ...,
    at: str | Iterable[str] = ...,
    passthrough: bool = ...,
    config: Config | None = ...,
    **options: Any,
) -> Mocking: ...
def mock_opendental(
    decorated: Any = None,
    /,
    *,
    customer: str = "my-office",
    at: str | Iterable[str] = REAL,
    passthrough: bool = True,
    config: Config | None = None,
    **options: Any,
) -> Any:
    """Answer in this process what requests, httpx, urllib3 and http.client send to ``https://api.opendental.com``.

    ::

        with mock_opendental(practice="tiny", clock="2026-03-02 07:00") as office:
            requests.get("https://api.opendental.com/api/v1/patients", headers=office.headers)

        @mock_opendental
        def test_booking(): ...

    ``at`` names other addresses, as ``"http://localhost:30222"``. Other hosts are called as always; with
    ``passthrough=False`` a connection to them is refused. ``options`` are those of ``Mockod``; or ``config`` has those
    of the server. What ``with`` gives is a ``Client`` of the office of the key ``customer``.

    Raises ConfigError naming an option that is wrong, ValueError for an address that is none; ``with`` raises
    ControlError where the office cannot begin as it should.
    """
    of_office, of_server = split(options)
    if config is None:
        config = server_config(**of_server)
    elif of_server:
        raise TypeError(f"config= and {', '.join(of_server)} exclude one another")
    origins = (at,) if isinstance(at, str) else at
    mocking = Mocking(config, customer, origins, passthrough=passthrough, begins_with=as_settings(of_office))
    return mocking if decorated is None else mocking(decorated)


def _sender(connect: Connect) -> Send:
    """The client's own way in, which needs no interception."""

    def send(sent: Sent) -> Answer:
        came: Any = InProcessPools(connect).urlopen(
            sent.method, sent.url, body=sent.content, headers=dict(sent.headers), redirect=False, retries=False
        )
        return Answer(came.status, came.headers.get("Content-Type", ""), came.data)

    return send
