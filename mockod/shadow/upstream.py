"""Asking the real server: one request, one answer as it came, in bounded time and size."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

from mockod.runtime.pinned_http import Deadline, held, in_words
from mockod.shadow.address import Address

SECONDS_TO_CONNECT = 10.0
SECONDS_BETWEEN_BYTES = 75.0
"""The slowest offices give up after a minute."""
SECONDS_IN_ALL = 120.0
MOST_BYTES = 100_000_000
"""Of an answer, as it is sent and once it is unpacked."""
PIECE = 65_536
BODILESS = frozenset({204, 304})
"""Statuses whose answers have no body, whatever length they tell."""
HOP_BY_HOP = frozenset(
    "connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding"
    " upgrade".split()
)
"""Headers between two neighbours alone (RFC 9110, section 7.6.1)."""
NOT_PASSED_ON = HOP_BY_HOP | {"host", "content-length", "accept-encoding", "expect"}
"""Of a request: they are about the connection to this proxy, or made anew."""
NOT_PASSED_BACK = HOP_BY_HOP | {"content-length", "date"}
OWN_HEADERS = "x-mockod-"
"""What mockod understands and no office knows."""
MEMORY_OF_GZIP = 32 + zlib.MAX_WBITS
"""Reads gzip and zlib alike."""


class Unanswered(Exception):
    """No whole answer came: ``status`` is what a proxy says then, the message why."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered."""

    status: int
    headers: list[tuple[bytes, bytes]]
    """Those that go on to the client."""
    body: bytes
    """As it came, compressed or not."""
    encoding: str

    def unpacked(self) -> bytes:
        """The body without compression; empty where it cannot be unpacked, or is too large then."""
        if self.encoding in ("", "identity"):
            return self.body
        if self.encoding not in ("gzip", "x-gzip", "deflate"):
            return b""
        unpacking = zlib.decompressobj(MEMORY_OF_GZIP)
        try:
            body = unpacking.decompress(self.body, MOST_BYTES)
        except zlib.error:
            return b""
        return body if unpacking.eof else b""


class _HeldPools(PoolManager):
    """Connections that end at a deadline."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def _new_pool(self, scheme: str, host: str, port: int, request_context: Any = None) -> Any:
        pool: Any = super()._new_pool(scheme, host, port, request_context)
        pool.ConnectionCls = held(pool.ConnectionCls, self._deadline)
        return pool


class _HeldAdapter(HTTPAdapter):
    """Sends by these connections, once. It knows neither redirects, nor proxies and passwords of the environment."""

    def __init__(self, pools: _HeldPools) -> None:
        self._pools = pools
        super().__init__(max_retries=0)

    def init_poolmanager(self, *_: Any, **__: Any) -> None:
        self.poolmanager = self._pools


class Upstream:
    """The real server. A certificate is always checked, by ``ca_file`` where one is given."""

    def __init__(self, address: Address, ca_file: str | None = None, seconds: float = SECONDS_IN_ALL) -> None:
        self.address = address
        self._verify: bool | str = ca_file or True
        self._seconds = seconds

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Pass a request on; ``target`` is its path and query as they were sent, headers are by lower-case name.

        Raises Unanswered.
        """
        request = requests.Request(method, self.address.url("/"), headers=_passed_on(headers), data=body).prepare()
        request.url = self.address.url(target)
        with Deadline(self._seconds) as deadline:
            try:
                answer = self._sent(request, min(SECONDS_BETWEEN_BYTES, self._seconds), deadline)
            except (requests.RequestException, HTTPError, OSError, ValueError) as exc:
                if deadline.is_over or isinstance(exc, requests.Timeout):
                    raise Unanswered(504, "it took too long to answer") from exc
                raise Unanswered(502, _why(exc)) from exc
            if deadline.is_over:  # what is cut off can look like a whole answer
                raise Unanswered(504, "it took too long to answer")
            return answer

    def _sent(self, request: requests.PreparedRequest, seconds: float, deadline: Deadline) -> Answer:
        adapter = _HeldAdapter(_HeldPools(deadline))
        try:
            timeout = (min(SECONDS_TO_CONNECT, seconds), seconds)
            with adapter.send(request, stream=True, timeout=timeout, verify=self._verify) as answer:
                body = _read(answer)
                headers = [(name, value) for name, value in answer.raw.headers.items() if _goes_back(name, answer)]
                encoding = answer.headers.get("Content-Encoding", "").strip().lower()
                return Answer(
                    answer.status_code,
                    [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
                    body,
                    encoding,
                )
        finally:
            adapter.close()


def _why(exc: BaseException) -> str:
    """Why a request failed, without its URL, whose query may name a person."""
    words = in_words(exc)
    return "it failed" if any(mark in words for mark in "/?=") else words


def _passed_on(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a request that go on. Of encodings only gzip is asked for, which can be read here."""
    named = {name.strip().lower() for name in headers.get("connection", "").split(",")}
    kept = {
        name: value
        for name, value in headers.items()
        if name not in NOT_PASSED_ON | named and not name.startswith(OWN_HEADERS)
    }
    takes_gzip = "gzip" in headers.get("accept-encoding", "").lower()
    return kept | {"accept-encoding": "gzip" if takes_gzip else "identity"}


def _goes_back(name: str, answer: requests.Response) -> bool:
    named = {one.strip().lower() for one in answer.headers.get("connection", "").split(",")}
    return name.lower() not in NOT_PASSED_BACK | named


def _read(answer: requests.Response) -> bytes:
    """The body as it comes. Raises Unanswered where it is too large, ConnectionError where not all of it comes."""
    pieces, size = [], 0
    for piece in answer.raw.stream(PIECE, decode_content=False):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise Unanswered(502, f"its answer is larger than {MOST_BYTES // 1_000_000} MB")
    told = answer.headers.get("Content-Length", "")
    if told.isdigit() and int(told) != size and answer.request.method != "HEAD" and answer.status_code not in BODILESS:
        raise requests.ConnectionError("its answer ended too early")  # which urllib3 tells by itself from version 2 on
    return b"".join(pieces)
