"""Why a delivery failed is told in words, whatever the library in between calls it."""

from __future__ import annotations

import errno
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from mockod.runtime import webhook_sender
from mockod.runtime.webhook_sender import Delivery, deliver

RESET = struct.pack("ii", 1, 0)


@contextmanager
def receiver(answer: Callable[[socket.socket], object]) -> Iterator[int]:
    """A receiver that does so with each connection, by its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            try:
                while True:
                    connection = listening.accept()[0]
                    with connection:
                        came = b""
                        while not came.endswith(b"[]") and (more := connection.recv(10_000)):
                            came += more
                            if more.startswith(b"\x16"):  # TLS
                                break
                        answer(connection)
            except OSError:
                return

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def told(url: str, hosts: tuple[str, ...] = ()) -> str:
    outcome = deliver(Delivery(url, {"Authorization": "a"}, b"[]"), hosts)
    assert outcome.status is None
    return outcome.problem


CASES = {
    "closes": ("http", lambda c: None, "the receiver closed the connection without an answer"),
    "resets": (
        "http",
        lambda c: c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET),
        os.strerror(errno.ECONNRESET),
    ),
    "speaks no HTTP": ("http", lambda c: c.sendall(b"\0\1\2\r\n\r\n"), "the receiver's answer is no HTTP"),
    "sends a status that is none": (
        "http",
        lambda c: c.sendall(b"HTTP/1.1 abc\r\n\r\n"),
        "the receiver's answer is no HTTP",
    ),
    "sends headers without end": (
        "http",
        lambda c: c.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 300 + b"\r\n"),
        "the receiver's answer is no HTTP",
    ),
    "speaks no TLS": ("https", lambda c: c.sendall(b"HTTP/1.1 400 Bad\r\n\r\n"), "TLS: wrong version number"),
}


@pytest.mark.parametrize(("scheme", "answer", "words"), CASES.values(), ids=CASES)
def test_what_a_receiver_does_wrong_is_told_in_words(scheme, answer, words):
    with receiver(answer) as port:
        assert told(f"{scheme}://127.0.0.1:{port}/hook") == words


def test_nobody_there_is_told_by_address_and_reason():
    with socket.socket() as bound:  # bound, so that nobody else listens there, but not listening
        bound.bind(("127.0.0.1", 0))
        problem = told(f"http://127.0.0.1:{bound.getsockname()[1]}/hook")

    assert problem == f"nobody answers at 127.0.0.1 ({os.strerror(errno.ECONNREFUSED)})"


def test_a_receiver_that_hangs_is_told_as_such_and_not_as_the_end_that_we_made(monkeypatch):
    monkeypatch.setattr(webhook_sender, "TIMEOUT", 0.1)
    with receiver(lambda c: c.recv(1)) as port:
        assert told(f"http://127.0.0.1:{port}/hook") == "the receiver took too long to answer"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "office.example has no address (Name or service not known)"),
        (UnicodeError("encoding with 'idna' codec failed"), "office.example has no address (it is no name)"),
    ],
)
def test_a_name_without_an_address_is_told(monkeypatch, error, words):
    def unknown(*_, **__):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert told("http://office.example/hook", ("office.example",)) == words
