"""Session: sends requests to one server and to no other, at a pace that it grants."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests

from mockod.client.transport import without_user
from mockod.rest.json_codec import read_written
from mockod.simulation.clock import monotonic

CONNECT, READ = 10.0, 70.0
"""Seconds to wait for a connection, and for the next bytes: an office may take 60."""
LONGEST = 180.0
"""Seconds that an answer may take in all."""
LARGEST = 64_000_000
"""Bytes of an answer."""
MOST_REFUSALS = 6
"""How often a request is sent again after 429."""
MOST_PATIENCE = 120.0
"""Seconds that are waited after 429 at most, whatever the server asks for."""
CHUNK = 65_536


class Unreachable(Exception):
    """No answer came, and why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def data(self) -> Any:
        """The JSON. Raises ValueError where it is none."""
        try:
            return read_written(self.content)
        except RecursionError:
            raise ValueError("nested too deeply") from None

    @property
    def text(self) -> str | None:
        """The JSON where it is a text."""
        try:
            data = self.data
        except ValueError:
            return None
        return data if isinstance(data, str) else None

    @property
    def rows(self) -> list[Any]:
        """Those of a list, or the one object. Raises ValueError where there is no JSON."""
        data = self.data
        return data if isinstance(data, list) else [data]


def base_url(text: str) -> str:
    """An address without the slash at its end. Raises ValueError for what is none, or holds a password."""
    url = text if "://" in text else f"http://{text}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{without_user(text)} is no address of a server; write http://127.0.0.1:30222/…")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("--base-url is an address and a path; write credentials with --key")
    return url.rstrip("/")


def new_http() -> requests.Session:
    """Reads no .netrc, whose credentials would take the place of the key; of the environment's proxies only those for
    https, which do not see what goes through."""
    http = requests.Session()
    http.trust_env = False
    proxy = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")
    if proxy:
        http.proxies = {"https": proxy}
    http.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
    return http


class Session:
    """Requests one after another, ``pace`` seconds from the start of one to the start of the next."""

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        pace: float = 0.0,
        *,
        http: requests.Session | None = None,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = base_url
        self.pace = pace
        self.sent = 0
        self._headers = headers
        self._http = http or new_http()
        self._clock, self._sleep = clock, sleep
        self._next = clock()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def send(
        self, method: str, path: str, query: Mapping[str, Any], body: Any = None, *, anonymous: bool = False
    ) -> Answer:
        """Send a request; after 429 again, when the server says. Raises Unreachable."""
        answer = self._send(method, path, query, body, anonymous)
        for _ in range(MOST_REFUSALS):
            if answer.status != 429:
                break
            self._next = max(self._next, self._clock() + self._patience(answer))
            answer = self._send(method, path, query, body, anonymous)
        return answer

    def _patience(self, answer: Answer) -> float:
        """Seconds to wait after a 429."""
        asked = answer.headers.get("Retry-After", "")
        seconds = float(asked) if asked.isascii() and asked.isdigit() else 2 * self.pace
        return min(max(seconds, 1.0), MOST_PATIENCE)

    def _send(self, method: str, path: str, query: Mapping[str, Any], body: Any, anonymous: bool) -> Answer:
        wait = self._next - self._clock()
        if wait > 0:
            self._sleep(wait)
        begun = self._clock()
        self._next = begun + self.pace
        self.sent += 1
        url = f"{self.base_url}/{quote(path, safe='/')}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
        content = body.encode() if isinstance(body, str) else body
        sent: dict[str, Any] = {"data": content} if isinstance(content, bytes) else {"json": body}
        headers = {**self._headers, "Content-Type": "application/json"}
        if anonymous:
            headers = {"Content-Type": "application/json"}
        try:
            with self._http.request(
                method, url, headers=headers, timeout=(CONNECT, READ), allow_redirects=False, stream=True, **sent
            ) as came:
                return Answer(came.status_code, came.headers, self._read(came, begun))
        except requests.RequestException as exc:
            raise Unreachable(_reason(exc)) from None

    def _read(self, came: requests.Response, begun: float) -> bytes:
        """The body, within bounds. Raises Unreachable."""
        read = bytearray()
        for chunk in came.iter_content(CHUNK):
            read += chunk
            if len(read) > LARGEST:
                raise Unreachable(f"the answer has more than {LARGEST // 1_000_000} MB")
            if self._clock() - begun > LONGEST:
                raise Unreachable(f"the answer took more than {LONGEST:.0f} seconds")
        return bytes(read)


def _reason(exc: requests.RequestException) -> str:
    """Why no answer came, without addresses of memory and without the request, which holds the key."""
    causes = {
        requests.exceptions.SSLError: "the certificate is not trusted",
        requests.exceptions.ProxyError: "the proxy does not answer",
        requests.exceptions.Timeout: "it did not answer in time",
        requests.exceptions.ConnectionError: "it takes no connection, or ended it",
    }
    return next((words for kind, words in causes.items() if isinstance(exc, kind)), type(exc).__name__)
