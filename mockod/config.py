"""Config: how a server is started. Read once from options and environment, checked, then passed on.

The platform's own options are the tables below; those of a vendor are declared and read by the vendor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mockod import vendors
from mockod.log import FORMATTERS, LEVELS
from mockod.rest.nearest import was_meant
from mockod.server.cors import ANY_ORIGIN, read_cors
from mockod.simulation.clock import Clock, parse_moment
from mockod.store import bundled
from mockod.store.office_places import MOST
from mockod.store.registry import MOST_MEGABYTES
from mockod.vendors.vendor import Option, Section, Vendor, default_section, options_of

HOST = "127.0.0.1"
PORT = 30222
MOST_OFFICES = 1_000_000
"""The highest bound that makes sense to set."""
LARGEST_OFFICE = 1_000
"""Megabytes: SQLite holds no more in memory."""
_TOKEN = re.compile(r"[!-~]{1,256}")
_HOST_NAME = re.compile(r"[A-Za-z0-9._:\[\]-]{1,253}")
_SWITCH = {"on": True, "off": False, "true": True, "false": False, "1": True, "0": False}


PREFIX = "MOCKOD"
"""What environment variables that are options begin with."""
ADDRESS_OF_A_SERVICE = re.compile(r"(tcp|udp|sctp)://.*", re.DOTALL)
"""What Kubernetes and Docker put into ``MOCKOD_PORT`` for a Service or link of that name: no option's value."""
NO_VARIABLES: Mapping[str, str] = {}


class ConfigError(ValueError):
    """A bad value; the text begins with the option's name."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that ``mockod serve`` can be told. ``port`` 0 lets the system choose one."""

    host: str = HOST
    port: int = PORT
    practice: str = ""
    """A practice's name or file; without one, what the vendor's offices begin with."""
    clock: Clock = field(default_factory=Clock)
    scenario: str = ""
    """A scenario's name or file, which is played into one office when the application is created."""
    data_dir: Path | None = None
    """The folder that keeps each office in a file; None for memory."""
    ready_dir: Path | None = None
    """A folder of files that are applied before the first office is made; None for none."""
    settings: Any = None
    """What offices begin with: a value of the first vendor that there is. None for its default."""
    keyring: Any = None
    """Who is let in: a value of the first vendor. None for its default."""
    offices: int = MOST
    """Offices that there may be at a time."""
    office_size: int = MOST_MEGABYTES
    """Megabytes that the data of one office may take."""
    evict_idle: bool = False
    """Whether, where there is no room for another office, the one longest idle goes."""
    token: str = field(default="", repr=False)
    """What the control plane wants to see, where it is not open to all."""
    allowed_hosts: tuple[str, ...] = ()
    """Names by which a browser may call the control plane, besides those of this machine; their pages may too."""
    cors: str = ANY_ORIGIN
    """Origins, with commas, whose pages may call the API in a browser; ``*`` for any, ``off`` for none."""
    log_level: str = "info"
    """What ``mockod serve`` writes to its log, from ``debug`` to ``error``: a line for each request from ``info`` on.
    An application that is used as a library leaves its loggers as they are."""
    log_format: str = "text"
    """``text`` or ``json``."""
    sections: Mapping[str, Section] = field(default_factory=dict)
    """The same as ``settings`` and ``keyring`` for further vendors, by name."""
    vendors: tuple[str, ...] = ()
    """Names of those that are served, in any order; none for all."""
    at_root: bool = False
    """Whether the first of them is found below the root as its real API is, without its name before the path."""
    host_map: Mapping[str, str] = field(default_factory=dict)
    """Host name to the name of the vendor that is found below its root."""

    def chosen(self, known: Sequence[Vendor]) -> tuple[Vendor, ...]:
        """Those of the vendors that are served. Raises ConfigError naming what is none."""
        return _chosen(known, self.vendors, self.host_map.values())

    def section(self, vendor: Vendor, *, is_first: bool) -> Section:
        """A vendor's section, with its defaults for what is not given. ``is_first`` says that ``settings`` and
        ``keyring`` are this vendor's."""
        given = Section(self.settings, self.keyring) if is_first else self.sections.get(vendor.name, Section())
        if given.settings is not None and given.access is not None:
            return given
        default = default_section(vendor)
        return Section(
            default.settings if given.settings is None else given.settings,
            default.access if given.access is None else given.access,
        )


