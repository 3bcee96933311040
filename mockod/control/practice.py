"""An office's data as a practice: a fragment merged into it, and all of it written as a practice file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Annotated, Any

from mockod.control import answers
from mockod.control.endpoints import call, query
from mockod.control.fields import Flag
from mockod.control.scope import File, Scope, offered
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import write_json
from mockod.rest.messages import Basis
from mockod.store.practice_file import PracticeError
from mockod.store.sent_practice import SentPractice

YAML = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml")


def sent_practice(scope: Scope) -> SentPractice:
    """What was sent: as the Content-Type says; else JSON where it begins as an object does, or YAML."""
    media = scope.content_type.partition(";")[0].strip().lower()
    is_json = media.endswith("json") or scope.sent.lstrip()[:1] == b"{"
    return SentPractice(scope.sent, is_yaml=media in YAML or not is_json)


def inline_practice(value: Any) -> SentPractice | None:
    """A practice that stands in a larger body, as an object or as YAML of several lines; None for what is none."""
    if isinstance(value, str) and "\n" in value:
        return SentPractice(value.encode(), is_yaml=True, root="practice")
    return SentPractice(write_json(value), root="practice") if isinstance(value, dict) else None


def seed(scope: Scope) -> dict[str, Any]:
    """Merge a fragment of a practice into the office: rows come, change and, under `remove`, go; all of it or nothing.

    A fragment is written as a practice file is, as JSON or YAML, its dates relative to the office's today. Answers the
    numbers of rows that were `added`, `changed` and `removed`, by section and in their order, and of those `named`.
    """
    offered(scope.features.seeding)
    with _refusing_mistakes():
        fragment = sent_practice(scope).read(is_fragment=True)
    # Within the transaction, too: it takes any other error for that of a damaged office.
    with scope.office_to_come.transaction() as tx, _refusing_mistakes():
        return scope.shared.merge(tx, fragment)


@contextmanager
def _refusing_mistakes() -> Iterator[None]:
    """A mistake of what was sent, as 422 with its path or line."""
    try:
        yield
    except PracticeError as exc:
        raise ApiError(422, str(exc), Basis.ASSUMED) from exc


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """How dates are written."""

    relative: Annotated[bool, Flag()] = False


def export(scope: Scope, wanted: ExportQuery) -> File:
    """The office as a practice file, which makes the same office; with `relative` its dates move with today."""
    offered(scope.features.seeding)
    office = scope.office
    content = BytesIO()  # of an office's size: it is never there twice
    with office.transaction() as tx:
        for line in scope.shared.export(tx, wanted.relative):
            content.write(f"{line}\n".encode())
    return File("practice.yaml", content.getvalue(), "application/yaml")


ENDPOINTS = (
    query(
        "GET",
        "practice",
        export,
        ExportQuery,
        name="export_practice",
        answers=answers.PRACTICE_FILE,
        needs_office=True,
    ),
    call(
        "POST",
        "seed",
        seed,
        name="seed",
        answers=answers.SEEDED,
        needs_office=True,
        takes_file=True,
        file="Fragment",
    ),
)
