"""What becomes of every answer, whoever asked for it: it is compared, reported and logged."""

from __future__ import annotations

import logging
import traceback
from pathlib import PurePath

from mockod.log import Line
from mockod.rest.exchange import Comparison, Exchange, Shadow
from mockod.rest.messages import Request
from mockod.shadow.report import Report
from mockod.shadow.upstream import Answer
from mockod.simulation.clock import monotonic

UNCOMPARED = Comparison("an answer that could not be compared")
log = logging.getLogger(__name__)


class Observer:
    """Nothing that it logs or keeps has a key, a query or a value of an answer."""

    def __init__(self, shadow: Shadow, report: Report) -> None:
        self.shadow = shadow
        self.report = report

    def answered(self, request: Request, answer: Answer, began: float) -> None:
        """An answer to a request that was sent at ``began``, by ``monotonic``."""
        comparison = self._compared(request, answer)
        self.report.add(comparison, answer.status)
        differences = len(comparison.differences) or None
        log.info(Line(f"{comparison.endpoint} {answer.status}", milliseconds=since(began), differences=differences))

    def unanswered(self, why: str, began: float) -> None:
        """No whole answer came."""
        self.report.add_unanswered(f"the server did not answer: {why}")
        log.warning(Line("not answered", why=why, milliseconds=since(began)))

    def refused(self, status: int, why: str) -> None:
        """A request that was not passed on."""
        self.report.add_refused(why)
        log.info(Line("refused", status=status, why=why))

    def _compared(self, request: Request, answer: Answer) -> Comparison:
        """What the vendor finds. A mistake of ours must not spoil an answer."""
        named = {name.decode("latin-1"): value.decode("latin-1") for name, value in answer.headers}
        try:
            return self.shadow.observe(Exchange(request, answer.status, named, answer.unpacked()))
        except Exception as exc:
            log_mistake(exc)
            return UNCOMPARED


def log_mistake(exc: Exception) -> None:
    """Where it was made; its words may tell of a person."""
    last = traceback.extract_tb(exc.__traceback__)[-1]
    at = f"{PurePath(last.filename).name}:{last.lineno}"
    log.error(Line("mistake of mockod's own", kind=type(exc).__name__, at=at))


def since(began: float) -> float:
    """Milliseconds."""
    return round((monotonic() - began) * 1000, 1)
