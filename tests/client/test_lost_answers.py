"""Over HTTP an answer is lost where the request went out and the connection ended; all else is no server."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread

import pytest

from mockod.client.transport import Lost, NoServer, Sent, over_http


@pytest.fixture
def ask():
    """Send a request to a server that answers it with some bytes, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def ask(answer: bytes, **headers: str):
            def serve():
                with suppress(OSError):  # of a request that was never sent
                    connection, _ = server.accept()
                    with connection:
                        if connection.recv(65_536):
                            connection.sendall(answer)

            Thread(target=serve, daemon=True).start()
            return over_http(Sent("GET", f"http://127.0.0.1:{server.getsockname()[1]}/", headers, timeout=10))

        yield ask


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])
def test_an_answer_that_ends_too_early_is_lost(ask, answer):
    with pytest.raises(Lost):
        ask(answer)


def test_a_header_that_cannot_be_sent_loses_no_answer(ask):
    with pytest.raises(NoServer) as refused:
        ask(b"", A="b\nc: d")

    assert not isinstance(refused.value, Lost)


def test_what_is_no_http_is_no_lost_answer_either(ask):
    with pytest.raises(NoServer) as refused:
        ask(b"SSH-2.0\r\n")

    assert not isinstance(refused.value, Lost)


def test_where_nobody_listens_nothing_is_lost():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(NoServer) as refused:
            over_http(Sent("GET", f"http://127.0.0.1:{taken.getsockname()[1]}/", {}))

    assert not isinstance(refused.value, Lost)
