"""What a client sees of the offices of a folder, and what lies in the folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mockod.store.atomic_file import is_half_made
from support.api_client import ApiClient
from support.crash.operations import Place
from support.office_in_folder import control

Seen = dict[str, Any]
IN_PROCESS = ("clock", "settings")
"""A restart begins with those of the start."""
_HASH = "[0-9a-f]{32}"
_WHOLE = re.compile(rf"mockod\.lock|{_HASH}\.sqlite|{_HASH}\.json|{_HASH}\.{_HASH}\.snapshot")
"""What may lie in a folder that no process uses."""


def seen(place: Place, offices: tuple[str, ...]) -> Seen:
    """Appointments and snapshots, clock and settings."""
    one = place.open()
    settings = control(one, "GET", "settings").json
    return {
        "appointments": {key: appointments(ApiClient(one.http, key)) for key in offices},
        "snapshots": control(one, "GET", "snapshots").json,
        "clock": control(one, "GET", "clock").json,
        "settings": settings["mode"],
    }


def appointments(office: ApiClient) -> list[list[Any]]:
    """Number, start, status and note; a note of one letter is told by its length."""
    return [
        [row["AptNum"], row["AptDateTime"], row["AptStatus"], f"{len(row['Note'])} {''.join(sorted(set(row['Note'])))}"]
        for row in office.read("appointments")
    ]


def lasting(state: Seen) -> Seen:
    """What of it survives the process."""
    return {name: value for name, value in state.items() if name not in IN_PROCESS}


def half_made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if is_half_made(path))


def strange(folder: Path) -> list[str]:
    """Files that do not belong into a folder at rest."""
    return sorted(path.name for path in folder.iterdir() if not _WHOLE.fullmatch(path.name))
