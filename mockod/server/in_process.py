"""The door without a socket: a client in this process connects, sends a request's bytes and receives the answer's.

The bytes are HTTP/1.1 as over a socket, so a client's own library makes of them what it always does, of faults too.
All work is done in the client's own thread, and nothing here sleeps: a connection says how long there is to wait. Each
connection carries one request, and ends with its answer.
"""

from __future__ import annotations

import errno
import logging
import math
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote

import h11

from mockod.log import Line
from mockod.rest.errors import clipped
from mockod.rest.messages import DELIVERED, MOST_BODY_BYTES, Cut, Request, Response, Transport
from mockod.runtime.request_queue import QueueTicket
from mockod.server import access_log
from mockod.server.asgi import Answer, RequestHeaders, Scope, answer_of, in_origin_form, run_wsgi, wsgi_environ
from mockod.server.protocols import MOST_HEAD_BYTES, NO_HTTP
from mockod.server.site import EXTENSION, Site
from mockod.simulation.clock import monotonic
from mockod.vendors.vendor import Call

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from flask import Flask

    Application = Flask | Site
    """What a door leads to: an application of ``create_app``, or a site of ``create_site``."""

SCHEMES = ("http", "https")
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
log = logging.getLogger(__name__)


class InProcessServer:
    """Answers what a site answers, to clients of this process. Webhooks that fall due by themselves are not sent:

    as with any application that is not served, that is done when the clock is advanced.
    """

    def __init__(self, site: Site, wsgi_app: Callable[[], WSGIApplication]) -> None:
        """``wsgi_app`` gives the application for all that is not a vendor's API."""
        self.site = site
        self._make_wsgi_app = wsgi_app

    @classmethod
    def of(cls, app: Application) -> InProcessServer:
        """The server for an application of ``create_app`` or a site of ``create_site``. Raises TypeError for others."""
        if isinstance(app, Site):
            return cls(app, lambda: _flask_app(app))
        site = getattr(app, "extensions", {}).get(EXTENSION)
        if not isinstance(site, Site):
            raise TypeError(f"an application made by mockod.app.create_app belongs here, not {type(app).__name__}")
        return cls(site, lambda: app.wsgi_app)

    @cached_property
    def wsgi_app(self) -> WSGIApplication:
        return self._make_wsgi_app()

    def connect(self, scheme: str, host: str, port: int) -> InProcessConnection:
        """A connection, as if to this scheme, host and port."""
        return InProcessConnection(self, scheme, host, port)


def _flask_app(site: Site) -> WSGIApplication:
    from mockod.server.wsgi import flask_app  # here, as a call to a vendor's API needs no Flask

    return flask_app(site).wsgi_app


class Exchange:
    """One request to a site and its answer, carried out step by step by whoever waits for it."""

    def __init__(self, server: InProcessServer, scope: Scope, body: bytes) -> None:
        self.woken = threading.Event()
        """Set, from any thread, when its turn in the office's queue may have come."""
        self.answer: Answer | None = None
        self.cut: Cut | None = None
        self._server = server
        self._scope = in_origin_form(scope)
        self._path = "/" + self._scope["path"].lstrip("/")
        self._body = body
        self._came = monotonic()
        self._ready_at = -math.inf
        self._work: Callable[[], Response] | None = None
        """What is left to do once it is this request's turn."""
        self._ticket: QueueTicket | None = None
        self._has_started = False

    def proceed(self) -> float:
        """Do what can be done. Seconds until there is more to do, infinity until ``woken``; 0 once it is done."""
        if self.answer is None:
            if self._work is None:
                self._begin()
            self.woken.clear()
            if self._ticket and not self._has_started and (seconds := self._ticket.try_start()) > 0:
                return seconds
            self._has_started = True
            if self._work is not None:
                self._respond(self._work)
        seconds = max(self._ready_at - monotonic(), 0.0)
        if seconds == 0:
            self._release()
        return seconds

    def leave(self) -> None:
        """The client has gone: its request loses its place in the queue, and is not carried out any more."""
        if self.answer is None:
            self.answer = (0, [], b"")
            access_log.write(self._scope["method"], self._path, access_log.LEFT, self._came)
        self._release()

    def _release(self) -> None:
        ticket, self._ticket = self._ticket, None
        if ticket:
            (ticket.done if self._has_started else ticket.leave)()

    def _begin(self) -> None:
        """Find out who answers: a vendor's API, once it is the request's turn, or else the WSGI application."""
        scope, site = self._scope, self._server.site
        mount = site.mount(self._path, RequestHeaders(scope["headers"]))
        if mount is None:
            self.answer = run_wsgi(self._server.wsgi_app, wsgi_environ(scope, self._body))
            return
        runtime = mount.runtime
        request = self._request(self._path[len(mount.prefix) :], mount.prefix)
        granted = site.cors(self._path).preflight(request.method, request.headers)
        call = granted or runtime.receive(request, mount.routes)
        if isinstance(call, Response):
            refusal = call
            self._work = lambda: refusal
            return
        self._ticket = runtime.enter(call, holds=True)
        if self._ticket:
            self._ticket.woken = self.woken.set
        begun: Call = call

        def work() -> Response:
            if self._ticket:
                begun.request = replace(begun.request, waited=round(monotonic() - self._came, 3))
                runtime.refresh(begun)
            return runtime.answer(begun)

        self._work = work

    def _request(self, path: str, prefix: str = "") -> Request:
        return Request(
            self._scope["method"],
            path,
            self._scope["query_string"].decode("utf-8", "replace"),
            RequestHeaders(self._scope["headers"]),
            self._body if len(self._body) <= MOST_BODY_BYTES else None,
            scheme=self._scope["scheme"],
            prefix=prefix,
        )

    def _respond(self, work: Callable[[], Response]) -> None:
        site, method = self._server.site, self._scope["method"]
        try:
            response = work()
        except Exception:
            log.exception(Line("mistake of mockod's own", method=clipped(method), path=clipped(self._path)))
            response = site.error(self._path, RequestHeaders(self._scope["headers"]), 500, "Internal Server Error")
        cors = site.cors(self._path)
        self.answer, transport = answer_of(response, self._request(self._path), cors, self._scope)
        self._carry_out(transport)
        access_log.write(method, self._path, response, self._came)

    def _carry_out(self, transport: Transport) -> None:
        if transport is not DELIVERED:
            self.cut = transport.cut
            self._ready_at = monotonic() + transport.delay


