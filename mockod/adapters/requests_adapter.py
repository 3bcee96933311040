"""The door for requests: an adapter to mount, behind which mockod answers in this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from mockod.adapters.connections import Connect, InProcessPools, connect_to

if TYPE_CHECKING:
    from urllib3 import Retry

    from mockod.server.in_process import Application


class InProcessAdapter(HTTPAdapter):
    """requests' own adapter over connections in this process: retries, timeouts and streams are those of urllib3."""

    def __init__(self, connect: Connect, max_retries: Retry | int = 0) -> None:
        self._connect = connect
        super().__init__(max_retries=max_retries)

    def init_poolmanager(self, *_: Any, **__: Any) -> None:
        self.poolmanager = InProcessPools(self._connect)

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """No proxy stands between, nor is there a certificate to be checked."""
        return super().send(request, stream, timeout, verify=False, cert=None, proxies=None)


class MockodAdapter(InProcessAdapter):
    """``session.mount("http://office.test", MockodAdapter(app))``: what goes there is answered by ``app``.

    ``app`` is made by ``mockod.app.create_app``; without one, by its defaults. Faults look as over a socket: a lost
    answer is ``requests.ConnectionError``, one later than the timeout ``requests.ReadTimeout``, at once.
    """

    def __init__(self, app: Application | None = None, *, max_retries: Retry | int = 0) -> None:
        """Raises TypeError for an application that is not mockod's."""
        super().__init__(connect_to(app), max_retries)
