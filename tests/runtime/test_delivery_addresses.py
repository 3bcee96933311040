"""Where a delivery goes: to the address that was checked, whatever its host means, and under the host's own name."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import pytest
from urllib3.util.ssl_ import create_urllib3_context

from mockod.runtime.webhook_sender import Delivery, Outcome, deliver
from support.paths import TLS

OFFICE = TLS / "office.example.pem"
"""Certificate and key of office.example."""


@dataclass
class Listener:
    """What takes one connection after another at ``address``, over TLS where it has a certificate."""

    address: str = "127.0.0.1"
    certificate: str = ""
    port: int = 0
    names: list[str | None] = field(default_factory=list)
    """The host that each TLS greeting named."""
    came: list[bytes] = field(default_factory=list)

    def answer(self, connection: socket.socket) -> None:
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            context.sni_callback = lambda _, name, __: self.names.append(name)
            connection = context.wrap_socket(connection, server_side=True)
        with connection:
            came = b""
            while not came.endswith(b"[]") and (more := connection.recv(10_000)):
                came += more
            if came:
                self.came.append(came)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


@contextmanager
def listening(listener: Listener) -> Iterator[Listener]:
    family = socket.AF_INET6 if ":" in listener.address else socket.AF_INET
    with socket.create_server((listener.address, 0), family=family) as server:
        listener.port = server.getsockname()[1]

        def run() -> None:
            with suppress(OSError):
                while True:
                    connection = server.accept()[0]
                    connection.settimeout(5)
                    with connection, suppress(OSError):
                        listener.answer(connection)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.fixture
def means(monkeypatch):
    """Lets every host mean these addresses in turn, the last one from then on."""
    known = socket.getaddrinfo

    def let(*addresses: str) -> None:
        left = list(addresses)

        def resolve(host: str, port: int, *args: object, **options: object) -> object:
            if host in addresses:
                return known(host, port, *args, **options)
            return known(left.pop(0) if len(left) > 1 else left[0], port, *args, **options)

        monkeypatch.setattr(socket, "getaddrinfo", resolve)

    return let


@pytest.fixture
def trusted(monkeypatch):
    """Makes the certificate of office.example one that everybody trusts."""
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(OFFICE))
    # From requests 2.32.0 to 2.32.4 what is trusted is read at its import.
    context = create_urllib3_context()
    context.load_verify_locations(OFFICE)
    monkeypatch.setattr("requests.adapters._preloaded_ssl_context", context, raising=False)


def told(url: str) -> Outcome:
    return deliver(Delivery(url, {"Authorization": "a"}, b"[]"), ("office.example", "other.example"))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_means_another_address_when_it_is_called_is_still_called_where_it_was_checked(
    means, trusted, scheme
):
    with listening(Listener(certificate=str(OFFICE) if scheme == "https" else "")) as listener:
        means("127.0.0.1", "127.0.0.2")
        assert told(f"{scheme}://office.example:{listener.port}/hook").status == 200

    assert b"\r\nHost: office.example:%d\r\n" % listener.port in listener.came[0]


def test_a_receiver_is_asked_for_and_judged_by_its_own_name(means, trusted):
    with listening(Listener(certificate=str(OFFICE))) as listener:
        means("127.0.0.1")
        assert told(f"https://office.example:{listener.port}/hook").status == 200

    assert listener.names == ["office.example"]


def test_a_certificate_of_another_name_is_refused_and_nothing_is_sent(means, trusted):
    with listening(Listener(certificate=str(OFFICE))) as listener:
        means("127.0.0.1")
        outcome = told(f"https://other.example:{listener.port}/hook")

    assert (outcome.status, listener.came) == (None, [])
    assert "other.example" in outcome.problem
    assert "match" in outcome.problem or "not valid" in outcome.problem


def test_a_certificate_that_nobody_vouches_for_is_refused_and_nothing_is_sent(means):
    with listening(Listener(certificate=str(OFFICE))) as listener:
        means("127.0.0.1")
        outcome = told(f"https://office.example:{listener.port}/hook")

    assert (outcome.status, listener.came) == (None, [])
    assert outcome.problem.startswith("TLS: self")


def test_a_certificate_of_the_name_is_not_one_of_its_address(trusted):
    with listening(Listener(certificate=str(OFFICE))) as listener:
        outcome = told(f"https://127.0.0.1:{listener.port}/hook")

    assert (outcome.status, listener.came) == (None, [])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_address_of_version_six_is_called(trusted, scheme):
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            """This machine has it."""
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listening(Listener("::1", str(OFFICE) if scheme == "https" else "")) as listener:
        outcome = told(f"{scheme}://[::1]:{listener.port}/hook")

    if scheme == "http":
        assert (outcome.status, len(listener.came)) == (200, 1)
    else:
        assert (outcome.status, listener.came) == (None, [])
        assert listener.names == [None]  # an address is no name to ask for
