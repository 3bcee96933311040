"""All checks, in the order in which they are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from mockod.doctor import machine_checks, server_checks
from mockod.doctor.findings import Finding
from mockod.doctor.subject import Subject

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    machine_checks.python,
    machine_checks.command,
    machine_checks.options,
    machine_checks.data_dir,
    machine_checks.port,
    machine_checks.listening,
    machine_checks.proxies,
    server_checks.address,
    server_checks.server,
    server_checks.token,
    server_checks.keys,
)


SHORTEST_SECRET = 6
"""Characters: what is shorter stands in ordinary words, too."""


def examine(subject: Subject) -> list[Finding]:
    """Everything that was seen, without the subject's keys and token, whoever repeats them."""
    secrets = {subject.credentials, subject.token, *re.split(r"[ /]", subject.credentials)}
    longest_first = sorted((secret for secret in secrets if len(secret) >= SHORTEST_SECRET), key=len, reverse=True)
    return [finding.without(longest_first) for check in CHECKS for finding in check(subject)]
