"""The lock on a data folder: one application at a time, for as long as it lives.

It is the kernel's own lock on the file ``mockod.lock``, so a killed process lets go of it too; that the file is there
says nothing. It works between processes and containers of one machine, and over NFS as far as the server has locks.
"""

from __future__ import annotations

import errno
import gc
import os
import socket
import weakref
from contextlib import suppress
from pathlib import Path

NAME = "mockod.lock"
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_WINDOWS_BYTE = 1 << 30
"""The byte that is locked on Windows, far behind what is read: nobody else can read a locked one there."""


class FolderError(ValueError):
    """A folder that cannot be used; the text says why."""


class FolderLock:
    """Holds the folder from its creation until ``release``, or the end of the process."""

    def __init__(self, folder: Path) -> None:
        """Raises FolderError where another application has the folder, or nobody can lock or write there."""
        self._pid = os.getpid()
        descriptor = _locked(folder)
        with suppress(OSError):  # a full disk: the lock counts, not what it says
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{self._pid} {socket.gethostname()}\n".encode())
        self._release = weakref.finalize(self, os.close, descriptor)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_Abandon(self))

    @property
    def is_held(self) -> bool:
        """Whether it is this process that holds it: not after its release, nor in a process forked off."""
        return self._release.alive and self._pid == os.getpid()

    def release(self) -> None:
        self._release()


class _Abandon:
    """Lets a process forked off close its copy of the lock, which else would be held until that process ends too."""

    def __init__(self, lock: FolderLock) -> None:
        self._lock = weakref.ref(lock)

    def __call__(self) -> None:
        lock = self._lock()
        if lock is not None:
            lock.release()


def _locked(folder: Path) -> int:
    """The lock file, open and locked."""
    try:
        descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as exc:
        raise FolderError(f"{folder}: {exc.strerror}") from exc
    try:
        try:
            _lock(descriptor)
        except OSError:
            gc.collect()  # the application that held it may be one of ours that nobody needs any more
            _lock(descriptor)
    except OSError as exc:
        holder = _holder(descriptor)
        os.close(descriptor)
        if exc.errno not in _TAKEN:
            raise FolderError(f"{folder}: its file system has no locks ({exc.strerror}); use a local disk") from exc
        raise FolderError(f"{folder}: in use by {holder}; one at a time can use a folder") from exc
    return descriptor


def _lock(descriptor: int) -> None:
    """Lock at once or raise OSError. Not ``lockf``: closing any other handle on the file would end that lock."""
    if os.name == "posix":
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:  # pragma: no cover - Windows has another kind
        import msvcrt

        os.lseek(descriptor, _WINDOWS_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        os.lseek(descriptor, 0, os.SEEK_SET)


def _holder(descriptor: int) -> str:
    """Who has the lock, in words, as far as its file says."""
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        pid, host = os.read(descriptor, 300).decode().split()
    except (OSError, ValueError):
        return "another mockod"
    if host != socket.gethostname():
        return f"another mockod (process {pid} on {host})"
    if pid == str(os.getpid()):
        return "another application of this process"
    return f"another mockod (process {pid})"
