"""Which requests a fault or an expectation is about: a path, an endpoint or a verb that no request can have is refused.

Misspelt it would strike nobody, and be never called, which looks like success.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from mockod.control.scope import Scope
from mockod.rest.endpoint import VERBS
from mockod.rest.errors import NotThere
from mockod.rest.nearest import nearest, was_meant
from mockod.simulation.path_patterns import may_fit


def check_target(scope: Scope, *, method: str | None, path: str | None, endpoint: str | None = None) -> None:
    """Raises ValueError naming a verb that there is not, and NotThere naming what no request to the vendor can have."""
    if method is not None and method.upper() not in VERBS:
        raise ValueError(f"method: {method!r} is no verb{was_meant(method, VERBS)}")
    if path is not None:
        paths = {one.partition(" ")[2] for one in _known(scope)}
        if not any(may_fit(path, known) for known in paths):
            raise NotThere(f"path: no endpoint has {path!r}{_path_meant(path, paths)}")
    if endpoint is not None:
        names = sorted(_known(scope))
        if not any(fnmatchcase(name.lower(), endpoint.lower().strip("/")) for name in names):
            raise NotThere(f"endpoint: there is no {endpoint!r}{was_meant(endpoint, names)}")


def _known(scope: Scope) -> set[str]:
    """Every endpoint, ``GET notes/{id}``; and what the vendor has that is not simulated, as clients may ask for it."""
    routes = scope.runtime.api.prefixes.values()
    simulated = {f"{endpoint.method} {endpoint.path}" for one in routes for endpoint in one.endpoints}
    return simulated.union(scope.features.not_simulated())


def _path_meant(path: str, known: Iterable[str]) -> str:
    """The nearest path, all numbers of rows alike."""
    plain = {re.sub(r"{\w+}", "1", one): one for one in sorted(known)}
    near = nearest(re.sub(r"\d+", "1", path), plain)
    return f"; {plain[near]} was meant?" if near else ""
