"""Autonotecontrols: the prompts of autonotes, with what can be answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.appointment import with_crlf
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.errors import required
from mockod.vendors.opendental.wire.fields import Integer, Text
from mockod.vendors.opendental.wire.words import Word

TEXT = "Text"
"""The prompt that is answered in words; the others choose among options."""

AUTONOTECONTROL = Table(
    "autonotecontrol",
    entity="AutoNoteControl",
    section="autonotecontrols",
    columns=(
        Column("AutoNoteControlNum", Integer()),
        Column("Descript", Text(longest=50), needed=True),
        Column("ControlType", Word(TEXT, "OneResponse", "MultiResponse"), default=TEXT),
        Column("ControlLabel", Text(longest=50)),
        Column("ControlOptions", Text()),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewControl:
    """POST autonotecontrols. ``control_options`` has one option a line."""

    descript: str
    control_type: str
    control_label: str
    control_options: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlChange:
    """PUT autonotecontrols."""

    descript: str | None = None
    control_type: str | None = None
    control_label: str | None = None
    control_options: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    auto_note_control_num: int = 0
    descript: str
    control_type: str
    control_label: str
    control_options: str


CONTROLS = Records(Control, AUTONOTECONTROL)


def create_control(tx: Transaction, body: NewControl) -> Row:
    """POST autonotecontrols."""
    new = with_options(Control(**given_values(body)))
    return AUTONOTECONTROLS.select.one(tx, CONTROLS.insert(tx, new))


def update_control(tx: Transaction, before: Control, body: ControlChange) -> None:
    """PUT autonotecontrols; answers nothing (documented)."""
    CONTROLS.update(tx, before, with_options(replace(before, **given_values(body))))


def with_options(control: Control) -> Control:
    """The control as it is kept, CRLF between its options.

    Raises ApiError naming ControlOptions where there is nothing to choose from (documented).
    """
    if control.control_type != TEXT and not control.control_options.strip():
        raise required("ControlOptions")
    return replace(control, control_options=with_crlf(control.control_options))


AUTONOTECONTROLS = Resource(
    "autonotecontrols",
    table=AUTONOTECONTROL,
    methods=[
        listing(since="22.3.22"),
        create(create_control, body=NewControl, since="22.3"),
        update(update_control, row=CONTROLS.get_or_404, body=ControlChange, answers=False, since="22.3"),
    ],
)
