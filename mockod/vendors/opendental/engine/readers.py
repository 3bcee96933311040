"""Readers and writers of declarations, made once for each kind of office and kept."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from mockod.rest.schema import Leniency, Wire
from mockod.rest.serializer import Writer, compile_writer
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.access.versions import Version

if TYPE_CHECKING:
    from mockod.rest.validation import Reader


def query_reader(wire: type[Wire], settings: Settings) -> Reader:
    """The reader of this query for an office of these settings. In a query every value is a text."""
    return _reader(cast(Any, wire), settings.version, Leniency(), None)


def body_reader(wire: type[Wire], settings: Settings, result: type[Wire] | None) -> Reader:
    """The reader of this body for an office of these settings; names that ``result`` shows may come back."""
    habits = Leniency(not settings.conduct.json_booleans, not settings.conduct.numeric_strings)
    return _reader(cast(Any, wire), settings.version, habits, cast(Any, result))


@cache
def _reader(wire: Any, version: Version, habits: Leniency, result: Any) -> Reader:
    from mockod.rest.validation import Reader  # here, as it brings marshmallow along

    shown = [field.wire_name for field in result.fields.values() if field.is_known(version.knows)] if result else []
    return Reader(wire, version.knows, habits, shown)


@cache
def writer(wire: Any, version: Version, spelled: bool) -> Writer:
    """The writer of this declaration for an office of this version."""
    return compile_writer(wire, version.knows, spelled=spelled)
