"""Client: everything below ``/_mockod`` of a running server, for one office of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol, TypeVar, Unpack, cast

from mockod.client import journal
from mockod.client.clock import Clock
from mockod.client.faults import Faults
from mockod.client.moments import Moment, spelled
from mockod.client.offices import Events, Offices, OfficeSettings
from mockod.client.practice import Fragment, Practice
from mockod.client.records import (
    Expectation,
    Explanation,
    Finding,
    MinimumVersion,
    Office,
    Piece,
    PlayedScenario,
    Seeded,
    Settings,
    Snapshot,
)
from mockod.client.records import read as read_record
from mockod.client.scenarios import Scenarios
from mockod.client.snapshots import Snapshots
from mockod.client.transport import TOKEN_HEADER, Send, Transport, over_http, without_user

BASE_PATH = "/api/v1"
"""Where the API is on a server."""


VENDOR = "opendental"
"""Below which word of the control plane the documents of that API are."""


class _HasHeaders(Protocol):
    @property
    def headers(self) -> Any: ...


R = TypeVar("R", bound=_HasHeaders)


class KeyAuth:
    """Credentials, for ``auth=`` of requests and of httpx."""

    def __init__(self, value: str) -> None:
        self.value = value
        """Of the header Authorization."""

    def __call__(self, request: R) -> R:
        request.headers["Authorization"] = self.value
        return request

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyAuth) and other.value == self.value

    def __hash__(self) -> int:
        return hash(self.value)


class Client:
    """An office of a running server: where its API is, and all that commands the world around it.

    ``Client("http://127.0.0.1:30222", "my-office").clock.freeze("2026-03-02 07:00")``. What the server refuses raises
    ControlError with its words; NoServer where there is none.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:30222",
        customer: str | None = "my-office",
        developer: str = "any-developer",
        token: str | None = None,
        *,
        send: Send = over_http,
    ) -> None:
        """``customer`` and ``developer`` are keys; without a customer key, calls are about all offices.

        ``token`` is what a server that was started with ``--token`` wants; ``send`` another door than a socket.
        """
        url = without_user(url)
        root = url if "://" in url else f"http://{url}"
        root = root.rstrip("/").removesuffix("/_mockod").removesuffix(BASE_PATH)
        self.root_url = root
        """The server's address."""
        self.url = f"{root}{BASE_PATH}"
        """The API's address."""
        self.customer = customer
        self.developer = developer
        self._token = token
        self._send = send
        self._server = Transport(root, {TOKEN_HEADER: token} if token else {}, send)
        # The header may name an office that is not made yet, which ?office= may not.
        self._transport = self._server if customer is None else self._server.with_headers(self.headers)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.root_url!r}, {self.customer!r})"

    @property
    def headers(self) -> dict[str, str]:
        """What a request to the API needs. Raises ValueError where no office is named."""
        if self.customer is None:
            raise ValueError("this client names no office; see Client.office")
        keys = f"{self.developer}/{self.customer}".encode().decode("latin-1")  # UTF-8, as a header carries it
        return {"Authorization": f"ODFHIR {keys}"}

    @property
    def auth(self) -> KeyAuth:
        """The same for ``requests.get(…, auth=client.auth)``, and for httpx."""
        return KeyAuth(self.headers["Authorization"])

    def office(self, customer: str | None, developer: str | None = None) -> Client:
        """Another office of the same server; None for all of them."""
        return Client(self.root_url, customer, developer or self.developer, self._token, send=self._send)

    @cached_property
    def clock(self) -> Clock:
        return Clock(self._transport)

    @cached_property
    def faults(self) -> Faults:
        return Faults(self._transport)

    @cached_property
    def requests(self) -> journal.Requests:
        return journal.Requests(self._transport)

    @cached_property
    def snapshots(self) -> Snapshots:
        return Snapshots(self._transport)

    @cached_property
    def settings(self) -> OfficeSettings:
        return OfficeSettings(self._transport)

    @cached_property
    def events(self) -> Events:
        return Events(self._transport)

    @cached_property
    def practice(self) -> Practice:
        return Practice(self._transport)

    @cached_property
    def scenarios(self) -> Scenarios:
        return Scenarios(self._transport)

    @cached_property
    def offices(self) -> Offices:
        return Offices(self._server)

    def verify(self, *calls: str | Expectation, in_order: bool = False, **expected: Unpack[Expectation]) -> None:
        """``verify("POST appointments", times=1, body={"Op": 2})``: hold the journal against what is expected.

        A call is a verb and a path, or a mapping of the keywords; several can be wanted ``in_order``. Raises
        AssertionError with the nearest requests and what differs, in words.
        """
        journal.verify(self._transport, *calls, in_order=in_order, **expected)

    def snapshot(self, name: str) -> Snapshot:
        """Keep the office as it is under a name, in the place of what has that name."""
        return self.snapshots.take(name, replace=True)

    def seed(self, *fragments: Fragment | str) -> Seeded:
        """Merge builders, or fragments of a practice file, into the office: all of them or nothing."""
        return self.practice.seed(*fragments)

    def play(self, name: str) -> PlayedScenario:
        """Make this office anew with the start of a shipped scenario, and play it.

        Raises AssertionError telling the step that failed.
        """
        return self.scenarios.play(name)

    def lint(self) -> list[Finding]:
        """What was refused, and what the journal shows of a client's mistakes."""
        return [read_record(Finding, one) for one in self._transport.ask("GET", "lint").data]

    def minimum_version(self) -> MinimumVersion:
        """The oldest Open Dental that knows all that was used, and because of what."""
        return read_record(MinimumVersion, self._transport.ask("GET", "minimum-version").data)

    def why_not(
        self,
        date: Moment,
        time: str | None = None,
        *,
        prov_num: int | None = None,
        op_num: int | None = None,
        length_minutes: int | None = None,
    ) -> Explanation:
        """Why a time (``HH:mm``) of a day is not among the Slots; without a time, the whole day."""
        query = {"ProvNum": prov_num, "OpNum": op_num, "lengthMinutes": length_minutes}
        day = spelled(date).removesuffix(" 00:00:00")
        data = self._transport.ask("GET", "why-not", query={"date": day, "time": time, **query}).data
        return Explanation([read_record(Piece, piece) for piece in data["pieces"]], data["notes"])

    def create(self, *, practice: Any = None, clock: Moment | None = None, **settings: Unpack[Settings]) -> Office:
        """Make this office, with a start of its own that a reset brings back, before its first request makes it."""
        self._check_named()
        return self.offices.create(self.customer or "", practice=practice, clock=clock, **settings)

    def reset(self) -> None:
        """Bring back practice, clock and settings of the start, end faults and clear the journal."""
        self._transport.ask("POST", "reset")

    def drop(self) -> None:
        """Forget this office. Its next request makes it anew. Refused where it is not made."""
        self._check_named()
        self.offices.drop(self.customer or "")

    def health(self) -> Mapping[str, Any]:
        """That the server answers, and its version."""
        return cast(Mapping[str, Any], self._server.ask("GET", "health").data)

    def ready(self) -> Mapping[str, Any]:
        """That the practice is loaded, and which."""
        return cast(Mapping[str, Any], self._server.ask("GET", "ready").data)

    def openapi(self) -> Mapping[str, Any]:
        """The control plane's OpenAPI document."""
        return cast(Mapping[str, Any], self._server.ask("GET", "openapi.json").data)

    def api_document(self, version: str | None = None) -> Mapping[str, Any]:
        """The API's OpenAPI document: of the office's version, or of one that is named."""
        told = self._transport.ask("GET", f"{VENDOR}/openapi.json", query={"version": version})
        return cast(Mapping[str, Any], told.data)

    def call(self, method: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None) -> Any:
        """Any call below ``/_mockod``, also of a newer server, and the JSON of its answer."""
        return self._transport.ask(method, path, body, query).data

    def _check_named(self) -> None:
        if self.customer is None:
            raise ValueError("this client names no office; see Client.office")
