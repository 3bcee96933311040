"""Vendor: what the platform needs to know of a simulated API, as one value.

A vendor must say how it is called, below which paths it answers, whose office a request is for, and how it answers.
All else is optional: what a vendor does not offer stays None, and the platform then answers that it is not offered.

The value comes in four parts, so that each is loaded only when it is needed: ``Vendor`` itself (read by every command),
``VendorApi`` (when an application is created), ``ControlFeatures`` (at the first control call) and ``CommandLine``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.messages import Request, Response
from mockod.rest.router import Found, Routes
from mockod.rest.schema import FieldType, Schema
from mockod.simulation.delays import Delay
from mockod.simulation.fault_kinds import COMMON_FAULTS, FaultKinds
from mockod.simulation.faults import RequestFaults
from mockod.simulation.journal import Entry
from mockod.simulation.rate_limiter import RateLimit
from mockod.store.connection import SqlFunctions
from mockod.store.images import PracticeLoader
from mockod.store.office import Office
from mockod.store.practice_file import PracticeFile
from mockod.store.transaction import Change, Transaction
from mockod.vendors.api_document import ApiDocument
from mockod.vendors.webhooks import Webhooks

if TYPE_CHECKING:
    from mockod.conformance.suite import Suite
    from mockod.rest.exchange import ShadowFeature

Settings = Any
"""An office's settings: a value of the vendor, which the platform keeps, replaces and never looks into."""
Access = Any
"""Who is let in: a value of the vendor, read from its options at the start."""


# ----- requests -----

NO_FAULTS = RequestFaults((), "", "", datetime.min)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request. The customer key alone chooses the office."""

    customer: str
    developer: str = ""


@dataclass(slots=True)
class Call:
    """One request to one office, on its way through the vendor."""

    request: Request
    caller: Caller
    routes: Routes
    found: Found | None
    """Where its path leads in ``routes``; None for an unknown resource."""
    open_office: Callable[[], Office]
    """The customer key's office. The first call of a new key makes it, so a refused request should not ask."""
    office: Office | None = None
    """The office when the request came; None where it was not made yet."""
    settings: Settings = None
    now: datetime = datetime.min
    """The office's time when the request came."""
    faults: RequestFaults = NO_FAULTS
    """The faults that may strike it."""
    endpoint: Endpoint[Any] | None = None
    """From here on for the journal, filled in by the vendor: the method that was recognised."""
    is_simulated: bool = True
    """False where it is a method that the vendor has, and that is not simulated."""
    changes: Mapping[Change, int] = field(default_factory=dict)
    """Rows written, by table and verb."""
    ignored: Sequence[str] = ()
    """Parameters and fields that were sent and that the method does not have."""
    rows: int | None = None
    """Rows of the list that was answered."""
    limit: int = 0
    """Rows that the page could have held."""


def text_error(error: ApiError) -> Response:
    """An error as a bare JSON string."""
    return Response(error.status, error.text, error.basis, error.headers)


def turn_away(call: Call, faults: FaultKinds) -> None:
    """Refuse for an outage, and where too many requests wait already (429 with Retry-After)."""
    refusal = faults.early_refusal(call.faults)
    if refusal:
        raise refusal
    if call.request.turned_away is not None:
        raise ApiError(429, "Too many requests", headers={"Retry-After": str(call.request.turned_away)})


@dataclass(frozen=True, kw_only=True)
class VendorApi:
    """How a vendor answers."""

    prefixes: Mapping[str, Routes]
    """Path prefix, ``/v1``, to what is answered below it. The first prefix that fits counts."""
    identify: Callable[[Request], Caller]
    """Whom the credentials of a request name. Raises ApiError where they are missing or malformed."""
    answer: Callable[[Call], Response]
    """Do what is asked. Raises ApiError for what is refused; the office then stays as it was."""
    refuse: Callable[[ApiError], Response] = text_error
    """The shape of an error."""
    authorize: Callable[[Access, Caller], None] | None = None
    """Raises ApiError for a caller who is not let in. None: anybody is."""
    settings_of: Callable[[Access, str, Settings], Settings] | None = None
    """The settings that a customer key's office begins with, where they differ from what all begin with."""
    rate_limit: Callable[[Settings], RateLimit | None] | None = None
    """How fast an office may be asked. None: as fast as one can."""
    delay: Callable[[Settings], Delay] | None = None
    """How long each answer of an office is held. None: not at all."""
    faults: FaultKinds = COMMON_FAULTS
    documented: Callable[[str, str], Found | None] | None = None
    """Where a verb and a path lead that the vendor has and that is not simulated."""


