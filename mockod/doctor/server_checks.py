"""What is looked at of a server: its address, who answers there, its version, the token and the client's keys."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import responses

from mockod._version import __version__
from mockod.client.transport import TOKEN_HEADER, ControlError, NoServer, Sent, Transport, over_http_within
from mockod.doctor.findings import Finding, ok, problem, warning
from mockod.doctor.subject import SECONDS, Subject
from mockod.log import printable
from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.messages import Request

MOST_BYTES = 300
"""Of an answer that is told."""
PROBE = "mockod-doctor"
"""A path that no API has: its refusal tells whether keys are let in, and no office is made for it."""
NO_SUCH_PATH = 404
"""The status of that refusal, where they are."""


def address(subject: Subject) -> Iterator[Finding]:
    """Whether the client's address leads to the API."""
    about, base_path = "Base URL", subject.vendor.base_path
    try:
        found = subject.address
    except ValueError as exc:
        yield problem(about, f"{exc}", f"As http://127.0.0.1:{subject.port}{base_path}")
        return
    right = f"{subject.root_url}{base_path}"
    if found.scheme == "https":
        yield warning(
            about,
            "it begins with https, and mockod speaks plain HTTP.",
            f"Without a proxy for TLS before it: {right.replace('https', 'http', 1)}",
        )
    path = found.path.rstrip("/")
    if path not in ("", base_path, "/_mockod"):
        yield problem(about, f"its path is {found.path}, and the API is at {base_path}.", right)
    else:
        yield ok(about, f"clients need {right}")


def server(subject: Subject) -> Iterator[Finding]:
    """Who listens, who answers, and which version it is."""
    if not subject.root_url:
        return
    reached, finding = _connection(subject)
    yield finding
    if not reached:
        return
    about, version = "Server", subject.answering.version
    if not version:
        text = f"what answers is no mockod: {subject.answering.reason}"
        yield problem(about, text, "End it, or let mockod listen at another port.")
        return
    if version == __version__:
        yield ok(about, f"mockod {version}")
    else:
        text = f"mockod {version} answers, and {__version__} is installed here."
        yield warning(about, text, "End the one that runs, and start this one.")


def _connection(subject: Subject) -> tuple[bool, Finding]:
    """Whether anybody listens. Each address of the host's name is tried: a client may begin with another than we do."""
    about, host, number = "Connection", subject.host_name, subject.address_port
    try:
        addresses = {str(found[4][0]): found[0] for found in socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)}
    except OSError:
        return False, problem(about, f"the name {host} is not known here.", "In containers it is a service's name.")
    reasons = {at: _refusal(at, number, family) for at, family in addresses.items()}
    answering = [at for at, reason in reasons.items() if not reason]
    silent = ", ".join(at for at, reason in reasons.items() if reason)
    if not answering:
        text = f"nobody listens at {host}:{number} ({'; '.join(dict.fromkeys(reasons.values()))})."
        return False, problem(about, text, _start(subject))
    if silent:
        text = f"{host} is also {silent}, where nobody listens, and some clients ask there first."
        return True, warning(about, text, f"Call {answering[0]}.")
    return True, ok(about, f"somebody listens at {host}:{number}")


def token(subject: Subject) -> Iterator[Finding]:
    """Whether the control plane lets us in. The token is sent to a mockod alone."""
    if not subject.root_url or not subject.answering.version:
        return  # told already
    headers = {TOKEN_HEADER: subject.token} if subject.token else {}
    try:
        Transport(subject.root_url, headers, over_http_within(SECONDS)).ask("GET", "clock")
    except NoServer:
        return  # told already
    except ControlError as exc:
        if exc.status in (401, 403):
            yield warning("Token", f"/_mockod is closed: {exc.text}", "Set MOCKOD_TOKEN to the server's token.")
    else:
        yield ok("Token", "/_mockod is open to us")


def keys(subject: Subject) -> Iterator[Finding]:
    """Whether the client's keys are well-formed, and let in: they are sent to a mockod alone, and never told."""
    about, header = "Keys", subject.vendor.key_header
    if not subject.credentials:
        yield warning(about, f"none were given to look at; a request without {header} is refused.", "See --key.")
        return
    path = f"{subject.vendor.base_path}/{PROBE}"
    try:
        subject.vendor.api().identify(Request("GET", path, "", {header: subject.credentials}, None))
    except ApiError as refused:
        yield problem(about, refused.text, refused.headers.get(NOTE_HEADER, ""))
        return
    if not subject.root_url or not subject.answering.version:
        yield ok(about, "well-formed; they were sent to nobody, as no mockod answers")
        return
    try:
        status, text = _probe(subject, path)
    except NoServer as exc:
        yield warning(about, f"well-formed; whether they are let in could not be told: {exc}")
        return
    if status in (401, 403) or "key" in text.lower():
        yield problem(about, f"the server refuses them: {text}", "Its --keys file lists who is let in.")
    elif status == NO_SUCH_PATH:
        yield ok(about, "well-formed, and let in")
    else:
        yield warning(about, f"well-formed; whether they are let in could not be told: {status} {text}")


def _probe(subject: Subject, path: str) -> tuple[int, str]:
    """What the API answers to these keys: its status, and its words. Raises NoServer."""
    headers = {subject.vendor.key_header: subject.credentials}
    answer = over_http_within(SECONDS)(Sent("GET", f"{subject.root_url}{path}", headers))
    try:
        text = str(json.loads(answer.content[:MOST_BYTES]))
    except ValueError:
        text = responses.get(answer.status, "")
    return answer.status, printable(text)


def _refusal(host: str, port: int, family: int) -> str:
    """Why no connection is made; empty where one is."""
    try:
        with socket.socket(family) as attempt:
            attempt.settimeout(SECONDS)
            attempt.connect((host, port))
            return ""
    except OSError as exc:
        return str(exc.strerror or exc)


def _start(subject: Subject) -> str:
    start = f"mockod serve --port {subject.address_port}"
    if subject.is_in_container and subject.is_of_this_machine:
        return f"{start}, in this container; one in another is called by the name of its service."
    return start
