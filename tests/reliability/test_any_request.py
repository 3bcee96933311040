"""Whatever is sent to a server, as bytes over a socket: no 5xx comes back, and what is refused has changed nothing.

Where bytes hold more than one request, a success among the answers may have changed something. A request that is whole
is answered as it was carried out; what follows it may still be refused. ``END`` is what follows: it completes most
requests that want more, and is none itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockod.server import protocols, uvicorn_server
from support.any_requests import CUSTOMER, bodies, damaged, noise, orders, paths
from support.front import PARSERS, Front, front
from support.paths import PRACTICES
from support.raw_exchange import exchange, statuses

pytestmark = pytest.mark.live
EXAMPLES, EXAMPLES_IN_FULL = 30, 30_000
END = b"0\r\n\r\n" * 40
SHORT = 0.3
"""Seconds that the server waits for the rest of a request."""
BOOKED = """
appointments:
  - {AptNum: 1, PatNum: 1, Op: 1, ProvNum: 1, AptDateTime: "today 09:00:00"}
"""


@dataclass(frozen=True)
class Asked:
    """An office of a live server, and all that a request could change of it."""

    front: Front

    @property
    def offices(self) -> Any:
        return self.front.app.extensions["mockod.offices"]

    def state(self) -> Any:
        office = self.offices.office(CUSTOMER)
        with office.transaction() as tx:
            image = tx.image()
        return image, office.clock, office.settings, office.faults.listed(), self.offices.snapshots.listed(CUSTOMER)

    def begin_anew(self) -> None:
        self.offices.reset_all()
        for key in list(self.offices.by_key()):
            self.offices.drop(key)

    def ask(self, sent: bytes) -> list[int]:
        """What is answered to it. Nothing was changed, where all of that are refusals."""
        before = self.state()
        told = [status for status in statuses(exchange(self.front.root, sent)) if status >= 200]
        assert [status for status in told if status >= 500] == []
        if not told or min(told) >= 400:
            assert self.state() == before
        else:
            self.begin_anew()
        return told


@pytest.fixture(scope="module", params=PARSERS)
def asked(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    practice = tmp_path_factory.mktemp("any") / "booked.yaml"
    practice.write_text((PRACTICES / "tiny.yaml").read_text() + BOOKED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn_server, "SECONDS_BETWEEN_LOOKS", 0.02)
        patch.setattr(uvicorn_server, "SECONDS_IDLE", SHORT)
        for name in ("SECONDS_FOR_HEAD", "SECONDS_OF_PAUSE", "SECONDS_TO_HEAR"):
            patch.setattr(protocols, name, SHORT)
        with front(request.param, str(practice)) as served:
            yield Asked(served)


def tried(asked: Asked, requests: st.SearchStrategy[bytes], *, is_full: bool) -> Counter[str]:
    """So many of them; how many were answered how."""
    told: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES_IN_FULL if is_full else EXAMPLES,
        derandomize=not is_full,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests)
    def law(sent: bytes) -> None:
        answers = asked.ask(sent)
        told[f"{answers[0] // 100}xx" if answers else "none"] += 1

    asked.begin_anew()
    law()
    return told


KINDS = {
    "paths": paths(),
    "bodies": bodies(),
    "orders": orders(),
    "damaged": damaged().map(lambda sent: sent + END),
    "noise": noise.map(lambda sent: sent + END),
}
ANSWERED_WELL = {"paths", "bodies", "orders", "damaged"}
"""Kinds some of which are no mistakes: else little was tried. A share has one in twenty, or by chance none."""


@pytest.mark.parametrize("kind", KINDS)
def test_no_bytes_make_a_5xx_and_none_that_are_refused_change_anything(kind, asked, is_full, record_property):
    told = tried(asked, KINDS[kind], is_full=is_full)

    record_property(f"any request, {kind}", f"{told.total()}: {dict(told)}")
    assert told["4xx"] > 0
    assert kind not in ANSWERED_WELL or not is_full or told["2xx"] > 0
