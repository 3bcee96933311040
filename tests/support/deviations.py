"""Planted deviations: an adapter for requests behind which mockod answers, but for what somebody planted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from requests import PreparedRequest, Response

from mockod.adapters.requests_adapter import MockodAdapter

Change = Callable[[Any], Any]


@dataclass(frozen=True)
class Deviation:
    """One thing that a server does otherwise, and how a report must name it."""

    name: str
    call: str
    """A regular expression of the verb and what follows the base path, query and body with it."""
    check: str
    """The check that names it first."""
    where: str
    found: str = ""
    request: Callable[[PreparedRequest], None] | None = None
    """What is done to the request; None: nothing."""
    data: Change | None = None
    """What is done to the JSON of the answer."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Headers in the place of the answer's; an empty one is taken away."""
    content: bytes | None = None
    also: tuple[str, ...] = ()
    """Checks that may name its consequences."""

    def strikes(self, call: str) -> bool:
        return re.fullmatch(self.call, call) is not None


class DeviatingAdapter(MockodAdapter):
    """mockod with deviations."""

    def __init__(self, app: Any, deviations: Iterable[Deviation], base_path: str = "/api/v1/") -> None:
        super().__init__(app)
        self.deviations = tuple(deviations)
        self.base_path = base_path

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        body = request.body.decode() if isinstance(request.body, bytes) else request.body or ""
        call = f"{request.method} {request.path_url.removeprefix(self.base_path)} {body}".strip()
        struck = [deviation for deviation in self.deviations if deviation.strikes(call)]
        for deviation in struck:
            if deviation.request:
                deviation.request(request)
        answer = super().send(request, *args, **options)
        for deviation in struck:
            deviate(answer, deviation)
        return answer


def deviate(answer: Response, deviation: Deviation) -> None:
    content = answer.content  # reads it, so that another may take its place
    if deviation.data and answer.status_code < 500:
        content = json.dumps(deviation.data(json.loads(content)), ensure_ascii=False).encode()
    answer._content = content if deviation.content is None else deviation.content
    answer.status_code = deviation.status or answer.status_code
    for name, value in deviation.headers:
        answer.headers.pop(name, None)
        if value:
            answer.headers[name] = value


# ----- what is done to an answer -----


def rows(data: Any) -> list[dict[str, Any]]:
    return data if isinstance(data, list) else [data]


def each(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Change:
    """The same done to every row."""
    return lambda data: (
        data if isinstance(data, str) else [change(r) for r in data] if isinstance(data, list) else change(data)
    )


def with_value(name: str, value: Callable[[Any], Any]) -> Change:
    return each(lambda row: {**row, name: value(row[name])})


def without(name: str) -> Change:
    return each(lambda row: {field: value for field, value in row.items() if field != name})


def swapped(first: str, second: str) -> Change:
    """Two fields in each other's place."""
    other = {first: second, second: first}
    return each(lambda row: {other.get(name, name): row[other.get(name, name)] for name in row})


# ----- what is done to a request -----


def to(path: str, **body: Any) -> Callable[[PreparedRequest], None]:
    """It goes to a path with ``\\1`` for its number, with this body in the place of its own where there is one."""

    def change(request: PreparedRequest) -> None:
        number = re.search(r"/(\d+)(?:/|$)", request.path_url)
        target = path.replace("\\1", number[1] if number else "")
        request.url = f"http://{request.url.split('/')[2]}/api/v1/{target}"
        if body:
            request.prepare_body(None, None, json=body)

    return change


def without_parameter(name: str) -> Callable[[PreparedRequest], None]:
    def change(request: PreparedRequest) -> None:
        path, _, query = request.url.partition("?")
        kept = [pair for pair in query.split("&") if not pair.startswith(f"{name}=")]
        request.url = f"{path}?{'&'.join(kept)}"

    return change


def with_body(**changes: Any) -> Callable[[PreparedRequest], None]:
    def change(request: PreparedRequest) -> None:
        request.prepare_body(None, None, json={**json.loads(request.body), **changes})

    return change
