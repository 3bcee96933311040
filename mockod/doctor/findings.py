"""Finding: what one check saw. No text of a finding holds a password, a token or a key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

_CREDENTIALS = re.compile(r"(\w[\w+.-]*://)?[^\s/]\S*@")
"""What stands before the host of an address; a password may have blanks in it no more than an address may."""


class Status(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """May be meant so."""
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was seen, and what to do about it, where there is anything to do."""

    status: Status
    about: str
    text: str
    remedy: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", without_credentials(self.text))
        object.__setattr__(self, "remedy", without_credentials(self.remedy))

    def without(self, secrets: Iterable[str]) -> Finding:
        """The same with none of these texts in it."""
        text, remedy = self.text, self.remedy
        for secret in secrets:
            text, remedy = text.replace(secret, "***"), remedy.replace(secret, "***")
        return replace(self, text=text, remedy=remedy)

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def ok(about: str, text: str) -> Finding:
    return Finding(Status.OK, about, text)


def warning(about: str, text: str, remedy: str = "") -> Finding:
    return Finding(Status.WARNING, about, text, remedy)


def problem(about: str, text: str, remedy: str = "") -> Finding:
    return Finding(Status.PROBLEM, about, text, remedy)


def without_credentials(text: str) -> str:
    """A text without the names and passwords of addresses in it.

    >>> without_credentials("HTTP_PROXY is http://ana:s3c/r@t@proxy:3128")
    'HTTP_PROXY is http://***@proxy:3128'
    """
    return _CREDENTIALS.sub(lambda found: f"{found[1] or ''}***@", text)


def in_words(findings: Iterable[Finding]) -> list[str]:
    """Lines for a person.

    >>> print("\\n".join(in_words([ok("Python", "3.13.1"), problem("Port", "30222 is taken.", "Take another.")])))
    ok       Python       3.13.1
    problem  Port         30222 is taken.
                          -> Take another.
    """
    lines = []
    for finding in findings:
        lines.append(f"{finding.status:8} {finding.about:12} {finding.text}")
        if finding.remedy:
            lines.append(f"{'':22}-> {finding.remedy}")
    return lines