# ----- options -----


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An option of ``mockod serve``, of the platform or of a vendor: ``--mode`` and ``MOCKOD_MODE``."""

    name: str
    help: str
    read: Callable[[str], Any]
    """A text as a value. Raises ValueError saying what is wrong with it."""
    default: str = ""
    """The text that is read where the option is not given."""
    order: int = 0
    """Options are read in this order; of several wrong ones the first is reported."""
    is_switch: bool = False
    """``--name`` alone means on."""


@dataclass(frozen=True, slots=True)
class Section:
    """A vendor's part of the configuration."""

    settings: Settings = None
    """What offices begin with."""
    access: Access = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOption:
    """An option of a command that asks a running server, as ``click.option`` takes it."""

    names: tuple[str, ...]
    attributes: Mapping[str, Any]


GeneratedRows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows of a practice by section: texts, numbers, and lists of texts and small maps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """Makes up a large practice for ``mockod generate``."""

    options: tuple[CommandOption, ...]
    """How large, and so on."""
    generate: Callable[[Mapping[str, Any], Callable[[Sequence[int]], Iterator[int]]], GeneratedRows]
    """From the values of ``options``, and what shows how far it is while it goes through the days of the practice."""
    told: tuple[str, ...] = ()
    """Sections whose rows are counted when all is done."""


