"""Rights: what a caller may do with an appointment and with each of its fields (the vendor's client's samples)."""

from __future__ import annotations

from typing import Any

from mockod.vendors.superoffice.domain.words import TABLE_RIGHT

ALL_RIGHTS = sum(TABLE_RIGHT.bits[right] for right in ("Select", "Update", "Insert", "Delete"))
READ_ONLY = frozenset({"HasConflict"})
FIELDS = """
    CreatedDate System.DateTime 16
    AppointmentId System.Int32 4
    StartDate System.DateTime 16
    EndDate System.DateTime 16
    MotherId System.Int32 4
    UpdatedDate System.DateTime 16
    ColorIndex System.Int16 2
    Location System.String 254
    RejectCounter System.Int16 2
    RejectReason System.String 254
    ActiveDate System.DateTime 16
    SuggestedAppointmentId System.Int32 4
    CautionWarning SuperOffice.Data.AppointmentCautionWarning 2
    Associate SuperOffice.CRM.Services.Associate 4
    Contact SuperOffice.CRM.Services.Contact 4
    CreatedBy SuperOffice.CRM.Services.Associate 4
    UpdatedBy SuperOffice.CRM.Services.Associate 4
    Description System.String 4000
    InvitedPerson SuperOffice.CRM.Services.Person 4
    Person SuperOffice.CRM.Services.Person 4
    Priority SuperOffice.CRM.Services.Priority 4
    Private SuperOffice.Data.AppointmentPrivate 0
    Project SuperOffice.CRM.Services.Project 4
    Type SuperOffice.Data.AppointmentType 0
    Completed SuperOffice.Data.ActivityStatus 0
    ActiveLinks System.Int32 4
    Links System.Int32 4
    AlarmLeadTime System.TimeSpan 2
    HasAlarm System.Boolean 2
    IsFree System.Boolean 1
    IsAlldayEvent System.Boolean 1
    LagTime System.TimeSpan 2
    LeadTime System.TimeSpan 2
    Recurrence SuperOffice.CRM.Services.RecurrenceInfo 0
    Participants SuperOffice.CRM.Services.ParticipantInfo[] 4
    AssignmentStatus SuperOffice.Data.AssignmentStatus 0
    InvitationStatus SuperOffice.Data.InvitationStatus 0
    BookingType SuperOffice.Data.BookingType 4
    HasConflict System.Boolean 0
    AssignedBy SuperOffice.CRM.Services.Associate 4
    MotherAssociate SuperOffice.CRM.Services.Associate 4
    Task SuperOffice.CRM.Services.TaskListItem 4
    PreferredTZLocation System.Int32 4
    Sale SuperOffice.CRM.Services.Sale 4
    IsMileStone System.Boolean 2
    JoinVideomeetUrl System.String 2000
    CentralserviceVideomeetId System.String 100
    Title System.String 4000
    Agenda System.String 0
    InternalNotes System.String 0
    VisibleFor System.Int32 0
"""
"""Name, type and length of each field that rights are told of; the type of ``Task`` is assumed."""


def table_right(rights: int) -> dict[str, Any]:
    return {"Mask": TABLE_RIGHT.words(rights), "Reason": ""}


def field_properties(rights: int) -> dict[str, Any]:
    """The access to each field, with its type and length. Without the right to update it is reading (assumed)."""
    may_update = bool(rights & TABLE_RIGHT.bits["Update"])
    described = (line.split() for line in FIELDS.strip().splitlines())
    return {
        name: {
            "FieldRight": {"Mask": "Update" if may_update and name not in READ_ONLY else "Read", "Reason": ""},
            "FieldType": field_type,
            "FieldLength": int(length),
        }
        for name, field_type, length in described
    }
