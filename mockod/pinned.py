"""A request that goes to one address, whatever its URL's host would be resolved to by now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError


class NobodyThere(Exception):
    """No connection came about, so that nothing was sent."""


class _PinnedAdapter(HTTPAdapter):
    """Connects to ``address``; certificates are still judged by the URL's own host."""

    def __init__(self, address: str) -> None:
        super().__init__(max_retries=0)
        self._address = address

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        named: dict[str, Any] = {}
        if host["scheme"] == "https":
            named = {"server_hostname": host["host"], "assert_hostname": host["host"]}
        return {**host, "host": self._address}, {**pool, **named}


def post(address: str, url: str, headers: Mapping[str, bytes], body: bytes, timeout: float) -> int:
    """The status that the receiver answers with; the answer's body is not read.

    Raises NobodyThere where nothing was sent, and OSError or ValueError where something went wrong after.
    """
    with requests.Session() as session:
        session.trust_env = False  # neither proxies nor passwords of the environment
        session.headers.clear()
        for scheme in ("http://", "https://"):
            session.mount(scheme, _PinnedAdapter(address))
        try:
            answer = session.post(
                url,
                data=body,
                headers=dict(headers),
                auth=_as_it_is,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            )
        except requests.ConnectionError as wrong:
            cause = wrong.args[0] if wrong.args else None
            reason = cause.reason if isinstance(cause, MaxRetryError) else cause
            if isinstance(reason, NewConnectionError | ConnectTimeoutError):
                raise NobodyThere(f"nobody answers at {address}: {reason}") from wrong
            raise
        with answer:
            return answer.status_code


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """No password out of the URL in the place of our own header."""
    return request
