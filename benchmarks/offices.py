"""What an office costs: memory of an idle one and of an open one, time to make, to wake and to drop one.

Usage: python benchmarks/offices.py [offices] [practice]
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mockod.app import create_app
from mockod.config import Config
from mockod.store.office_places import OPEN_AT_ONCE
from mockod.store.registry import Offices


def resident() -> int:
    """Bytes of memory that this process has now; where the system does not say, the most it ever had."""
    gc.collect()
    pages = Path("/proc/self/statm")
    if pages.is_file():
        return int(pages.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def each(keys: list[str], work: Callable[[str], object]) -> Callable[[], None]:
    def run() -> None:
        for key in keys:
            work(key)

    return run


def main(count: int, practice: str) -> None:
    offices: Offices = create_app(Config(practice=practice, offices=count + 1)).extensions["mockod.offices"]
    offices.office("first")
    keys = [f"office-{number}" for number in range(count)]

    def wake(key: str) -> None:
        with offices.office(key).transaction():
            pass

    before = resident()
    opened = milliseconds(each(keys[:OPEN_AT_ONCE], wake))
    after_open = resident()
    made = opened + milliseconds(each(keys[OPEN_AT_ONCE:], wake))
    after_all = resident()
    idle = count - OPEN_AT_ONCE
    print(f"{count} offices of practice {practice}, {OPEN_AT_ONCE} open, {idle} idle")
    print(f"  memory of an open office   {(after_open - before) / OPEN_AT_ONCE / 1000:8.0f} kB")
    print(f"  memory of an idle office   {(after_all - after_open) / idle / 1000:8.0f} kB")
    print(f"  to make one                {made / count:8.2f} ms")
    print(f"  to wake one, park another  {milliseconds(each(keys, wake)) / count:8.2f} ms")
    print(f"  to drop one                {milliseconds(each(keys, offices.drop)) / count:8.2f} ms")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    if count <= OPEN_AT_ONCE:
        sys.exit(f"More than {OPEN_AT_ONCE} offices, as that many stay open.")
    main(count, sys.argv[2] if len(sys.argv) > 2 else "demo")
