"""Readers and writers of schemas, made once for each kind of office and kept."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mockod.rest.schema import Leniency, Schema
from mockod.rest.serializer import Writer, compile_writer
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.access.versions import Version

if TYPE_CHECKING:
    from mockod.rest.validation import Reader

MOST_KEPT = 2000
"""Readers, and writers, that are kept: those of several versions, of which clients may name thousands."""


def query_reader(schema: Schema, settings: Settings) -> Reader:
    """The reader of this query for an office of these settings. In a query every value is a text."""
    return _reader(schema, settings.version, Leniency(), None)


def body_reader(schema: Schema, settings: Settings, answer: Schema | None) -> Reader:
    """The reader of this body for an office of these settings; names of the ``answer`` may come back."""
    leniency = Leniency(not settings.conduct.json_booleans, not settings.conduct.numeric_strings, is_to_be_stored=True)
    return _reader(schema, settings.version, leniency, answer)


@lru_cache(MOST_KEPT)
def _reader(schema: Schema, version: Version, leniency: Leniency, answer: Schema | None) -> Reader:
    from mockod.rest.validation import Reader  # here, as it brings marshmallow along

    fields = answer.fields.values() if answer else ()
    answered = [field.wire_name for field in fields if field.is_known(version.knows)]
    return Reader(schema, version.knows, leniency, answered)


@lru_cache(MOST_KEPT)
def writer(schema: Schema, version: Version, spelled: bool) -> Writer:
    """The writer of this schema for an office of this version."""
    return compile_writer(schema, version.knows, spelled=spelled)
