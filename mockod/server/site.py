"""Site: what one application answers, by path; no HTTP library in it. Every door asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
NO_HOSTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Mount:
    """A vendor's routes below a path prefix."""

    prefix: str
    """As requests have it."""
    runtime: VendorRuntime
    full_prefix: str
    """As the vendor has it."""

    @property
    def routes(self) -> Routes:
        return self.runtime.api.prefixes[self.full_prefix]


def _mounts(runtimes: Sequence[VendorRuntime], *, at_root: bool = False) -> Iterator[Mount]:
    """Where vendors are found; ``at_root`` says that each is at home everywhere."""
    for runtime in runtimes:
        home = runtime.vendor.home
        for prefix in runtime.vendor.prefixes or (runtime.vendor.base_path,):
            if at_root and home:
                yield Mount(prefix.removeprefix(home), runtime, prefix)
            elif not at_root:
                yield Mount(prefix, runtime, prefix)


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
        at_root: bool = False,
        hosts: Mapping[str, str] = NO_HOSTS,
    ) -> None:
        """``token``, ``address`` and ``allowed_hosts`` guard the control plane, ``cors`` is of all else.

        Of several vendors the first is the default; ``at_root`` it is found below the root as its real API is, too.
        ``hosts`` names vendors by the host name under which each is found so, before all others.
        """
        self.runtimes = tuple(runtimes)
        self.shared = self.runtimes[0].shared
        self._token = token
        self._address = address
        self._allowed_hosts = allowed_hosts
        self._cors = cors
        everywhere = (*_mounts(self.runtimes), *_mounts(self.runtimes[:1] if at_root else (), at_root=True))
        self._mounts = everywhere
        self._by_host: dict[str, tuple[Mount, ...]] = {}
        for host, name in hosts.items():
            own = [runtime for runtime in self.runtimes if runtime.vendor.name == name]
            self._by_host[host] = (*_mounts(own, at_root=True), *_mounts(own), *everywhere)

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

    def mount(self, path: str, headers: Mapping[str, str]) -> Mount | None:
        """The vendor's routes that a path belongs to; ``headers`` may name the vendor's own host."""
        mounts = self._mounts
        if self._by_host:
            mounts = self._by_host.get(_host_name(headers.get("Host") or ""), mounts)
        for mount in mounts:
            prefix = mount.prefix
            if path.startswith(prefix) and (len(path) == len(prefix) or path[len(prefix)] == "/"):
                return None if not prefix and (path == "/" or self.is_control(path)) else mount
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
        near = (one for one in self.runtimes if one is first or request.path.startswith(one.vendor.home or "//"))
        suggested = next(filter(None, (runtime.suggested_path(request.path) for runtime in near)), "")
        headers = {NOTE_HEADER: f"Try {suggested}."} if suggested else {}
        return first.write_stray(request, Response(404, text, Basis.ASSUMED, headers), text)

    def error(self, path: str, headers: Mapping[str, str], status: int, name: str) -> Response:
        """An error that the core does not know of, in the shape of the API or control plane at a path."""
        error = ApiError(status, f"mockod: {name}.")
        if path.startswith(f"{CONTROL}/"):
            from mockod.control.api import problem  # here, as a start need not wait for it

            return problem(error)
        mount = self.mount(path, headers)
        return mount.runtime.api.refuse(error) if mount else Response(status, error.text, Basis.ASSUMED)

    def close(self) -> None:
        """The end: the data stays, and its folder is free for the next application."""
        self.shared.offices.close()

    @contextmanager
    def served_at(self, address: str, port: int) -> Iterator[None]:
        """A server listens at an IP address meanwhile, and no office sends anything there."""
        with self.shared.server_addresses.added(address, port):
            yield

    @contextmanager
    def made_ahead_by(self, wake: Callable[[], object]) -> Iterator[None]:
        """Somebody calls ``make_ahead`` meanwhile, a moment after ``wake`` was called."""
        with self.shared.offices.starts.made_ahead_by(wake):
            yield

    def make_ahead(self) -> None:
        """Make ready what the next new offices need."""
        self.shared.offices.starts.make_ahead()

    def tick(self) -> None:
        """Deliver what is due in all offices: called once a second."""
        self.shared.time_travel.tick()


def _host_name(header: str) -> str:
    """A Host header without its port.

    >>> _host_name("Office.test:8080"), _host_name("[::1]:80")
    ('office.test', '[::1]')
    """
    host, colon, port = header.lower().rpartition(":")
    return host if colon and port.isdigit() else header.lower()