class Coverage(Protocol):
    """What is simulated, and what it rests on."""

    def as_text(self) -> str: ...

    def as_json(self) -> Any: ...

    def summary(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a person needs to make a first call."""

    about: str
    """The vendor, its version and so on, in a few words."""
    rows: Mapping[str, str]
    """Heading to text, after the base URL."""
    keys: tuple[str, str] = ("", "")
    """The developer key and the customer key of that call."""


@dataclass(frozen=True, kw_only=True)
class CommandLine:
    """A vendor's words on the command line."""

    about: str = "An API on your laptop."
    """What ``mockod --help`` begins with."""
    port_help: str = ""
    """The default of ``--port``, in words."""
    greet: Callable[[Section, str], Greeting] = lambda section, base_url: Greeting("", {})
    """The greeting for a configuration and a base URL."""
    credentials: Callable[[str], str] = lambda keys: keys
    """The value of the vendor's key header for what a person gives: keys alone, or all of it."""
    coverage: Callable[[], Coverage] | None = None
    generator: Generator | None = None
    conformance: Callable[[], Suite] | None = None
    """What ``mockod conform`` plays."""
    shadow: ShadowFeature | None = None
    settings_options: tuple[CommandOption, ...] = ()
    """One for each setting, by the setting's name."""
    read_settings: Callable[[Mapping[str, Any]], dict[str, Any]] = dict
    """Values of ``settings_options`` as the body of ``PUT /_mockod/settings``."""
    why_not_options: tuple[CommandOption, ...] = ()
    minimum_version_help: str = "The oldest version that knows what was asked."
    example_path: str = "things/*"
    example_endpoint: str = "GET things/{number}"


# ----- control plane -----


@dataclass(frozen=True, kw_only=True)
class SettingsFeature:
    """Settings of an office as JSON, out and in. Those of the first vendor are kept; others use ``in_database``."""

    schemas: Mapping[str, Mapping[str, Any]]
    """What can be changed, by name, and which values of it are right, as JSON Schema."""
    to_json: Callable[[Settings], dict[str, Any]]
    change: Callable[[Settings, Mapping[str, Any]], Settings]
    """The settings with these changes. Raises ValueError naming what is wrong."""
    listed: tuple[str, ...] = ()
    """What the list of offices shows of them."""
    describe: Callable[[Mapping[str, Any]], str] = lambda settings: ""
    """The same in words, from JSON."""


@dataclass(frozen=True, kw_only=True)
class DatabaseFeature:
    """What is told and changed beside the settings, and kept in an office's database: its preferences, for example."""

    name: str
    type: FieldType
    """How a change of it is read from JSON."""
    read: Callable[[Transaction], Any]
    """As JSON."""
    change: Callable[[Transaction, Any], None]
    """Change what is named, and nothing else. Raises ValueError naming what is wrong."""
    answer: Mapping[str, Any]
    """What ``read`` tells, as JSON Schema."""


@dataclass(frozen=True, kw_only=True)
class WhyNotFeature:
    """Explains a day: what is offered, and why all the rest is not."""

    query: Schema
    """Which day, and what else can be asked."""
    explain: Callable[[Transaction, Any], dict[str, Any]]
    """A day in ``pieces`` (start, end, reason), and ``notes``. Raises ValueError naming what is wrong."""
    answer: Mapping[str, Any]
    """What is told besides of the question, as JSON Schema by name."""


@dataclass(frozen=True, kw_only=True)
class SeedingFeature:
    """Merges fragments of practices into an office, and writes an office as a practice file."""

    sections: Callable[[], Iterable[str]]
    """Those of a practice."""
    merge: Callable[[Transaction, PracticeFile], dict[str, Any]]
    """Answers the numbers of rows ``added``, ``changed``, ``removed``, by section, and ``named``.

    Raises PracticeError; the transaction must be rolled back then.
    """
    export: Callable[[Transaction, bool], Iterable[str]]
    """The office as a practice file, line by line; its dates relative to its today, where that is wanted."""


def as_stored(table: str, column: str, stored: Any) -> Any:
    """A stored value as it is."""
    return stored


@dataclass(frozen=True, kw_only=True)
class ControlFeatures:
    """What a vendor lets the control plane show and change. None, or nothing, for what it does not offer."""

    settings: SettingsFeature | None = None
    faults: FaultKinds = COMMON_FAULTS
    """Those of its ``VendorApi``."""
    in_database: tuple[DatabaseFeature, ...] = ()
    seeding: SeedingFeature | None = None
    lint: Callable[[Sequence[Entry], Callable[[str], Settings]], list[dict[str, Any]]] | None = None
    """Refusals and mistakes that requests show, by the settings of each office: ``rule``, ``times``, the numbers of
    some ``requests``, ``text``; and perhaps ``groups`` of those alike: ``what``, ``reason``, ``times`` and one of them,
    ``request``.
    """
    minimum_version: Callable[[Sequence[Entry]], dict[str, Any]] | None = None
    """The oldest ``version`` that knows what requests use, ``because`` of what, and a ``note``. What is not
    ``simulated`` counts too."""
    not_simulated: Callable[[], Iterable[str]] = tuple
    """The vendor's methods that are not simulated, ``GET notes/{id}``: clients may ask for them all the same."""
    why_not: WhyNotFeature | None = None
    endpoints: tuple[Endpoint[Any], ...] = ()
    """Further control endpoints, below ``events/``: what happens at the office, made to happen."""
    document: ApiDocument | None = None
    spell: Callable[[str, str, Any], Any] = as_stored
    """A stored value (table, column, value) as clients know it. Raises ValueError where the column cannot hold it."""
    is_stamp: Callable[[str], bool] = lambda column: False
    """Whether a column of this name tells when a row of its tables was made or changed."""
    trail: Collection[str] = ()
    """Tables in which the vendor's program notes every change: no difference is told of them."""


# ----- a vendor -----


@dataclass(frozen=True, kw_only=True)
class Vendor:
    """One simulated API."""

    name: str
    """One word, as ``?vendor=`` has it."""
    title: str
    """As people call it."""
    base_path: str
    """Before the paths of its methods, ``/notes/v1``."""
    home: str = ""
    """What its real API has not before its paths, ``/notes``; left out where it has a host, or is served alone."""
    prefixes: tuple[str, ...] = ()
    """Those of its ``VendorApi``, in that order; none for the base path alone."""
    api: Callable[[], VendorApi]
    key_header: str = "Authorization"
    """The header that names the customer key."""
    lists: Callable[[Access, str], bool] = lambda access, key: True
    """Whether a customer key may be asked for at all. What the default vendor lists holds for all the others too."""
    options: tuple[Option, ...] = ()
    """Its options of ``mockod serve``, in the order in which they are listed."""
    configure: Callable[[Mapping[str, Any]], Section] = lambda values: Section()
    """The section that the values of its options make."""
    port: Callable[[Mapping[str, Any]], int] = lambda values: 30222
    """The port to listen on where none is named, by the values of options read so far."""
    practice: str = ""
    """The practice that offices begin with where none is named."""
    practice_part: str = ""
    """Its part of a practice file, ``notes: {pages: [...]}``; empty where it has no part of its own."""
    practice_loader: Callable[[], PracticeLoader] | None = None
    """How practice files become offices; without one, offices begin empty, with these ``tables``."""
    tables: str = ""
    """SQL. The tables of a further vendor are called ``notes_page``, after its name."""
    sql_functions: SqlFunctions = field(default_factory=dict)
    """Functions of one text that its SQL uses, by name: offices are open before its ``api`` is called."""
    webhooks: Webhooks | None = None
    control: Callable[[], ControlFeatures] = ControlFeatures
    command_line: CommandLine = field(default_factory=CommandLine)

    def credentials(self, customer: str) -> dict[str, str]:
        """The header that names an office of this customer key."""
        return {self.key_header: self.command_line.credentials(customer)}


def default_section(vendor: Vendor) -> Section:
    """The section where no option is given."""
    return vendor.configure({option.name: option.read(option.default) for option in vendor.options})


def options_of(vendors: Iterable[Vendor]) -> tuple[Option, ...]:
    """The options of all vendors. Raises ValueError where two have one of the same name."""
    options = tuple(option for vendor in vendors for option in vendor.options)
    if len({option.name for option in options}) < len(options):
        raise ValueError("two vendors have an option of the same name")
    return options
