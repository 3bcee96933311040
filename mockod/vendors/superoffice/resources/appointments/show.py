"""An appointment as an entity: its properties, what they refer to, its rights and its links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.domain.bookings import Span, has_conflict, takes_time
from mockod.vendors.superoffice.domain.time_zones import zone_by_number
from mockod.vendors.superoffice.domain.words import VISIBILITY
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS, ASSOCIATES, BY_CARRIER
from mockod.vendors.superoffice.resources.work import Work
from mockod.vendors.superoffice.wire.appointment import REFERENCES, Appointment
from mockod.vendors.superoffice.wire.carriers import show_carrier, show_zone
from mockod.vendors.superoffice.wire.kinds import Reference, View
from mockod.vendors.superoffice.wire.links import links_of
from mockod.vendors.superoffice.wire.parts import VisibleFor
from mockod.vendors.superoffice.wire.records import show_object
from mockod.vendors.superoffice.wire.rights import field_properties, table_right
from mockod.vendors.superoffice.wire.select import read_select, select


def plain_view(work: Work) -> View:
    """The view of a request without what references lead to."""
    return View(work.view.zone, {})


def related_view(work: Work, appointments: Iterable[Appointment]) -> View:
    """The view of a request, with all that some appointments refer to."""
    wanted: dict[str, set[int]] = {}
    for appointment in appointments:
        for known in REFERENCES:
            if isinstance(known.kind, Reference):
                wanted.setdefault(known.kind.carrier, set()).add(getattr(appointment, known.attribute))
    plain = plain_view(work)
    related: dict[tuple[str, int], Any] = {}
    for carrier, numbers in wanted.items():
        if carrier in BY_CARRIER:
            for number, record in BY_CARRIER[carrier].by_number(work.tx, numbers).items():
                related[carrier, number] = show_carrier(record, plain)
    for number in wanted.get("timezone", ()):
        zone = zone_by_number(number)
        if zone is not None:
            related["timezone", number] = show_zone(zone)
    return View(work.view.zone, related)


def computed(tx: Transaction, appointment: Appointment) -> Appointment:
    """The appointment with all that follows from the rest."""
    mother = appointment.mother_id
    owner = appointment.associate_id
    if mother not in (0, appointment.appointment_id):
        found = APPOINTMENTS.find(tx, mother)
        owner = found.associate_id if found else owner
    return replace(
        appointment,
        active_links=len(appointment.links),
        active_date=appointment.start_date,
        has_conflict=_has_conflict(tx, appointment),
        mother_associate_id=owner,
        preferred_tz_location_data=appointment.preferred_tz_location,
        visible_for=_displayed(tx, appointment.visible_for),
    )


def _displayed(tx: Transaction, visible_for: Sequence[VisibleFor]) -> tuple[VisibleFor, ...]:
    """For whom an appointment is visible, with the text that is shown of it; that of a group is not known (assumed)."""
    numbers = (one.visible_id for one in visible_for if one.visibility == VISIBILITY["Associate"])
    associates = ASSOCIATES.by_number(tx, numbers)

    def text(one: VisibleFor) -> str:
        if one.visibility == VISIBILITY["All"]:
            return "[SR_VFC_ALL]"
        associate = associates.get(one.visible_id) if one.visibility == VISIBILITY["Associate"] else None
        return associate.full_name if associate else ""

    return tuple(replace(one, display_value=text(one)) for one in visible_for)


def _has_conflict(tx: Transaction, own: Appointment) -> bool:
    """Whether it overlaps another appointment in its owner's diary."""
    if not takes_time(own.type, own.invitation_status, is_free=own.is_free):
        return False
    others = APPOINTMENTS.where(
        tx,
        "AssociateId = ? AND StartDate < ? AND EndDate > ? AND AppointmentId <> ?",
        (own.associate_id, str(own.end_date), str(own.start_date), own.appointment_id),
    )
    taken = [
        Span(other.start_date, other.end_date)
        for other in others
        if takes_time(other.type, other.invitation_status, is_free=other.is_free)
    ]
    return has_conflict(Span(own.start_date, own.end_date), taken)


def whole_entity(work: Work, appointment: Appointment, *, with_links: bool = True) -> dict[str, Any]:
    """An entity with every property."""
    appointment = computed(work.tx, appointment)
    entity = show_object(appointment, related_view(work, (appointment,)))
    rights = work.settings.rights
    entity |= {"TableRight": table_right(rights), "FieldProperties": field_properties(rights)}
    return {**entity, "_Links": links_of(appointment, work.base)} if with_links else entity


def entity(work: Work, appointment: Appointment, *, with_links: bool = True) -> dict[str, Any]:
    """An entity with the properties that the request chose."""
    whole = whole_entity(work, appointment, with_links=with_links)
    chosen = read_select(work.view.query.get("$select", ""))
    known = {name.lower() for name in whole}
    work.ignored += [name for name in chosen or () if name not in known]
    return select(whole, chosen)


NAMES = ("FullName", "Name", "Value", "Title")
"""What a carrier is called, by the first of these that it has."""
NOT_SIMPLE = frozenset({"TableRight", "FieldProperties", "PreferredTZLocationData"})


def simple(work: Work, appointment: Appointment) -> dict[str, Any]:
    """An entity without anything within it: a reference is told by its id and its name (assumed)."""
    appointment = computed(work.tx, appointment)
    references = {known.name: known.attribute for known in REFERENCES}
    flat: dict[str, Any] = {}
    for name, value in whole_entity(work, appointment, with_links=False).items():
        if name in NOT_SIMPLE:
            continue
        if name in references:
            told = value or {}
            flat[f"{name}Id"] = getattr(appointment, references[name])
            flat[f"{name}Name"] = next((told[word] for word in NAMES if told.get(word)), "")
        elif not isinstance(value, dict | list) and name != "Recurrence":
            flat[name] = value
    return flat