def read_config(
    options: Mapping[str, str | None],
    installed: Sequence[Vendor] | None = None,
    variables: Mapping[str, str] = NO_VARIABLES,
) -> Config:
    """Options by name, None or absent for not given. Raises ConfigError naming the option.

    ``installed`` are the vendors to choose from, all there are unless said otherwise. ``variables`` names the
    environment variables that options came from, by option, as a refusal tells them.

    >>> read_config({"mode": "service"}).port
    30223
    """
    there = vendors.installed() if installed is None else tuple(installed)
    known = {option.name: option for option in (*FIRST, *options_of(there), *LAST)}
    for name in options:
        if name not in known:
            raise ConfigError(f"{name}: there is no such option{was_meant(name, known)}")
    given = {name: value for name, value in options.items() if value not in (None, "")}
    values: dict[str, Any] = {}
    for option in sorted(known.values(), key=lambda option: option.order):
        text = str(given.get(option.name, option.default))
        try:
            values[option.name] = option.read(text)
        except ValueError as exc:
            raise ConfigError(f"{called(option.name, variables)}: {exc}") from exc
    if values["vendor"] and values["vendors"]:
        raise ConfigError(f"{called('vendor', variables)}: one vendor alone, or several by --vendors; not both")
    alone = (values["vendor"],) if values["vendor"] else ()
    first = _chosen(there, alone or values["vendors"], values["host-map"].values())[0]
    sections = {vendor.name: vendor.configure(values) for vendor in there}
    return Config(
        host=values["host"],
        port=first.port(values) if values["port"] is None else values["port"],
        practice=values["practice"] or first.practice,
        clock=values["clock"],
        scenario=values["scenario"],
        data_dir=values["data-dir"],
        ready_dir=values["ready-dir"],
        settings=sections[there[0].name].settings,
        keyring=sections[there[0].name].access,
        offices=values["offices"],
        office_size=values["office-size"],
        evict_idle=values["evict-idle"],
        token=values["token"],
        allowed_hosts=values["allowed-hosts"],
        cors=values["cors"],
        log_level=values["log-level"],
        log_format=values["log-format"],
        sections={vendor.name: sections[vendor.name] for vendor in there[1:]},
        vendors=alone or values["vendors"],
        at_root=bool(alone),
        host_map=values["host-map"],
    )


def variables_of(option: str) -> list[str]:
    """The environment variables that an option may come from, the first that is set counts.

    >>> variables_of("data-dir"), variables_of("port")
    (['MOCKOD_DATA_DIR'], ['MOCKOD_PORT', 'PORT'])
    """
    return [f"{PREFIX}_{option.upper().replace('-', '_')}", *(["PORT"] if option == "port" else [])]


