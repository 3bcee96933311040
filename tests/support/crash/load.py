"""Clients that work until their server is killed, and what of their work must be there afterwards."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from http.client import HTTPException

from support.history.office_model import DONE, FRESH, MISSING, OfficeState, Request, outcome, step
from support.history.requests import ask, chosen
from support.plain_http import PlainClient

CUT = (OSError, HTTPException)
"""What a client sees of a server that is killed."""


class Client(threading.Thread):
    """Makes one request after another; ``under_way`` is the last, if the server's death left it unanswered."""

    def __init__(self, root_url: str, office: str, next_request: Callable[[], Request]) -> None:
        super().__init__(daemon=True)
        self._client = PlainClient(root_url, office)
        self._next_request = next_request
        self.answered: list[tuple[Request, object]] = []
        self.under_way: Request | None = None
        self.mistake: BaseException | None = None

    def run(self) -> None:
        try:
            while True:
                self.under_way = self._next_request()
                answer = ask(self._client, self.under_way)
                self.answered.append((self.under_way, answer))
                self.under_way = None
        except CUT:
            pass
        except BaseException as exc:
            self.mistake = exc
        finally:
            self._client.__exit__()


class Bookers:
    """Several clients that book in one office and change what they booked themselves."""

    def __init__(self, office: str, chance: random.Random) -> None:
        self.office = office
        self._chance = chance
        self._marks = 0
        self._notes: dict[int, str] = {}
        """What was acknowledged, by appointment."""

    def client(self, root_url: str) -> Client:
        mine: list[int] = []
        client: Client = Client(root_url, self.office, lambda: self._chosen(client, mine))
        return client

    def _chosen(self, client: Client, mine: list[int]) -> Request:
        if client.answered and client.answered[-1][0].kind == "book":
            mine.append(client.answered[-1][1])
        self._marks += 1
        mark = f"{threading.get_ident()}-{self._marks}"
        if mine and self._chance.random() < 0.4:
            return Request("write", self._chance.choice(mine), mark)
        return Request("book", value=mark)

    def judge(self, clients: list[Client], seen: dict[int, str]) -> int:
        """Compare with what is there after the restart; answers how many writes were acknowledged."""
        perhaps_booked: list[str] = []
        perhaps_written: dict[int, str] = {}
        acknowledged = 0
        for client in clients:
            for request, answer in client.answered:
                assert answer != MISSING, request
                number = answer if request.kind == "book" else request.of
                self._notes[number] = request.value
            acknowledged += len(client.answered)
            if client.under_way and client.under_way.kind == "book":
                perhaps_booked.append(client.under_way.value)
            elif client.under_way:
                perhaps_written[client.under_way.of] = client.under_way.value
        for number, note in self._notes.items():
            assert seen.get(number) in (note, perhaps_written.get(number, note)), f"appointment {number} is lost"
        others = [note for number, note in seen.items() if number not in self._notes]
        assert len(others) == len(set(others)), others
        assert set(others) <= set(perhaps_booked), others
        self._notes = dict(seen)
        return acknowledged


class Manager:
    """One client that books, takes snapshots, restores, resets and drops in an office that is new."""

    def __init__(self, office: str, chance: random.Random) -> None:
        self.office = office
        self._chance = chance
        self._marks = 0

    def client(self, root_url: str) -> Client:
        return Client(root_url, self.office, self._chosen)

    def _chosen(self) -> Request:
        self._marks += 1
        return chosen(self._chance, f"m{self._marks}")

    def judge(self, client: Client, seen: tuple[str, ...], restored: Callable[[str], tuple[str, ...] | None]) -> int:
        """``restored`` restores a snapshot and lists; None where there is none of the name."""
        state: OfficeState = FRESH
        for request, answer in client.answered:
            following = list(step(state, request, answer))
            assert len(following) == 1, (state, request, answer)
            (state,) = following
        possible = [state] if client.under_way is None else [state, outcome(state, client.under_way)[0]]
        found = {name: restored(name) for name in ("a", "b")}
        for candidate in possible:
            kept = {name: contents.notes for name, contents in candidate.snapshots}
            if candidate.contents.notes == seen and all(kept.get(name) == notes for name, notes in found.items()):
                break
        else:
            raise AssertionError((client.under_way, possible, seen, found))
        return sum(answer == DONE or isinstance(answer, int) for _, answer in client.answered)
