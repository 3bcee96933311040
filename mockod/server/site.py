"""Site: what one application answers, by path; no HTTP library in it. Every door asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.messages import Basis, Request, Response
from mockod.rest.router import Routes
from mockod.runtime.vendor_runtime import VendorRuntime
from mockod.server.cors import CLOSED, Cors

if TYPE_CHECKING:
    from mockod.control.api import ControlPlane
    from mockod.control.auth import Guard

CONTROL = "/_mockod"
EXTENSION = "mockod.site"
"""Key of the application's ``Site`` in ``app.extensions`` of Flask."""
MOST_BODY_BYTES = 16_800_000
"""Of any request's body; larger ones are refused unread."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A vendor's routes below a path prefix."""

    prefix: str
    runtime: VendorRuntime
    routes: Routes


class Site:
    """The vendors of one application, and their control plane."""

    def __init__(
        self,
        runtimes: Sequence[VendorRuntime],
        *,
        token: str = "",
        address: str = "",
        allowed_hosts: Sequence[str] = (),
        cors: Cors = CLOSED,
    ) -> None:
        """``token``, ``address`` and ``allowed_hosts`` guard the control plane, ``cors`` is of all else.

        Of several vendors the first is the default.
        """
        self.runtimes = tuple(runtimes)
        self._token = token
        self._address = address
        self._allowed_hosts = allowed_hosts
        self._cors = cors
        self._mounts = tuple(
            Mount(prefix, runtime, routes)
            for runtime in self.runtimes
            for prefix, routes in runtime.api.prefixes.items()
        )

    @cached_property
    def control(self) -> ControlPlane:
        """Made at the first control call: a start need not wait for it."""
        from mockod.control.api import ControlPlane

        return ControlPlane(self.runtimes, self._guard)

    @cached_property
    def _guard(self) -> Guard:
        from mockod.control.auth import Guard

        return Guard(self._token, self._address, self._allowed_hosts)

    @cached_property
    def _control_cors(self) -> Cors:
        return Cors(self._guard.allows) if self._allowed_hosts else CLOSED

    def cors(self, path: str) -> Cors:
        """Which pages may call at a path."""
        return self._control_cors if self.is_control(path) else self._cors

    def mount(self, path: str) -> Mount | None:
        """The vendor's routes that a path belongs to."""
        for mount in self._mounts:
            prefix = mount.prefix
            if path.startswith(prefix) and (len(path) == len(prefix) or path[len(prefix)] == "/"):
                return mount
        return None

    @staticmethod
    def is_control(path: str) -> bool:
        """Whether a path is the control plane's."""
        return path == CONTROL or path.startswith(f"{CONTROL}/")

    def elsewhere(self, request: Request) -> Response:
        """The answer below no prefix at all, with a note where the path is an endpoint's but for its beginning.

        Only the root is there, for programs that wait until a server answers.
        """
        first = self.runtimes[0]
        base_path = first.vendor.base_path
        if request.path == "/" and request.method in ("GET", "HEAD"):
            return Response(200, f"This is mockod; the API is at {base_path}.", Basis.ASSUMED)
        text = f"There is nothing here; the API is at {base_path}."
        suggested = next(filter(None, (runtime.suggested_path(request.path) for runtime in self.runtimes)), "")
        headers = {NOTE_HEADER: f"Try {suggested}."} if suggested else {}
        return first.write_stray(request, Response(404, text, Basis.ASSUMED, headers), text)

    def error(self, path: str, status: int, name: str) -> Response:
        """An error that the core does not know of, in the shape of the API or control plane at a path."""
        error = ApiError(status, f"mockod: {name}.")
        if path.startswith(f"{CONTROL}/"):
            from mockod.control.api import problem  # here, as a start need not wait for it

            return problem(error)
        mount = self.mount(path)
        return mount.runtime.api.refuse(error) if mount else Response(status, error.text, Basis.ASSUMED)

    def close(self) -> None:
        """The end: the data stays, and its folder is free for the next application."""
        for runtime in self.runtimes:
            runtime.offices.close()

    @contextmanager
    def served_at(self, address: str, port: int) -> Iterator[None]:
        """A server listens at an IP address meanwhile, and no office sends anything there."""
        with ExitStack() as served:
            for runtime in self.runtimes:
                served.enter_context(runtime.server_addresses.added(address, port))
            yield

    @contextmanager
    def made_ahead_by(self, wake: Callable[[], object]) -> Iterator[None]:
        """Somebody calls ``make_ahead`` meanwhile, a moment after ``wake`` was called."""
        with ExitStack() as stack:
            for runtime in self.runtimes:
                stack.enter_context(runtime.offices.starts.made_ahead_by(wake))
            yield

    def make_ahead(self) -> None:
        """Make ready what the next new offices need."""
        for runtime in self.runtimes:
            runtime.offices.starts.make_ahead()

    def tick(self) -> None:
        """Deliver what is due in all offices: called once a second."""
        for runtime in self.runtimes:
            runtime.time_travel.tick()
