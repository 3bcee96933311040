"""How long answers are held: a fixed time, or one drawn between two; as an option has it, and as JSON does."""

from __future__ import annotations

import random
import re
from typing import Any

from mockod.simulation.fault_fields import read_seconds
from mockod.simulation.faults import LONGEST

Delay = tuple[float, float]
"""The least and the most, in seconds; the same twice for a fixed time."""
NO_DELAY: Delay = (0.0, 0.0)
_UNITS = {"": 1.0, "s": 1.0, "ms": 0.001}
_TIME = r"(\d{1,7}(?:\.\d{1,6})?) *(s|ms)?"
_TEXT = re.compile(rf"{_TIME}(?: *[-\u2013] *{_TIME})?", re.ASCII | re.IGNORECASE)


def read_delay(text: str) -> Delay:
    """Seconds, or milliseconds that say so; two of them to draw between. Raises ValueError.

    >>> read_delay("0.3"), read_delay("300ms"), read_delay("50ms-0.2s"), read_delay("50-200ms")
    ((0.3, 0.3), (0.3, 0.3), (0.05, 0.2), (0.05, 0.2))
    """
    found = _TEXT.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no time; write seconds as 0.3, or 300ms, or 50ms-200ms to draw between")
    first, unit, last, last_unit = found.groups()
    bounds = [(first, unit or last_unit), (last or first, last_unit if last else unit)]
    times = [round(float(number) * _UNITS[(of or "").lower()], 9) for number, of in bounds]
    if max(times) > LONGEST:
        raise ValueError(f"{text!r} is too long; at most {LONGEST:g} seconds")
    return min(times), max(times)


def delay_from_json(name: str, value: Any) -> Delay:
    """Seconds, one number or two to draw between. Raises ValueError naming the field."""
    return read_seconds(name, value)


def delay_to_json(delay: Delay) -> float | list[float]:
    """One number where both are the same."""
    return delay[0] if delay[0] == delay[1] else list(delay)


class Delays:
    """Draws how long each answer is held, from one generator: the same requests meet the same delays at each start."""

    def __init__(self) -> None:
        self._draws = random.Random(0)

    def seconds(self, delay: Delay) -> float:
        least, most = delay
        return least if least == most else self._draws.uniform(least, most)
