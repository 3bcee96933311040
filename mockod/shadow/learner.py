"""Reading by itself what a practice needs, so that it is whole whatever the clients ask for."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from urllib.parse import urlencode

from mockod.log import Line
from mockod.rest.exchange import Listing
from mockod.rest.messages import Request
from mockod.shadow.observer import Observer
from mockod.shadow.upstream import Answer, Unanswered, Upstream
from mockod.simulation.clock import monotonic

MOST_PAGES = 2_000
"""Of one list."""
SHORTEST_PAGE = 100
"""Rows: a page of fewer is the last one."""
SECONDS_BETWEEN = 0.05
SECONDS_TO_COME_AGAIN = 5.0
"""After a refusal for too many requests that does not say when to come again."""
LONGEST_WAIT = 60.0
TRIES = 5
log = logging.getLogger(__name__)


class Learner:
    """Reads lists to their end, page by page, one request at a time, with the keys of the first client let in."""

    def __init__(self, upstream: Upstream, base_path: str, observer: Observer, lists: Sequence[Listing]) -> None:
        self._upstream = upstream
        self._base_path = base_path
        self._observer = observer
        self._lists = lists
        self._stopped = threading.Event()
        self._begun = threading.Lock()
        self.done = threading.Event()
        """Set once all is read, or given up."""

    def begin(self, authorization: str) -> None:
        """Begin, in a thread of its own; only the first call does. Nothing waits for it."""
        if self._lists and authorization and self._begun.acquire(blocking=False):  # which it keeps: once is enough
            threading.Thread(target=self._learn, args=(authorization,), daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _learn(self, authorization: str) -> None:
        headers = {"authorization": authorization, "accept": "application/json"}
        for place, listing in enumerate(self._lists, 1):
            rows = self._read(listing, headers)
            if self._stopped.is_set():
                return
            log.info(Line("learnt", list=listing.path, rows=rows, lists=f"{place} of {len(self._lists)}"))
        self.done.set()

    def _read(self, listing: Listing, headers: dict[str, str]) -> int:
        """All pages of a list; how many rows they had."""
        before, count = b"", 0
        for _ in range(MOST_PAGES):
            answer = self._page(listing, count, headers)
            rows = _rows(answer) if answer else 0
            count += rows
            if answer is None or rows < SHORTEST_PAGE or answer.body == before:
                break  # the same page again: this server knows no Offset here
            before = answer.body
        return count

    def _page(self, listing: Listing, offset: int, headers: dict[str, str]) -> Answer | None:
        """A page, asked for again where the server has no time; None where none comes."""
        query = urlencode({**listing.query, **({"Offset": offset} if offset else {})})
        request = Request("GET", listing.path, query, headers, b"")
        target = f"{self._base_path}/{listing.path}" + (f"?{query}" if query else "")
        for _ in range(TRIES):
            if self._stopped.wait(SECONDS_BETWEEN):
                return None
            began = monotonic()
            try:
                answer = self._upstream.ask("GET", target, headers, b"")
            except Unanswered as exc:
                self._observer.unanswered(str(exc), began)
                continue
            self._observer.answered(request, answer, began)
            if answer.status != 429:
                return answer
            self._stopped.wait(_seconds_to_wait(answer))
        return None


def _rows(answer: Answer) -> int:
    """The rows of a list; 0 for anything else."""
    try:
        body = json.loads(answer.unpacked()) if answer.status == 200 else None
    except (ValueError, RecursionError):
        return 0
    return len(body) if isinstance(body, list) else 0


def _seconds_to_wait(answer: Answer) -> float:
    told = dict(answer.headers).get(b"retry-after", b"")
    return min(float(told), LONGEST_WAIT) if told.isdigit() else SECONDS_TO_COME_AGAIN
