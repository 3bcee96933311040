"""Client of a running server: one call to its control plane, and the answer as JSON or as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockod import vendors
from mockod.client.transport import (
    JSON,
    TEXT,
    TOKEN_HEADER,
    ControlError,
    NoServer,
    NotMockod,
    Send,
    Transport,
    over_http,
    without_user,
)

REFUSED = 1
NOBODY_THERE = 2
"""Exit codes."""


class Failed(Exception):
    """Why there is no answer, for a person; and the exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    content_type: str
    content: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.content)

    @property
    def text(self) -> str:
        """As the server told it in words; else what it told as JSON, in lines."""
        if self.content_type.startswith("application/json"):
            return "\n".join(in_lines(self.data))
        return self.content.decode().rstrip("\n")


@dataclass(frozen=True, slots=True)
class Remote:
    """A server, and the office of it that is meant."""

    url: str
    office: str | None = None
    token: str | None = None
    as_json: bool = False
    send: Send = over_http

    def tell(self, method: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None) -> str:
        """The answer to print: JSON where that is wanted, else words. Raises Failed."""
        answer = self.ask(method, path, body, query)
        return answer.content.decode() if self.as_json else answer.text

    def ask(self, method: str, path: str, body: Any = None, query: Mapping[str, Any] | None = None) -> Answer:
        """One call; a body of bytes goes out as a file, any other as JSON, and None is not sent. Raises Failed."""
        server = Transport(self.root, {TOKEN_HEADER: self.token} if self.token else {}, self.send)
        named = {"office": self.office, **(query or {})}
        try:
            came = server.ask(method, path, body, named, JSON if self.as_json else TEXT)
        except ControlError as refused:
            raise Failed(refused.text, REFUSED) from None
        except NotMockod as exc:
            raise Failed(str(exc), REFUSED) from None
        except NoServer as exc:
            raise Failed(
                f"No mockod answers at {server.root} ({exc}); see --url or MOCKOD_URL.", NOBODY_THERE
            ) from None
        return Answer(came.content_type, came.content)

    @property
    def root(self) -> str:
        """The address without what lies below it, of which a person may have copied more than is needed.

        A name and a password in it are left out, too.
        """
        url = without_user(self.url)
        root = url if "://" in url else f"http://{url}"
        if not root.startswith(("http://", "https://")):
            raise Failed(f"{url} is no address of a server; see --url or MOCKOD_URL.", NOBODY_THERE)
        root = root.rstrip("/").removesuffix("/_mockod")
        for vendor in vendors.installed():
            root = root.removesuffix(vendor.base_path)
        return root


def in_lines(data: Any) -> list[str]:
    """JSON for people.

    >>> in_lines({"mode": "frozen", "office": {"key": "a"}, "faults": ["slow", "lost"]})
    ['mode: frozen', 'office:', '  key: a', 'faults: slow, lost']
    """
    if isinstance(data, dict):
        return [line for name, value in data.items() for line in _named(name, value)]
    if isinstance(data, list) and any(isinstance(one, dict | list) for one in data):
        return [line for one in data for line in _item(one)]
    return [_plain(data)]


def _named(name: str, value: Any) -> list[str]:
    lines = in_lines(value)
    if isinstance(value, dict | list) and value and not (isinstance(value, list) and len(lines) == 1):
        return [f"{name}:", *(f"  {line}" for line in lines)]
    return [f"{name}: {_plain(value)}"]


def _item(value: Any) -> list[str]:
    first, *others = in_lines(value) or [""]
    return [f"- {first}", *(f"  {line}" for line in others)]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "none"
    if isinstance(value, str):
        return value
    return "none" if value in (None, {}) else json.dumps(value)
