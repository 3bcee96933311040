"""``_Links``: where an appointment, and what belongs to it, is found."""

from __future__ import annotations

from collections.abc import Mapping

from mockod.vendors.superoffice.wire.appointment import Appointment

LISTS = (
    ("Associate.List", "associate"),
    ("Contact.List", "contact_new"),
    ("Person.List", "person"),
    ("Priority.List", "priority"),
    ("Project.List", "project"),
    ("RejectReason.List", "rejectReason"),
    ("Task.List", "task"),
    ("Sale.List", "sale"),
)
NAMED = (("Contact", "contact_id"), ("Person", "person_id"), ("Project", "project_id"))
"""Links to what a reference names, where it names something."""


def links_of(appointment: Appointment, base: str) -> Mapping[str, str]:
    """Links by name, in the vendor's order. ``base`` is the address of the API, without a slash at its end."""
    own = f"{base}/Appointment/{appointment.appointment_id}"
    named = {name: getattr(appointment, attribute) for name, attribute in NAMED}
    links = {"Self": own, "Self.Simple": f"{own}/Simple", "UdefLayout": f"{base}/Appointment/UdefLayout/Published"}
    for name, word in LISTS:
        kind = name.partition(".")[0]
        if named.get(kind):
            links[kind] = f"{base}/{kind}/{named[kind]}"
        links[name] = f"{base}/MDOList/{word}"
    links["Archive"] = f"{base}/Appointment"
    links["Archive.Participants"] = f"{own}/Participants"
    links["Archive.Links"] = f"{own}/Links"
    return links
