"""The tables of sheets and of the definitions that they are made from, with what they need to be printed."""

from __future__ import annotations

from mockod.vendors.opendental.domain.staff_enums import SheetFieldType, SheetType
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, Number, OneLine, Text

PAPER = (
    Column("FontSize", Number(), hidden=True, default=9.0),
    Column("FontName", Text(longest=255), hidden=True, default="Microsoft Sans Serif"),
    Column("Width", Integer(), hidden=True, default=850),
    Column("Height", Integer(), hidden=True, default=1100),
    Column("IsLandscape", Flag(), hidden=True),
)
"""Of a whole sheet: its font, and its size in pixels."""
PLACE = (
    Column("FontSize", Number(), hidden=True, default=9.0),
    Column("FontName", Text(longest=255), hidden=True),
    Column("FontIsBold", Flag(), hidden=True),
    Column("XPos", Integer(), hidden=True),
    Column("YPos", Integer(), hidden=True),
    Column("Width", Integer(), hidden=True, default=100),
    Column("Height", Integer(), hidden=True, default=20),
    Column("GrowthBehavior", Integer(), hidden=True),
    Column("RadioButtonValue", Text(longest=255), hidden=True),
    Column("RadioButtonGroup", Text(longest=255), hidden=True),
)
"""Of one field: its font, and where it stands, in pixels."""

SHEETDEF = Table(
    "sheetdef",
    entity="SheetDef",
    section="sheetdefs",
    columns=(
        Column("SheetDefNum", Integer()),
        Column("Description", Text(longest=255), needed=True),
        Column("SheetType", Choice(SheetType), needed=True),
        *PAPER,
        Column("PageCount", Integer(), hidden=True, default=1),
        Column("IsMultiPage", Flag(), hidden=True),
        Column("HasMobileLayout", Flag(), hidden=True),
        Column("RevID", Integer(), hidden=True, default=1),
    ),
)

SHEETFIELDDEF = Table(
    "sheetfielddef",
    entity="SheetFieldDef",
    section="sheetfielddefs",
    columns=(
        Column("SheetFieldDefNum", Integer()),
        Column("SheetDefNum", ForeignKey("sheetdef.SheetDefNum"), needed=True),
        Column("FieldType", Choice(SheetFieldType), needed=True),
        Column("FieldName", Text(longest=255)),
        Column("FieldValue", Text()),
        *PLACE,
        Column("IsRequired", Flag()),
        Column("TabOrder", Integer()),
        Column("ReportableName", Text(longest=255)),
        Column("TextAlign", Integer()),
        Column("ItemColor", Color()),
        Column("IsLocked", Flag()),
    ),
    indexes=(index("SheetDefNum"),),
)

SHEET = Table(
    "sheet",
    entity="Sheet",
    section="sheets",
    columns=(
        Column("SheetNum", Integer()),
        Column("SheetType", Choice(SheetType), needed=True),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("DateTimeSheet", Moment(), needed=True),
        *PAPER,
        Column("InternalNote", OneLine()),
        Column("Description", Text(longest=255)),
        Column("ShowInTerminal", Integer(), hidden=True),
        Column("IsWebForm", Flag()),
        Column("IsMultiPage", Flag(), hidden=True),
        Column("IsDeleted", Flag(), hidden=True),
        Column("SheetDefNum", ForeignKey("sheetdef.SheetDefNum")),
        Column("DocNum", ForeignKey("document.DocNum")),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("DateTSheetEdited", Moment(), in_practice="today 00:00"),
        Column("HasMobileLayout", Flag(), hidden=True),
        Column("RevID", Integer(), hidden=True, default=1),
    ),
    indexes=(index("PatNum"),),
)

SHEETFIELD = Table(
    "sheetfield",
    entity="SheetField",
    section="sheetfields",
    columns=(
        Column("SheetFieldNum", Integer()),
        Column("SheetNum", ForeignKey("sheet.SheetNum"), needed=True),
        Column("FieldType", Choice(SheetFieldType), needed=True),
        Column("FieldName", Text(longest=255)),
        Column("FieldValue", Text()),
        *PLACE,
        Column("IsRequired", Flag()),
        Column("TabOrder", Integer(), hidden=True),
        Column("ReportableName", Text(longest=255)),
        Column("TextAlign", Integer(), hidden=True),
        Column("ItemColor", Color(), hidden=True),
        Column("DateTimeSig", Moment()),
        Column("IsLocked", Flag(), hidden=True),
        Column("SheetFieldDefNum", ForeignKey("sheetfielddef.SheetFieldDefNum"), hidden=True),
    ),
    indexes=(index("SheetNum"),),
)
