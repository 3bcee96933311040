"""The table of recalls."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.enums import AptPriority, AptStatus, DefCat, ProcStatus
from mockod.vendors.opendental.domain.recall import Recall
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.engine.table import Column, Computed, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    IntervalText,
    Number,
    OneLine,
    PatternText,
)

DATE_SCHEDULED = f"""coalesce((
  SELECT substr(min(a.AptDateTime), 1, 10) FROM appointment a
  JOIN procedurelog p ON p.AptNum = a.AptNum JOIN procedurecode c ON c.CodeNum = p.CodeNum
  WHERE a.PatNum = recall.PatNum AND a.AptStatus = {AptStatus.Scheduled:d} AND a.AptDateTime >= :today
  AND p.ProcStatus <> {ProcStatus.D:d}
  AND instr(',' || replace(recalltype.Procedures, ' ', '') || ',', ',' || c.ProcCode || ',')
), '0001-01-01')"""
"""The day of the next appointment at which one of the type's procedures is to be done. It is not stored."""

RECALL = Table(
    "recall",
    entity="Recall",
    section="recalls",
    columns=(
        Column("RecallNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("DateDue", Day()),
        Column("DatePrevious", Day()),
        Column("RecallInterval", IntervalText()),
        Column("RecallStatus", DefinitionKey(DefCat.RecallUnschedStatus)),
        Joined("recallStatus", "ItemName", "RecallStatus"),
        Column("Note", OneLine()),
        Column("IsDisabled", Flag()),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("RecallTypeNum", ForeignKey("recalltype.RecallTypeNum"), needed=True),
        Column("DisableUntilBalance", Number()),
        Column("DisableUntilDate", Day()),
        Computed(
            "DateScheduled",
            Day(),
            DATE_SCHEDULED,
            basis=Basis.ASSUMED,
        ),
        Column("Priority", Choice(AptPriority)),
        Column("TimePatternOverride", PatternText(blank=True, longest=255)),
    ),
    indexes=(index("PatNum"), index("DateDue")),
    joins="JOIN recalltype ON recalltype.RecallTypeNum = recall.RecallTypeNum",
)

RECORDS = Records(Recall, RECALL)
SELECT = Select(RECALL, RECALL.answer)
