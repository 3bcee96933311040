"""What the control plane may show and change of a SuperOffice office: settings, webhooks, tickets and tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from mockod.control.answers import array, record
from mockod.control.endpoints import body
from mockod.control.fields import Anything, Map, Number, Text
from mockod.control.refusals import refused
from mockod.control.scope import Scope
from mockod.rest.errors import NotThere
from mockod.simulation.journal import Entry
from mockod.store.practice_file import PracticeFile
from mockod.store.transaction import Transaction
from mockod.vendors.api_document import ApiDocument
from mockod.vendors.superoffice.access.credentials import DEFAULT_USER, issue_ticket, issue_token
from mockod.vendors.superoffice.domain.time_zones import ZONES
from mockod.vendors.superoffice.domain.words import TABLE_RIGHT, WEBHOOK_STATE
from mockod.vendors.superoffice.practice import settings
from mockod.vendors.superoffice.practice.numbers import SEQUENCE
from mockod.vendors.superoffice.practice.reading import VENDOR_PART
from mockod.vendors.superoffice.practice.tables import ASSOCIATES
from mockod.vendors.superoffice.practice.webhooks import EVENTS, NOTICES
from mockod.vendors.superoffice.webhooks.list_setting import MOST_WEBHOOKS, change_webhooks, read_webhooks
from mockod.vendors.vendor import ControlFeatures, DatabaseFeature, SeedingFeature

TEXT: Mapping[str, Any] = {"type": "string"}
LONGEST_LIFE = 10_000_000
"""Seconds that a ticket or token may be valid."""


@dataclass(frozen=True, slots=True)
class CredentialsBody:
    """For whom credentials are issued, and for how long by the office's clock."""

    user: Annotated[str, Text()] = DEFAULT_USER
    seconds: Annotated[int, Number()] = 3600


def issue_credentials(scope: Scope, wanted: CredentialsBody) -> dict[str, Any]:
    """A ticket and a token of the office, as its sign-in would give them to a user."""
    if wanted.seconds > LONGEST_LIFE:
        raise refused(ValueError(f"seconds: a number up to {LONGEST_LIFE} belongs here"))
    office = scope.office_to_come
    with office.transaction() as tx:
        tx.is_quiet = True
        folded = wanted.user.lower()
        names = [(one.name.lower(), one.user_name.lower()) for one in ASSOCIATES.where(tx, "Deleted = 0")]
        if not any(folded in known for known in names):
            raise refused(NotThere(f"user: {wanted.user!r} is no associate of this office"))
        ends = tx.now + timedelta(seconds=wanted.seconds)
    return {
        "Bearer": f"Bearer {issue_token(office.key, wanted.user, ends)}",
        "SOTicket": f"SOTicket {issue_ticket(office.key, wanted.user, ends)}",
        "ends": str(ends),
    }


def spell(table: str, column: str, stored: Any) -> Any:
    """A stored value as a diff tells it. Raises ValueError where the column cannot hold it."""
    from mockod.vendors.superoffice.practice.stored_values import spelled

    return spelled(table, column, stored)


def is_stamp(column: str) -> bool:
    """Whether a column of this name tells when its row was made or changed, or by whom."""
    return column in ("CreatedDate", "UpdatedDate", "UpdatedById")


def lint(entries: Sequence[Entry], settings_of: Callable[[str], Any]) -> list[dict[str, Any]]:
    """What the journal shows of a client's refusals and mistakes; imported where it is first asked for."""
    from mockod.vendors.superoffice.analysis.lint import lint

    return lint(entries, settings_of)


def merge(tx: Transaction, fragment: PracticeFile) -> dict[str, Any]:
    """Merge a fragment of a practice into an office. Raises PracticeError."""
    from mockod.vendors.superoffice.practice.merge import merge

    return merge(tx, fragment)


def export(tx: Transaction, is_relative: bool) -> Iterable[str]:
    """The lines of an office's part of a practice file."""
    from mockod.vendors.superoffice.practice.merge import export

    return export(tx, is_relative)


_SETTINGS = {
    "properties": {
        "password": TEXT,
        "zone": {**TEXT, "enum": ["", *(zone.code for zone in ZONES)]},
        "conduct": {**TEXT, "enum": list(settings.CONDUCTS)},
        "rights": {**TEXT, "description": f"Of {', '.join(TABLE_RIGHT.bits)}, with commas between; None for none."},
    },
    "additionalProperties": False,
}
_WEBHOOK = {
    "type": "object",
    "properties": {
        "WebhookId": {"type": "integer", "description": "Of one that is there, which goes on as it is."},
        "Name": TEXT,
        "Events": {"type": "array", "items": {**TEXT, "enum": [*EVENTS, "activity.*"]}},
        "TargetUrl": TEXT,
        "Secret": TEXT,
        "State": {**TEXT, "enum": list(WEBHOOK_STATE.numbers)},
        "Headers": {"type": "object", "additionalProperties": TEXT},
    },
}
ISSUED = record(
    "CredentialsIssued",
    {"Bearer": TEXT, "SOTicket": TEXT, "ends": TEXT},
    example={"Bearer": "Bearer 8A:Cust12345.AAAA", "SOTicket": "SOTicket 7T:AAAA", "ends": "2026-03-02 10:00:00"},
)


def make_document(settings: Any, version: str) -> dict[str, Any]:
    """The API as an OpenAPI document; there is one version."""
    from mockod.vendors.superoffice.analysis.openapi import document  # here, as it loads every method

    return document()


CONTROL = ControlFeatures(
    document=ApiDocument(
        make=make_document,
        version="v1",
        scheme="SOTicket",
        key="Basic U0FMMDptb2Nrb2Q=",
        office="SAL0",
    ),
    in_database=(
        DatabaseFeature(
            name="superoffice",
            type=Map(_SETTINGS),
            read=lambda tx: settings.read_settings(tx).to_json(),
            change=settings.change_settings,
            answer={"type": "object", **_SETTINGS},
        ),
        DatabaseFeature(
            name="webhooks",
            type=Anything({"type": "array", "maxItems": MOST_WEBHOOKS, "items": _WEBHOOK}),
            read=read_webhooks,
            change=change_webhooks,
            answer=array({"type": "object"}),
        ),
    ),
    endpoints=(
        body(
            "POST",
            "events/credentials",
            issue_credentials,
            CredentialsBody,
            name="issue_credentials",
            answers=ISSUED,
            needs_office=True,
        ),
    ),
    seeding=SeedingFeature(sections=lambda: (VENDOR_PART,), merge=merge, export=export),
    lint=lint,
    spell=spell,
    is_stamp=is_stamp,
    trail=(NOTICES, SEQUENCE),
)
