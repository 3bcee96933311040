"""A disk that fails: full from a certain size on, at the n-th call, or as a file that a crash left."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CALLS = ("open", "write", "fsync", "replace", "unlink")
"""What our own code asks of the disk; SQLite's is bounded by ``no_file_over``."""


@contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes, as ``ulimit -f`` has it."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class _Full:
    """A file that takes nothing."""

    def __init__(self, file) -> None:
        self._file = file

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> int:
        self._file.write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fail(monkeypatch, call: str, number: int = errno.ENOSPC) -> None:
    """Let every such call of ours fail from now on."""

    def failing(*_: object, **__: object):
        raise OSError(number, os.strerror(number))

    real = Path.open
    if call == "write":
        monkeypatch.setattr(Path, "open", lambda path, mode="r": _Full(real(path, mode)))
    elif call == "fsync":
        monkeypatch.setattr(os, "fsync", failing)
    else:
        monkeypatch.setattr(Path, call, failing)


def as_after_a_kill(folder: Path, copy: Path) -> Path:
    """A copy of a folder in use, as another process finds it when this one is killed now."""
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(folder, copy))
