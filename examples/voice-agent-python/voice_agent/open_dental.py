"""OpenDental: requests to the API of one office. It waits when it is told to, and repeats only what does no harm."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import requests

T = TypeVar("T")
ATTEMPTS = 4
"""How often something is tried before the office counts as unavailable."""
TIMEOUT = 65
"""Seconds to wait for an answer: the API itself gives up after 60."""
PAGE = 100
"""Rows of a full page. A shorter page is the last one."""
THROTTLED = 429
UNANSWERED = (502, 503, 504)
"""Statuses of gateways, which do not tell whether the office did what it was asked."""
NOT_RUNNING = "The office's eConnector is not running."
"""How the refusal begins when the office's own computer is off."""


class OpenDentalError(Exception):
    """The API did not do what it was asked."""


class Refused(OpenDentalError):
    """The API refused a request: its ``status``, and its words as ``text``."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text}")
        self.status = status
        self.text = text


class OfficeUnavailable(OpenDentalError):
    """The office cannot be reached at present."""


class OutcomeUnknown(OpenDentalError):
    """No answer of the office came: it may have done what it was asked, or not."""

    def __init__(self, text: str, retry_after: int | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        """Seconds that a gateway asks to wait."""


class OpenDental:
    """``OpenDental(url, {"Authorization": "ODFHIR developer/customer"}).get("patients/11")``."""

    def __init__(self, url: str, headers: Mapping[str, str], *, sleep: Callable[[int], object] = time.sleep) -> None:
        """``headers`` carry the keys; ``sleep`` waits a number of seconds, and tests pass one that takes no time."""
        self._url = url
        self._sleep = sleep
        self._session = requests.Session()
        # The documentation wants a Content-Type of every request, GET too.
        self._session.headers.update({**headers, "Content-Type": "application/json"})

    def get(self, path: str, **query: Any) -> Any:
        """One row or one page. What is lost is asked for again, as reading changes nothing."""
        return self.surely(lambda: self._send("GET", path, query=query), lambda: None)

    def get_all(self, path: str, **query: Any) -> list[Any]:
        """Every row of a list, page by page."""
        rows: list[Any] = []
        while True:
            page = self.get(path, **query, Offset=len(rows))
            rows += page
            if len(page) < PAGE:
                return rows

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Create a row. Raises OutcomeUnknown where it may have been created; see ``surely``."""
        return self._send("POST", path, body=body)

    def put(self, path: str, body: dict[str, Any]) -> Any:
        """Change a row. Raises OutcomeUnknown where it may have been changed; see ``surely``."""
        return self._send("PUT", path, body=body)

    def surely(self, act: Callable[[], T], look: Callable[[], T | None]) -> T:
        """Do something once. After a lost answer, ``look`` whether it was done before it is done again.

        Raises OfficeUnavailable where that cannot be found out.
        """
        for attempt in range(ATTEMPTS):
            try:
                return act()
            except OutcomeUnknown as exc:
                problem = exc
            self._sleep(problem.retry_after or 2**attempt)
            found = look()
            if found is not None:
                return found
        raise OfficeUnavailable(f"{problem}, {ATTEMPTS} times")

    def _send(self, method: str, path: str, *, query: Any = None, body: Any = None) -> Any:
        """Send a request, and again whenever it is turned away with 429: then the office has done nothing."""
        url = f"{self._url}/{path}"
        for attempt in range(ATTEMPTS):
            try:
                response = self._session.request(method, url, params=query, json=body, timeout=TIMEOUT)
            except requests.RequestException as exc:
                raise OutcomeUnknown(f"{method} {path}: {exc}") from exc
            if response.status_code != THROTTLED:
                return _read(response)
            self._sleep(_retry_after(response) or 2**attempt)
        raise OfficeUnavailable(f"{method} {path}: throttled {ATTEMPTS} times")


def _read(response: requests.Response) -> Any:
    """What an answer holds. Raises the error that it is."""
    if response.status_code in UNANSWERED:
        raise OutcomeUnknown(f"{response.url}: {response.status_code}", _retry_after(response))
    if response.ok:
        return response.json() if response.content else None
    text = _text(response)
    if text.startswith(NOT_RUNNING):
        raise OfficeUnavailable(text)
    raise Refused(response.status_code, text)


def _retry_after(response: requests.Response) -> int | None:
    """Seconds that an answer asks to wait; None where it does not say."""
    value = response.headers.get("Retry-After", "")
    return int(value) if value.isdigit() else None


def _text(response: requests.Response) -> str:
    """The words of a refusal: a JSON text of the API, or whatever else came."""
    try:
        return str(response.json())
    except ValueError:
        return response.text
