"""The process that dies: ``python -m support.crash.process DESCRIPTOR``.

It imports everything once, and then forks a child for each order: what was imported costs a child nothing, nor does any
of its system calls come from an import. A child does what it is told, one message at a time, over the same socket.
Messages are sent and received, never written and read, so that none is among the calls that are made to fail.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import signal
import socket
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from mockod.store.images import Images
from mockod.vendors import practice_loader
from support.crash.operations import OPERATIONS, Place
from support.crash.seen import half_made, seen, strange

MOST_BYTES = 150_000
"""Of a message."""
MOST_SECONDS = 30
"""Of a child; a hang ends as a signal."""
_PR_SET_PTRACER, _ANY = 0x59616D61, -1


def main() -> None:
    logging.getLogger("mockod").addHandler(logging.NullHandler())
    _keep_images()
    _warm_up()
    with socket.socket(fileno=int(sys.argv[1])) as parent:
        while order := parent.recv(MOST_BYTES):
            child = os.fork()
            if child == 0:
                _serve(parent, **json.loads(order))
                os._exit(0)
            _, status = os.waitpid(child, 0)
            _send(parent, ended=os.waitstatus_to_exitcode(status))


def _keep_images() -> None:
    """Read each practice once for all children, whose own applications would read it again."""
    made, first = Images._made, Images(practice_loader)
    images = cache(lambda practice, today: made(first, practice, today))
    Images._made = lambda self, practice, today: images(practice, today)


def _warm_up() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, operation in OPERATIONS.items():
            place = Place(Path(folder, name, "offices"))
            for step in (operation.make, Place.close, operation.prepare, operation.act, Place.close):
                step(place)


def _serve(parent: socket.socket, operation: str, folder: str) -> None:
    """Do what is told until there is nothing more: each message names a step."""
    signal.alarm(MOST_SECONDS)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY)  # where only a parent may trace otherwise
    place, chosen = Place(Path(folder)), OPERATIONS[operation]
    _send(parent, pid=os.getpid())
    while (step := parent.recv(MOST_BYTES).decode()) != "end":
        try:
            _send(parent, **_step(step, place, chosen))
        except Exception as exc:
            _send(parent, raised=f"{step}: {exc!r}")


def _step(step: str, place: Place, operation: Any) -> dict[str, Any]:
    match step:
        case "make":
            operation.make(place)
        case "prepare":
            operation.prepare(place)
        case "act":
            status, text = operation.act(place)
            return {"status": status, "text": text[:300]}
        case "look":
            return {"seen": seen(place, operation.offices), "half_made": half_made(place.folder)}
        case "book on":
            booked = place.open().book(AptDateTime="2026-03-02 17:00:00")
            return {"number": booked["AptNum"]}
        case "close":
            place.close()
            return {"strange": strange(place.folder)}
    return {}


def _send(parent: socket.socket, **message: Any) -> None:
    parent.send(json.dumps(message).encode())


if __name__ == "__main__":
    main()
