"""The types of what goes with a file: its bytes as base64, its extension, where it comes from, the teeth it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockod.rest.schema import Leniency, Spelling
from mockod.vendors.opendental.domain.documents import (
    file_extension,
    file_of,
    sftp_address,
    tooth_numbers,
    web_address,
)
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import FLAGS, Bind, CheckedText, Flag


class TextOfForm(CheckedText):
    """A text that ``form`` reads, which raises ValueError for any other; what it gives is kept."""

    def __init__(self, form: Callable[[str], str], *, longest: int | None = None) -> None:
        super().__init__(longest=longest)
        self.form = form

    def read(self, value: Any, leniency: Leniency) -> str:
        return self.form(super().read(value, leniency))

    def from_text(self, text: str) -> str:
        return self.form(super().from_text(text)) if text else ""


def base64_text(text: str) -> str:
    """A file as base64, without line breaks. Raises ValueError for what is no file, or too big a one."""
    file_of(text)
    return "".join(text.split())


class Base64Text(TextOfForm):
    """A file as base64."""

    def __init__(self) -> None:
        super().__init__(base64_text)

    def holds(self, text: str) -> bool:
        """The size of the file is what counts."""
        return True


class ToothList(TextOfForm):
    """Teeth with commas; ranges are understood and written out."""

    def __init__(self) -> None:
        super().__init__(tooth_numbers, longest=255)

    def read(self, value: Any, leniency: Leniency) -> str:
        teeth = super().read(value, leniency)
        if not self.holds(teeth):
            raise ValueError("too many")
        return teeth


def extension_field() -> TextOfForm:
    return TextOfForm(file_extension, longest=11)


def sftp_field() -> TextOfForm:
    return TextOfForm(sftp_address, longest=2000)


def url_field() -> TextOfForm:
    return TextOfForm(web_address, longest=2000)


class FlagOrNone(Flag):
    """ "true", "false", or an empty text for None."""

    def show(self, stored: int | None, spelling: Spelling | None = None) -> str:
        return "" if stored is None else FLAGS[stored]

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"{bind(self.show)}({stored})"


class MomentOrNone(Moment):
    """A date and time, or an empty text."""

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f"(spelling.moment({stored}) if {stored} else '')" if spelled else stored
