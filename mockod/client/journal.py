"""The journal of an office: its last requests, and whether they are what a test expects."""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from typing import Unpack, overload

from mockod.client.records import Expectation, Request, read
from mockod.client.transport import TEXT, Transport

VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")


class Requests(Sequence[Request]):
    """``client.requests``: the office's last 1000 requests, the oldest first; read anew whenever it is looked at."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(
        self,
        *,
        method: str | None = None,
        path: str | None = None,
        endpoint: str | None = None,
        status: int | str | None = None,
        unmatched: bool | None = None,
        since: int | None = None,
        limit: int | None = None,
    ) -> builtins.list[Request]:
        """Those that fit: ``path`` as ``appointments/*``, ``status`` as 201 or ``4xx``.

        After the one that ``since`` numbers; of more than ``limit`` the latest.
        """
        query = {
            "method": method,
            "path": path,
            "endpoint": endpoint,
            "status": status,
            "unmatched": None if unmatched is None else str(unmatched).lower(),
            "since": since,
            "limit": limit,
        }
        return [read(Request, entry) for entry in self._transport.ask("GET", "requests", query=query).data]

    def unmatched(self) -> builtins.list[Request]:
        """Those that matched no endpoint."""
        return self.list(unmatched=True)

    def describe(self, limit: int | None = None) -> str:
        """A line for each, as a person reads it; of more than ``limit`` the latest."""
        answer = self._transport.ask("GET", "requests", query={"limit": limit}, accept=TEXT)
        return answer.content.decode().rstrip("\n")

    def clear(self) -> int:
        """Forget them; answers how many there were."""
        return int(self._transport.ask("DELETE", "requests").data["cleared"])

    def __iter__(self) -> Iterator[Request]:
        return iter(self.list())

    def __len__(self) -> int:
        return len(self.list())

    @overload
    def __getitem__(self, index: int) -> Request: ...
    @overload
    def __getitem__(self, index: slice) -> builtins.list[Request]: ...
    def __getitem__(self, index: int | slice) -> Request | builtins.list[Request]:
        return self.list()[index]


def verify(
    transport: Transport, *calls: str | Expectation, in_order: bool = False, **expected: Unpack[Expectation]
) -> None:
    """``verify("POST appointments", times=1, body={"Op": 2})``: hold the journal against what is expected.

    A call is a verb and a path, or a mapping of the keywords; several can be wanted ``in_order``. Raises AssertionError
    with the nearest requests and what differs, in words.
    """
    wanted = [_read_call(call) for call in calls] or [Expectation()]
    if expected:
        if len(wanted) != 1:
            raise TypeError("keywords are about one call; of several, give each as a mapping")
        wanted = [{**wanted[0], **expected}]
    answer = transport.ask("POST", "verify", {"calls": wanted, "in_order": in_order or None}, accept=TEXT)
    text = answer.content.decode()
    if not text.startswith("Verified."):
        raise AssertionError(text.rstrip("\n"))


def _read_call(call: str | Expectation) -> Expectation:
    """``POST appointments``: a verb and a path; or an endpoint, which has braces; or a path alone.

    >>> _read_call("POST appointments"), _read_call("GET patients/{PatNum}"), _read_call("patients/*")
    ({'method': 'POST', 'path': 'appointments'}, {'endpoint': 'GET patients/{PatNum}'}, {'path': 'patients/*'})
    """
    if not isinstance(call, str):
        return call
    if "{" in call:
        return {"endpoint": call}
    verb, _, path = call.partition(" ")
    if verb.upper() not in VERBS:
        return {"path": call}
    return {"method": verb, "path": path.strip()} if path.strip() else {"method": verb}