class InProcessConnection:
    """A connection to a server of this process, for one request."""

    def __init__(self, server: InProcessServer, scheme: str, host: str, port: int) -> None:
        self.address = (host, port)
        self._server = server
        self.scheme = scheme
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEAD_BYTES)
        self._head: h11.Request | None = None
        self._body = bytearray()
        self._exchange: Exchange | None = None
        self._answer = bytearray()
        self._has_ended = False
        self._is_reset = False

    def send(self, sent: bytes) -> None:
        """Take bytes of a request. What is sent after its end is not read."""
        if self._exchange or self._has_ended:
            return
        try:
            self._http.receive_data(sent)
            while isinstance(event := self._http.next_event(), h11.Event):
                self._take(event)
                if self._exchange:
                    return
        except h11.RemoteProtocolError:
            self._end_with(NO_HTTP.answer)

    def receive(self, most: int, timeout: float | None = None) -> bytes:
        """Up to so many bytes of the answer, nothing at its end; waits for them as long as they take.

        Raises TimeoutError where that is longer than ``timeout``, in seconds: at once where it is known before.
        Raises ConnectionResetError where the connection is reset.
        """
        until = math.inf if timeout is None else monotonic() + timeout
        while (seconds := self.seconds_to_wait()) > 0:
            left = until - monotonic()
            if left <= 0 or left < seconds < math.inf:
                self.close()
                raise TimeoutError(errno.ETIMEDOUT, "timed out")
            span = min(seconds, left)
            self.woken.wait(None if span == math.inf else span)
        return self.take(most)

    def seconds_to_wait(self) -> float:
        """Seconds until there is something to ``take``, infinity until ``woken``; the work is done meanwhile."""
        if self._answer or self._has_ended:
            return 0.0
        if self._exchange is None:
            if self._http.they_are_waiting_for_100_continue:
                self._http.send(h11.InformationalResponse(status_code=100, headers=[]))
                self._answer += CONTINUE
            else:
                self._has_ended = True  # half a request is none
            return 0.0
        seconds = self._exchange.proceed()
        if seconds == 0:
            self._end(self._exchange)
        return seconds

    def take(self, most: int) -> bytes:
        """Up to so many bytes of what has come; nothing at the end. Raises ConnectionResetError."""
        if self._is_reset:
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))
        part = bytes(self._answer[:most])
        del self._answer[:most]
        return part

    @property
    def woken(self) -> threading.Event:
        return self._exchange.woken if self._exchange else threading.Event()

    def close(self) -> None:
        """Leave. A request that has not had its turn is not carried out."""
        if self._exchange and not self._has_ended:
            self._exchange.leave()
        self._has_ended = True

    def _take(self, event: h11.Event) -> None:
        if isinstance(event, h11.Request):
            self._head = event
        elif isinstance(event, h11.Data) and len(self._body) <= MOST_BODY_BYTES:
            self._body += event.data
        elif isinstance(event, h11.EndOfMessage) and self._head is not None:
            self._exchange = Exchange(self._server, self._scope(self._head), bytes(self._body))

    def _scope(self, head: h11.Request) -> Scope:
        """The request as ASGI has it."""
        raw_path, _, query = head.target.partition(b"?")
        headers = [(bytes(name), bytes(value)) for name, value in head.headers]
        # A proxy on one's own machine is believed, as the server does.
        told = dict(headers).get(b"x-forwarded-proto", b"").decode("latin-1").strip()
        return {
            "method": head.method.decode("ascii"),
            "path": unquote(raw_path.decode("ascii")),
            "raw_path": bytes(raw_path),
            "query_string": bytes(query),
            "headers": headers,
            "scheme": told if told in SCHEMES else self.scheme,
            "http_version": head.http_version.decode("ascii"),
            "server": self.address,
        }

    def _end(self, exchange: Exchange) -> None:
        """The answer, as far as it comes."""
        status, headers, payload = exchange.answer or (0, [], b"")
        self._is_reset = exchange.cut is Cut.RESET
        if self._is_reset or exchange.cut is Cut.LOST or not status:
            self._end_with(b"")
            return
        if exchange.cut is Cut.TRUNCATED:
            payload = payload[: len(payload) // 2]
        date = formatdate(usegmt=True).encode()
        lines = [b"HTTP/1.1 %d %b" % (status, _phrase(status)), b"date: %b" % date]
        lines += [b"%b: %b" % header for header in headers]
        self._end_with(b"\r\n".join([*lines, b"connection: close", b"", b""]) + payload)

    def _end_with(self, answer: bytes) -> None:
        self._answer += answer
        self._has_ended = True


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b""
