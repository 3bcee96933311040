"""Config: how a server is started. Read once from flags and environment, checked, then passed on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mockod.runtime.webhook_sender import is_host
from mockod.simulation.clock import Clock, parse_moment
from mockod.store import bundled
from mockod.store.registry import MOST
from mockod.vendors.opendental.access.conduct import parse_conduct
from mockod.vendors.opendental.access.keyring import Keyring
from mockod.vendors.opendental.access.settings import MODES, Settings
from mockod.vendors.opendental.access.versions import DEFAULT, parse_version

DEFAULT_PRACTICE = "demo"
MOST_OFFICES = 1_000_000
"""The highest bound that makes sense to set."""
_TOKEN = re.compile(r"[!-~]{1,256}")
_HOST_NAME = re.compile(r"[A-Za-z0-9._:\[\]-]{1,253}")
_SWITCH = {"on": True, "off": False, "true": True, "false": False, "1": True, "0": False}


class ConfigError(ValueError):
    """A bad value; the text begins with the option's name."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that ``mockod serve`` can be told. ``port`` 0 lets the system choose one."""

    host: str = "127.0.0.1"
    port: int = 30222
    practice: str = DEFAULT_PRACTICE
    clock: Clock = field(default_factory=Clock)
    data_dir: Path | None = None
    settings: Settings = field(default_factory=Settings)
    keyring: Keyring = field(default_factory=Keyring)
    offices: int = MOST
    evict_idle: bool = False
    """Whether, where there is no room for another office, the one longest idle goes."""
    token: str = field(default="", repr=False)
    """What the control plane wants to see, where it is not open to all."""
    allowed_hosts: tuple[str, ...] = ()
    """Names by which a browser may call the control plane, besides those of this machine."""


def read_config(options: Mapping[str, str | None]) -> Config:
    """Options by name, None or absent for not given. Raises ConfigError naming the option.

    >>> read_config({"mode": "service"}).port
    30223
    """
    given = {name: value for name, value in options.items() if value not in (None, "")}

    def text(name: str, default: str) -> str:
        return str(given.get(name, default))

    mode = MODES.get(text("mode", "local"))
    if mode is None:
        raise ConfigError(f"--mode: {given['mode']!r} is none of {', '.join(MODES)}")
    try:
        version = parse_version(text("od-version", DEFAULT))
    except ValueError as exc:
        raise ConfigError(f"--od-version: {exc}") from exc
    try:
        conduct = parse_conduct(text("conduct", "faithful"))
    except ValueError as exc:
        raise ConfigError(f"--conduct: {exc}") from exc
    return Config(
        host=text("host", "127.0.0.1"),
        port=_port(text("port", str(mode.port))),
        practice=_practice(text("practice", DEFAULT_PRACTICE)),
        clock=_clock(text("clock", "now")),
        data_dir=_data_dir(given.get("data-dir")),
        settings=Settings(mode=mode, version=version, conduct=conduct, webhooks=_webhooks(text("webhooks", ""))),
        keyring=_keyring(given.get("keys")),
        offices=_offices(text("offices", str(MOST))),
        evict_idle=_switch("evict-idle", text("evict-idle", "off")),
        token=_token(given.get("token")),
        allowed_hosts=_allowed_hosts(text("allowed-hosts", "")),
    )


def _offices(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and 1 <= int(text) <= MOST_OFFICES):
        raise ConfigError(f"--offices: {text!r} is no number of offices; choose 1 to {MOST_OFFICES}")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text.lower() not in _SWITCH:
        raise ConfigError(f"--{name}: {text!r} is neither on nor off")
    return _SWITCH[text.lower()]


def _token(text: str | None) -> str:
    if text is not None and not _TOKEN.fullmatch(text):
        raise ConfigError("--token: a token is 1 to 256 visible ASCII characters without blanks")
    return text or ""


def _allowed_hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if not _HOST_NAME.fullmatch(name):
            raise ConfigError(f"--allowed-hosts: {name!r} is no host name")
    return names


def _keyring(text: str | None) -> Keyring:
    if not text:
        return Keyring()
    from mockod.vendors.opendental.access.keys_file import read_keys  # here, as few starts read one

    try:
        return read_keys(Path(text))
    except ValueError as exc:
        raise ConfigError(f"--keys: {exc}") from exc


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise ConfigError(f"--port: {text!r} is no port; choose 0 to 65535, 0 for any that is free")
    return int(text)


def _practice(name: str) -> str:
    try:
        bundled.practice_path(name)
    except FileNotFoundError as exc:
        raise ConfigError(f"--practice: {exc}") from exc
    return name


def _clock(text: str) -> Clock:
    if text == "now":
        return Clock()
    try:
        return Clock.frozen(parse_moment(text))
    except ValueError as exc:
        raise ConfigError(f'--clock: {text!r} is neither now nor "yyyy-MM-dd HH:mm:ss"') from exc


def _webhooks(text: str) -> frozenset[str]:
    """Hosts, by name or address, with commas between."""
    hosts = frozenset(host.strip().strip("[]").lower() for host in text.split(",") if host.strip())
    for host in hosts:
        if not is_host(host):
            raise ConfigError(f"--webhooks: {host!r} is no host; name hosts alone, as receiver.test,10.0.0.7")
    return hosts


def _data_dir(text: str | None) -> Path | None:
    if text is None:
        return None
    path = Path(text)
    probe = path / "mockod.probe"
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as exc:
        raise ConfigError(f"--data-dir: {text}: {exc.strerror}") from exc
    return path
