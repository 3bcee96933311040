"""Which requests a fault or an expectation is about: a path, an endpoint or a verb that no request can have is refused.

Misspelt it would strike nobody, and be never called, which looks like success. Whoever means requests outside the
API says so, by ``unmatched``.
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

OUTSIDE = "for requests outside the API, add unmatched: true"
"""How to mean what is refused otherwise."""


def check_target(
    scope: Scope, *, method: str | None, path: str | None, endpoint: str | None = None, unmatched: bool = False
) -> None:
    """Raises ValueError naming a verb that there is not, and NotThere naming what no request to the vendor can have.

    ``unmatched`` says that those are meant which match no endpoint: their method and path may be any.
    """
    if method is not None and method.upper() not in VERBS:
        raise ValueError(f"method: {method!r} is no verb{was_meant(method, VERBS)}")
    if unmatched:
        method = path = None
    if path is None and endpoint is None:
        return
    known = {name: name.partition(" ") for name in _known(scope)}
    fitting = set(known)
    if path is not None:
        fits = {one: may_fit(path, one) for one in {one for _, _, one in known.values()}}
        fitting = {name for name in fitting if fits[known[name][2]]}
        if not fitting:
            meant = _path_meant(path, fits) or f"; {OUTSIDE}"
            raise NotThere(f"path: no endpoint has {path!r}{meant}")
    if endpoint is not None:
        wanted = endpoint.lower().strip("/")
        if not any(fnmatchcase(name.lower(), wanted) for name in known):
            raise NotThere(f"endpoint: there is no {endpoint!r}{was_meant(endpoint, sorted(known))}")
        fitting = {name for name in fitting if fnmatchcase(name.lower(), wanted)}
        if not fitting:
            raise NotThere(f"endpoint: no request to {endpoint!r} has the path {path!r}")
    if method is not None:
        verbs = {known[name][0] for name in fitting}
        if method.upper() not in verbs:
            has = ", ".join(verb for verb in VERBS if verb in verbs)
            where = path if path is not None else endpoint
            raise NotThere(f"method: {where!r} has {has} and no {method.upper()}; {OUTSIDE}")


def _known(scope: Scope) -> set[str]:
    """Every endpoint, ``GET notes/{id}``; and what the vendor has that is not simulated, as clients may ask for it."""
    runtime = scope.runtime
    simulated = {
        f"{endpoint.method} {'' if runtime.is_first else f'{prefix}/'.lstrip('/')}{endpoint.path}"
        for prefix, routes in runtime.api.prefixes.items()
        for endpoint in routes.endpoints
    }
    return simulated.union(scope.features.not_simulated())


def _path_meant(path: str, known: Iterable[str]) -> str:
    """The nearest path, all numbers of rows alike."""
    plain = {re.sub(r"{\w+}", "1", one): one for one in sorted(known)}
    near = nearest(re.sub(r"\d+", "1", path), plain)
    return f"; {plain[near]} was meant?" if near else ""
