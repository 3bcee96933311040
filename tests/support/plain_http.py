"""One client of one office over one connection: nothing of a library stands between it and the socket's errors."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

Answer = tuple[int, Any]
"""Status and JSON."""
SECONDS = 30
"""To wait for an answer; none takes so long."""


class PlainClient:
    """Calls below a server's root; whatever the connection raises comes through."""

    def __init__(self, root_url: str, customer: str) -> None:
        at = urlsplit(root_url)
        self._connection = HTTPConnection(at.hostname or "", at.port, timeout=SECONDS)
        self._headers = {"Authorization": f"ODFHIR reliability/{customer}"}

    def __enter__(self) -> PlainClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        status, content = self.exchange(method, path, None if body is None else json.dumps(body).encode())
        return status, json.loads(content) if content else None

    def exchange(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """The same in bytes: what is sent is JSON, unless it is a file."""
        headers = self._headers | ({} if body is None else {"Content-Type": "application/json"})
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def read(self, path: str) -> Any:
        """The JSON of a GET that must succeed."""
        status, content = self.call("GET", path)
        assert status == 200, content
        return content
