"""What a disk may hold when the power goes: of what a process wrote, only what was synced is there for certain.

The calls of an operation are played again on a model of the folder. At each moment a file may be as it was synced last
or as it was written last, and so may the folder's list of names; every mixture of these is what a power cut may leave.
A file torn within one call is not among them; SQLite's checksums and our own are for that.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from support.crash.tracer import tracing

CALLS = "write,pwrite64,fsync,fdatasync,ftruncate,rename,unlink,openat"
_LONGEST = 4_000_000
"""Bytes of one call that strace tells."""
_DONE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (\d+)")
_TEXT = re.compile(r'["<]((?:\\x[0-9a-f]{2})*)[">]')
_NUMBER = re.compile(r", (\d+)")
Files = dict[str, bytes]
"""What lies in a folder, by name."""


@dataclass(frozen=True)
class Call:
    """A call that succeeded, on the file ``name`` of the folder; of an fsync of the folder itself the name is empty."""

    kind: str
    name: str
    content: bytes = b""
    number: int = 0
    """Where a write begins, or the size that a file is given."""
    other: str = ""
    """What a file is called from now on."""


@dataclass
class _File:
    written: bytearray
    synced: bytes = b""


@dataclass
class Disk:
    """A folder: names as they are and as they were synced, and behind each name a file."""

    names: dict[str, _File] = field(default_factory=dict)
    synced_names: dict[str, _File] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> Disk:
        """The folder as it is, as though all of it were synced."""
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        names = {name: _File(bytearray(content), content) for name, content in files.items()}
        return cls(names, dict(names))

    def play(self, call: Call) -> None:
        if call.kind in ("fsync", "fdatasync") and not call.name:
            self.synced_names = dict(self.names)
            return
        if call.kind == "openat":
            self.names.setdefault(call.name, _File(bytearray()))
            return
        file = self.names.get(call.name)
        if file is None:  # deleted while it was open
            return
        match call.kind:
            case "write":
                file.written += call.content
            case "pwrite64":
                file.written.extend(bytes(max(call.number - len(file.written), 0)))
                file.written[call.number : call.number + len(call.content)] = call.content
            case "ftruncate":
                file.written = bytearray(bytes(file.written).ljust(call.number, b"\0")[: call.number])
            case "fsync" | "fdatasync":
                file.synced = bytes(file.written)
            case "rename":
                self.names[call.other] = self.names.pop(call.name)
            case "unlink":
                del self.names[call.name]

    def after_a_cut(self) -> Iterator[Files]:
        """Every mixture that may be left."""
        for names in (self.synced_names, self.names):
            unsure = [name for name, file in names.items() if bytes(file.written) != file.synced]
            for choice in product((True, False), repeat=len(unsure)):
                is_written = dict(zip(unsure, choice, strict=True))
                yield {
                    name: bytes(file.written) if is_written.get(name) else file.synced for name, file in names.items()
                }


def recording(pid: int, listed: Path):
    """Write every call that changes files into ``listed``, with all that it wrote."""
    options = ("-y", "-xx", "-s", str(_LONGEST), "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(listed))
    return tracing(pid, *options)


def recorded(listed: Path, folder: Path) -> list[Call]:
    """The calls on the folder and its files."""
    calls = []
    for line in listed.read_text().splitlines():
        done = _DONE.match(line)
        if done:
            call = _call(done[1], done[2], folder)
            if call:
                calls.append(call)
    return calls


def _call(kind: str, arguments: str, folder: Path) -> Call | None:
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
    if kind == "openat":
        if "O_CREAT" not in arguments:
            return None
        texts = texts[1:]
    path = Path(texts[0].decode())
    if path == folder:
        return Call(kind, "")
    if path.parent != folder:
        return None
    call = Call(kind, path.name)
    if kind == "rename":
        return replace(call, other=Path(texts[1].decode()).name)
    if kind in ("write", "pwrite64"):
        call = replace(call, content=texts[1])
    if kind in ("pwrite64", "ftruncate"):
        return replace(call, number=int(_NUMBER.findall(_TEXT.sub("", arguments))[-1]))
    return call


def write(files: Files, folder: Path) -> None:
    """Lay the files into the folder, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
