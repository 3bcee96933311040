"""What a large practice costs: to generate it, to read its file, to start from its kept image, and to move that a week.

Usage: python benchmarks/practices.py [patients] [years]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from mockod.store import kept_images
from mockod.store.images import Images
from mockod.store.written_practice import as_text
from mockod.vendors import practice_loader
from mockod.vendors.opendental.practice.generate.practice import Wish, generate

MONDAY = date(2026, 3, 2)


def seconds(work: Callable[[], object]) -> float:
    """Of the time that this process works."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main(patients: int, years: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.yaml"
        kept_images.user_cache = lambda: Path(folder) / "user"
        wish = Wish(patients, years, seed=1)
        rows = 0

        def write() -> None:
            nonlocal rows
            sections = generate(wish, iter)
            rows = sum(map(len, sections.values()))
            path.write_text("".join(as_text(sections)), encoding="utf-8")

        def start(today: date) -> Callable[[], object]:
            return lambda: Images(practice_loader).image(str(path), today)

        Images(practice_loader).build("tiny", MONDAY)  # what is imported then is no part of the reading
        generating = seconds(write)
        reading, kept, moved = (seconds(start(day)) for day in (MONDAY, MONDAY, MONDAY + timedelta(weeks=1)))
        print(f"{patients} patients, {years} years: {rows} rows, {path.stat().st_size / 1e6:.0f} MB")
        for name, took in {"generate": generating, "read": reading, "kept": kept, "moved": moved}.items():
            print(f"  {name:12}{took:7.2f} s   {took / reading:5.2f}")


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]) if len(sys.argv) > 1 else (5000, 3))
