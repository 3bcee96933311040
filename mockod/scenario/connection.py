"""The way from a player to an office: requests to its API, and calls of the control plane where there is one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from mockod.client.client import Client
from mockod.client.transport import JSON, TOKEN_HEADER, Answer, Send, Sent, over_http

TIMEOUT = 90
"""Seconds to wait for an answer: a real office gives up after 60."""
CONTROL = "/_mockod"
NO_QUERY: Mapping[str, Any] = {}
_SAFE = "/%?&=+,:;@"
"""What a path may hold as it is."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. ``headers`` have small letters."""

    status: int
    headers: Mapping[str, str]
    answer: Any
    """JSON as values, anything else as text."""

    @classmethod
    def of(cls, came: Answer) -> Reply:
        text = came.content.decode("utf-8", "replace")
        try:
            answer = json.loads(text) if text else None
        except (ValueError, RecursionError):  # no JSON, or lists in lists without end
            answer = text
        return cls(came.status, {name.lower(): value for name, value in came.headers.items()}, answer)


@dataclass(frozen=True, slots=True)
class Api:
    """One of the APIs that a server answers for the same offices: where it is, and the headers that name the office."""

    base_path: str
    credentials: Mapping[str, str] = field(repr=False)


NO_APIS: Mapping[str, Api] = {}


@dataclass(frozen=True, slots=True)
class Connection:
    """An office, and where it is."""

    root: str
    """The server's address."""
    base_url: str
    """The API's address."""
    credentials: Mapping[str, str] = field(repr=False)
    """Headers that name the office."""
    customer: str = field(repr=False)
    """The office's customer key."""
    token: str = field(default="", repr=False)
    send: Send = over_http
    apis: Mapping[str, Api] = field(default_factory=dict)
    """All APIs of the server, by name."""

    @classmethod
    def to(
        cls,
        client: Client,
        *,
        base_url: str = "",
        token: str = "",
        send: Send = over_http,
        apis: Mapping[str, Api] = NO_APIS,
    ) -> Connection:
        """The office of a client; ``base_url`` is where the API is, if not where this API always is."""
        return cls(
            client.root_url,
            (base_url or client.url).rstrip("/"),
            client.headers,
            client.customer or "",
            token,
            send,
            apis,
        )

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any],
        headers: Mapping[str, str],
        body: Any = None,
        at: str = "",
        timeout: float = TIMEOUT,
    ) -> Reply:
        """A request to the API, or to another one; a body goes out as JSON. Raises NoServer where no answer comes."""
        content = None if body is None else json.dumps(body).encode()
        base_url = f"{self.root}{self.apis[at].base_path}" if at else self.base_url
        sent = {"Accept": JSON, **self._credentials(at)}
        if content is not None:
            sent["Content-Type"] = JSON
        url = _url(f"{base_url}/{quote(path.strip('/'), safe=_SAFE)}", query)
        more = {name: str(value) for name, value in headers.items()}
        said = {name.lower() for name in more}
        ours = {name: value for name, value in sent.items() if name.lower() not in said}
        return Reply.of(self.send(Sent(method, url, {**ours, **more}, content, timeout)))

    def command(
        self,
        method: str,
        path: str,
        body: Any = None,
        query: Mapping[str, Any] = NO_QUERY,
        accept: str = JSON,
        at: str = "",
    ) -> Reply:
        """A call of the control plane, about this office, as another API has it where one is named. Raises NoServer."""
        content = None if body is None else json.dumps(body).encode()
        headers = {"Accept": accept, **self._credentials(at)}
        if self.token:
            headers[TOKEN_HEADER] = self.token
        if content is not None:
            headers["Content-Type"] = JSON
        url = _url(f"{self.root}{CONTROL}/{path}", {**query, "vendor": at} if at else query)
        return Reply.of(self.send(Sent(method, url, headers, content)))

    def _credentials(self, at: str) -> Mapping[str, str]:
        return self.apis[at].credentials if at else self.credentials

    def has_control(self) -> bool:
        """Whether there is a control plane; it is asked without credentials, as it may be a stranger who answers.

        Raises NoServer where nobody does.
        """
        came = Reply.of(self.send(Sent("GET", f"{self.root}{CONTROL}/health", {"Accept": JSON}, None, TIMEOUT)))
        return came.status == 200 and isinstance(came.answer, dict) and "mockod" in came.answer


def _url(url: str, query: Mapping[str, Any]) -> str:
    if not query:
        return url
    named = {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}
    return f"{url}{'&' if '?' in url else '?'}{urlencode(named)}"