def from_environment(options: Iterable[str], environment: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The options that an environment sets: their values, and the variables that these came from."""
    values: dict[str, str] = {}
    variables: dict[str, str] = {}
    for option in options:
        for variable in reversed(variables_of(option)):
            value = environment.get(variable)
            if value and not ADDRESS_OF_A_SERVICE.fullmatch(value):
                values[option], variables[option] = value, variable
    return values, variables


def _chosen(known: Sequence[Vendor], names: Sequence[str], mapped: Iterable[str] = ()) -> tuple[Vendor, ...]:
    """The vendors of these names, all without any. Raises ConfigError for a name that none has."""
    there = {vendor.name: vendor for vendor in known}
    for option, named in (("vendors", names), ("host-map", mapped)):
        for name in named:
            if name not in there:
                raise ConfigError(f"--{option}: {name!r} is none of {', '.join(there)}{was_meant(name, there)}")
            if names and name not in names:
                raise ConfigError(f"--{option}: {name} is not served; see --vendors")
    return tuple(vendor for vendor in known if not names or vendor.name in names)


def called(option: str, variables: Mapping[str, str] = NO_VARIABLES) -> str:
    """An option as its user knows it: ``--port``, or ``--port (from MOCKOD_PORT)``."""
    return f"--{option}{f' (from {variables[option]})' if option in variables else ''}"


def _port(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise ValueError(f"{text!r} is no port; choose 0 to 65535, 0 for any that is free")
    return int(text)


def _practice(name: str) -> str:
    if name:
        try:
            bundled.practice_path(name)
        except FileNotFoundError as exc:
            raise ValueError(str(exc)) from exc
    return name


def _clock(text: str) -> Clock:
    if text == "now":
        return Clock()
    try:
        return Clock.frozen(parse_moment(text))
    except ValueError as exc:
        raise ValueError(f'{text!r} is neither now nor "yyyy-MM-dd HH:mm:ss"') from exc


def _scenario(name: str) -> str:
    if name:
        from mockod.scenario import library  # here, as few servers begin with one

        library.find(name)
    return name


def _data_dir(text: str) -> Path | None:
    """A folder; it is made where it is not there."""
    if not text:
        return None
    path = Path(text)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise ValueError(f"{text}: {'a file; name a folder' if path.is_file() else exc.strerror}") from exc
    return path


def _ready_dir(text: str) -> Path | None:
    if text and not Path(text).is_dir():
        raise ValueError(f"{text}: there is no such folder")
    return Path(text) if text else None


def _offices(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and 1 <= int(text) <= MOST_OFFICES):
        raise ValueError(f"{text!r} is no number of offices; choose 1 to {MOST_OFFICES}")
    return int(text)


def _office_size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= LARGEST_OFFICE):
        raise ValueError(f"{text!r} is no size; choose 1 to {LARGEST_OFFICE} megabytes")
    return int(text)


def _one_of(words: Iterable[str]) -> Callable[[str], str]:
    """Reads one of a few words, in any letter case."""

    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")
        return text.lower()

    return read


def _switch(text: str) -> bool:
    if text.lower() not in _SWITCH:
        raise ValueError(f"{text!r} is neither on nor off")
    return _SWITCH[text.lower()]


def _token(text: str) -> str:
    if text and not _TOKEN.fullmatch(text):
        raise ValueError("a token is 1 to 256 visible ASCII characters without blanks")
    return text


def _allowed_hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if not _HOST_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no host name")
    return names


def _vendors(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))


def _host_map(text: str) -> dict[str, str]:
    """``vendor=host``, with commas between, as vendor by host."""
    hosts: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in text.split(","))):
        vendor, equals, host = (part.strip().lower() for part in pair.partition("="))
        if not equals or not vendor or not _HOST_NAME.fullmatch(host) or host.rpartition(":")[2].isdigit():
            raise ValueError(f"{pair!r} is no vendor=host, as notes=notes.test; a host has no port here")
        if host in hosts:
            raise ValueError(f"{host} is given twice")
        hosts[host] = vendor
    return hosts


def _cors(text: str) -> str:
    read_cors(text)
    return text


def _option(name: str, order: int, text: str, read: Callable[[str], Any] = str, default: str = "") -> Option:
    return Option(name=name, order=order, help=text, read=read, default=default)


FIRST = (
    _option("host", 10, "Address to listen on.  [default: 127.0.0.1]", default=HOST),
    _option("port", 11, "Port to listen on, 0 for any that is free.", _port),
    _option("practice", 12, "A practice by name, or a practice file.", _practice),
    _option("clock", 13, 'now, or "yyyy-MM-dd HH:mm:ss" to freeze it.  [default: now]', _clock, "now"),
    _option("scenario", 14, "A scenario by name, or its file: played into one office at the start.", _scenario),
    _option("data-dir", 14, "Folder that keeps each office in a file.  [default: in memory]", _data_dir),
    _option(
        "ready-dir",
        14,
        "Folder of fragments that are merged into the practice first, by name.  [default: none]",
        _ready_dir,
    ),
    _option("vendors", 15, "APIs to serve, by name with commas between.  [default: all]", _vendors),
    _option("vendor", 16, "One API alone, below the root as the real one has it.", str.lower),
    _option("host-map", 17, "API by host name, below its root: vendor=host, with commas between.", _host_map),
)
"""The platform's options that are listed before those of the vendors."""
LAST = (
    _option("offices", 30, f"Offices that there may be at a time.  [default: {MOST}]", _offices, str(MOST)),
    _option(
        "office-size",
        30,
        f"Megabytes that the data of one office may take.  [default: {MOST_MEGABYTES}]",
        _office_size,
        str(MOST_MEGABYTES),
    ),
    Option(
        name="evict-idle",
        order=31,
        help="At that bound let the office go that is longest idle, instead of refusing a new one.",
        read=_switch,
        default="off",
        is_switch=True,
    ),
    _option(
        "token",
        32,
        "Want this token in the header X-Mockod-Token of every call below /_mockod.  [default: none]",
        _token,
    ),
    _option(
        "allowed-hosts",
        33,
        "More names, with commas, by which a browser, and whose pages, may call /_mockod.  [default: its address]",
        _allowed_hosts,
    ),
    _option(
        "cors",
        34,
        "Pages that may call the API: * for any, off for none, or origins with commas.  [default: *]",
        _cors,
        ANY_ORIGIN,
    ),
    _option(
        "log-level",
        35,
        "debug, info (a line for each request), warning or error.  [default: info]",
        _one_of(LEVELS),
        "info",
    ),
    _option(
        "log-format",
        36,
        "text, or json: an object a line, and nothing else is printed.  [default: text]",
        _one_of(FORMATTERS),
        "text",
    ),
)
"""Those that are listed after."""
