"""The appointment: one record for its row, its body and its answer, with the properties in the vendor's order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final

from mockod.rest.schema import Name
from mockod.vendors.superoffice.domain import words
from mockod.vendors.superoffice.domain.time_zones import GREATEST, LEAST
from mockod.vendors.superoffice.wire.kinds import Duration, Moment, Number, Reference, Text, Texts, Word, YesOrNo
from mockod.vendors.superoffice.wire.parts import EntityLink, Participant, Recurrence, VisibleFor
from mockod.vendors.superoffice.wire.records import Access, Part, Parts, Property, properties_of

ASSOCIATE: Final = Reference("associate", "AssociateId")
CONTACT: Final = Reference("contact", "ContactId")
PERSON: Final = Reference("person", "PersonId")
KEPT, COMPUTED = Access.KEPT, Access.COMPUTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A booking, a task or a document's entry. Times are those of the office's clock in its base zone."""

    associate_id: Annotated[int, ASSOCIATE, Name("Associate")] = 0
    contact_id: Annotated[int, CONTACT, Name("Contact")] = 0
    created_by_id: Annotated[int, ASSOCIATE, Name("CreatedBy"), KEPT] = 0
    updated_by_id: Annotated[int, ASSOCIATE, Name("UpdatedBy"), KEPT] = 0
    created_date: Annotated[datetime, Moment(is_utc=True), KEPT] = LEAST
    appointment_id: Annotated[int, Number(), KEPT] = 0
    description: Annotated[str, Text(4000)] = ""
    title: Annotated[str, Text(4000)] = ""
    agenda: Annotated[str, Text()] = ""
    internal_notes: Annotated[str, Text()] = ""
    start_date: Annotated[datetime, Moment()] = LEAST
    end_date: Annotated[datetime, Moment()] = LEAST
    invited_person_id: Annotated[int, PERSON, Name("InvitedPerson")] = 0
    person_id: Annotated[int, PERSON, Name("Person")] = 0
    mother_id: Annotated[int, Number(), KEPT] = 0
    priority_id: Annotated[int, Reference("priority", "Id"), Name("Priority")] = 0
    private: Annotated[int, Word(words.PRIVATE)] = words.PRIVATE["Public"]
    project_id: Annotated[int, Reference("project", "ProjectId"), Name("Project")] = 0
    type: Annotated[int, Word(words.APPOINTMENT_TYPE)] = words.APPOINTMENT_TYPE["inDiary"]
    updated_date: Annotated[datetime, Moment(is_utc=True), KEPT] = LEAST
    completed: Annotated[int, Word(words.ACTIVITY_STATUS)] = words.ACTIVITY_STATUS["NotStarted"]
    active_links: Annotated[int, Number(), COMPUTED] = 0
    links: Annotated[tuple[EntityLink, ...], Parts(EntityLink, is_carrier=True)] = ()
    alarm_lead_time: Annotated[int, Duration()] = 0
    has_alarm: Annotated[bool, YesOrNo()] = False
    color_index: Annotated[int, Number()] = 0
    is_free: Annotated[bool, YesOrNo()] = False
    is_allday_event: Annotated[bool, YesOrNo()] = False
    lag_time: Annotated[int, Duration()] = 0
    lead_time: Annotated[int, Duration()] = 0
    location: Annotated[str, Text(254)] = ""
    reject_counter: Annotated[int, Number()] = 0
    reject_reason: Annotated[str, Text(254)] = ""
    recurrence: Annotated[Recurrence | None, Part(Recurrence)] = None
    participants: Annotated[tuple[Participant, ...], Parts(Participant)] = ()
    assignment_status: Annotated[int, Word(words.ASSIGNMENT_STATUS)] = words.ASSIGNMENT_STATUS["None"]
    invitation_status: Annotated[int, Word(words.INVITATION_STATUS)] = words.INVITATION_STATUS["None"]
    booking_type: Annotated[int, Word(words.BOOKING_TYPE)] = words.BOOKING_TYPE["None"]
    active_date: Annotated[datetime, Moment(), COMPUTED] = LEAST
    has_conflict: Annotated[bool, YesOrNo(), COMPUTED] = False
    assigned_by_id: Annotated[int, ASSOCIATE, Name("AssignedBy")] = 0
    mother_associate_id: Annotated[int, ASSOCIATE, Name("MotherAssociate"), COMPUTED] = 0
    task_id: Annotated[int, Reference("task", "TaskListItemId"), Name("Task")] = 0
    preferred_tz_location: Annotated[int, Number(), Name("PreferredTZLocation")] = 0
    preferred_tz_location_data: Annotated[
        int, Reference("timezone", "TZLocationID"), Name("PreferredTZLocationData"), COMPUTED
    ] = 0
    sale_id: Annotated[int, Reference("sale", "SaleId"), Name("Sale")] = 0
    suggested_appointment_id: Annotated[int, Number()] = 0
    is_mile_stone: Annotated[bool, YesOrNo()] = False
    caution_warning: Annotated[int, Word(words.CAUTION_WARNING)] = words.CAUTION_WARNING["OK"]
    owned_externally: Annotated[int, Word(words.EXTERNAL_OWNER)] = words.EXTERNAL_OWNER["None"]
    join_videomeet_url: Annotated[str, Text(2000)] = ""
    centralservice_videomeet_id: Annotated[str, Text(100)] = ""
    user_defined_fields: Annotated[Mapping[str, str], Texts()] = field(default_factory=dict)
    extra_fields: Annotated[Mapping[str, str], Texts()] = field(default_factory=dict)
    custom_fields: Annotated[Mapping[str, str], Texts()] = field(default_factory=dict)
    publish_event_date: Annotated[datetime, Moment()] = LEAST
    publish_to: Annotated[datetime, Moment()] = GREATEST
    publish_from: Annotated[datetime, Moment()] = LEAST
    is_published: Annotated[bool, YesOrNo()] = False
    visible_for: Annotated[tuple[VisibleFor, ...], Parts(VisibleFor, is_carrier=True)] = (VisibleFor(),)

    @property
    def last_changed(self) -> datetime:
        """When it was last written."""
        return self.created_date if self.updated_date == LEAST else self.updated_date


PROPERTIES: tuple[Property, ...] = properties_of(Appointment)
STORED = tuple(known for known in PROPERTIES if known.access is not COMPUTED)
"""Those that have a column."""
REFERENCES = tuple(known for known in PROPERTIES if isinstance(known.kind, Reference))
