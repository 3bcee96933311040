"""The options of ``mockod serve`` that are Open Dental's: keys, mode, version, webhooks, conduct, delay."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mockod.runtime.webhook_sender import is_host
from mockod.simulation.delays import read_delay
from mockod.vendors.opendental.access.conduct import parse_conduct
from mockod.vendors.opendental.access.keyring import Keyring
from mockod.vendors.opendental.access.settings import MODES, Mode, Settings
from mockod.vendors.opendental.access.versions import DEFAULT, parse_version
from mockod.vendors.vendor import Option, Section


def _keys(text: str) -> Keyring:
    """The keys that a file lists; without one, any keys."""
    if not text:
        return Keyring()
    from mockod.vendors.opendental.access.keys_file import read_keys  # here, as few starts read one

    return read_keys(Path(text))


def _mode(text: str) -> Mode:
    if text not in MODES:
        raise ValueError(f"{text!r} is none of {', '.join(MODES)}")
    return MODES[text]


def _webhooks(text: str) -> frozenset[str]:
    """Hosts, by name or address, with commas between."""
    hosts = frozenset(host.strip().strip("[]").lower() for host in text.split(",") if host.strip())
    for host in hosts:
        if not is_host(host):
            raise ValueError(f"{host!r} is no host; name hosts alone, as receiver.test,10.0.0.7")
    return hosts


OPTIONS = (
    Option(
        name="keys",
        help="File that lists the keys to let in, with their permissions.  [default: any keys]",
        read=_keys,
        order=21,
    ),
    Option(
        name="mode",
        help="local, service or remote.  [default: local]",
        read=_mode,
        default="local",
        order=0,
    ),
    Option(
        name="od-version",
        help="Open Dental version to be, as 25.4 or 25.4.48.  [default: 26.3]",
        read=parse_version,
        default=DEFAULT,
        order=1,
    ),
    Option(
        name="webhooks",
        help="Hosts that subscriptions may lead to besides this machine: host,host.  [default: none]",
        read=_webhooks,
        order=20,
    ),
    Option(
        name="conduct",
        help="faithful or strict, single points after it: faithful,overlaps=on.  [default: faithful]",
        read=parse_conduct,
        default="faithful",
        order=2,
    ),
    Option(
        name="delay",
        help="How long each answer is held: seconds as 0.3, or 300ms, or 50ms-200ms to draw between.  [default: 0]",
        read=read_delay,
        default="0",
        order=3,
    ),
)


def section(values: Mapping[str, Any]) -> Section:
    """The configuration that the values of these options make."""
    settings = Settings(
        mode=values["mode"],
        version=values["od-version"],
        conduct=values["conduct"],
        delay=values["delay"],
        webhooks=values["webhooks"],
    )
    return Section(settings, values["keys"])


def default_port(values: Mapping[str, Any]) -> int:
    """The port that the real API has in this mode."""
    mode: Mode = values["mode"]
    return mode.port
