"""Transport: one call to a server's control plane, and what came back. It knows no vendor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead, responses
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

TIMEOUT = 300
"""Seconds to wait for an answer: months of a clock's time may pass in one call."""
_USER = re.compile(r"^(\w[\w+.-]*://)?[^\s/]\S*@")
"""The scheme, and all up to the last ``@``: a password may have any mark in it."""
TOKEN_HEADER = "X-Mockod-Token"
JSON, TEXT = "application/json", "text/plain, application/json;q=0.9"
"""What a call accepts: the answer for programs, or where there is one that for people."""


class ControlError(Exception):
    """The server refused a call: its ``status``, and its words as ``text``."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status = status
        self.text = text

    def __reduce__(self) -> tuple[type[ControlError], tuple[int, str]]:
        return type(self), (self.status, self.text)


class NoServer(ConnectionError):
    """Nobody answers at the address."""


class Lost(NoServer):
    """The request went out, and the connection ended before the whole answer was there."""


class NotMockod(NoServer):
    """What answers there is no mockod."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it goes out."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    timeout: float = TIMEOUT


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    content_type: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Any:
        """The JSON of an answer for programs."""
        return json.loads(self.content)


def without_user(url: str) -> str:
    """An address without a name and a password before its host: a mockod wants none, and messages tell the address.

    >>> without_user("http://ana:s3c/r@t@127.0.0.1:30222/api"), without_user("ana@mockod:80"), without_user("mockod:80")
    ('http://127.0.0.1:30222/api', 'mockod:80', 'mockod:80')
    """
    return _USER.sub(r"\1", url)


Send = Callable[[Sent], Answer]
"""A door to a server. Raises NoServer where nobody answers, Lost where the answer does not arrive."""


def over_http(sent: Sent) -> Answer:
    """Send over a connection of its own: by no proxy and after no redirect, as a token is for the server alone."""
    try:
        address = urlsplit(sent.url)
        connection = _CONNECTIONS[address.scheme](address.netloc, timeout=sent.timeout)
        with closing(connection):
            target = f"{address.path}?{address.query}" if address.query else address.path
            connection.request(sent.method, target, sent.content, {"Connection": "close", **sent.headers})
            return _answer(connection)
    except KeyError:
        raise NoServer(f"{sent.url} is no address of a server") from None
    except NoServer:
        raise
    except (OSError, HTTPException, ValueError) as exc:
        raise NoServer(str(getattr(exc, "strerror", None) or exc)) from None


def _answer(connection: HTTPConnection) -> Answer:
    """What comes back to a request that went out. Raises Lost where the connection ends before."""
    try:
        came = connection.getresponse()
        content_type = came.headers.get("Content-Type", "")
        return Answer(came.status, content_type, came.read(), dict(came.headers.items()))
    except TimeoutError:
        raise
    except (OSError, IncompleteRead) as exc:
        raise Lost(str(getattr(exc, "strerror", None) or exc)) from None


def over_http_within(seconds: float) -> Send:
    """``over_http`` for whoever does not wait as long as others."""
    return lambda sent: over_http(replace(sent, timeout=seconds))


_CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


@dataclass(frozen=True, slots=True)
class Transport:
    """Calls to what lies below ``/_mockod`` of one server."""

    root: str
    """The server's address: ``http://127.0.0.1:30222``."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Of every call: the credentials that name an office, and the token."""
    send: Send = over_http

    def with_headers(self, headers: Mapping[str, str]) -> Transport:
        """The same with these headers too."""
        return replace(self, headers={**self.headers, **headers})

    def ask(
        self, method: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None, accept: str = JSON
    ) -> Answer:
        """One call; a body of bytes goes out as a file, any other as JSON, and None is not sent.

        Of ``body`` and ``query`` what is None is left out. Raises ControlError with the server's words, and NoServer.
        """
        content = body if body is None or isinstance(body, bytes) else json.dumps(given(body)).encode()
        headers = {"Accept": accept, **self.headers}
        if content is not None:
            headers["Content-Type"] = "application/octet-stream" if content is body else JSON
        named = given(query or {})
        url = f"{self.root}/_mockod/{path}" + (f"?{urlencode(named)}" if named else "")
        answer = self.send(Sent(method, url, headers, content))
        if answer.status >= 300:
            raise ControlError(answer.status, self._reason(answer))
        return answer

    def _reason(self, answer: Answer) -> str:
        """The problem's detail. Raises NotMockod where it is none of mockod's."""
        try:
            return str(answer.data["detail"])
        except (ValueError, KeyError, TypeError):
            phrase = responses.get(answer.status, "")
            text = f"{self.root} answered {answer.status} {phrase}".rstrip()
            raise NotMockod(f"{text}; that seems to be no mockod.") from None


def given(values: Any) -> Any:
    """What was given at all, of a mapping; anything else as it is."""
    if not isinstance(values, Mapping):
        return values
    return {name: value for name, value in cast(Mapping[str, Any], values).items() if value is not None}
