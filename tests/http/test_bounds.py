"""docs/operating.md lists what one client can make and keep, and each bound there is the one that acts."""

from __future__ import annotations

from mockod.runtime.time_travel import MOST_DELIVERIES
from mockod.simulation import faults, stub_fields
from mockod.store import office_places, registry, snapshots
from mockod.vendors.opendental.control_adapter import MOST_WAITING
from mockod.vendors.opendental.domain.documents import MOST_FILE_BYTES
from mockod.vendors.opendental.engine import readers
from mockod.vendors.opendental.pipeline import dispatch
from mockod.vendors.opendental.resources.appointments import appointment_rules
from mockod.vendors.opendental.resources.subscriptions.polling import MOST_SUBSCRIPTIONS
from mockod.vendors.opendental.wire.fields import TEXT_BYTES
from support.paths import ROOT

BOUNDS = {
    "Offices": f"{office_places.MOST:,}",
    "Offices that are open": str(office_places.OPEN_AT_ONCE),
    "Data of an office": f"{registry.MOST_MEGABYTES} MB",
    "A text": f"{TEXT_BYTES:,} bytes",
    "The file of a document": f"{MOST_FILE_BYTES // 1_000_000} MB",
    "An answer": f"{dispatch.MOST_BYTES // 1_000_000} MB",
    "Subscriptions of an office": str(MOST_SUBSCRIPTIONS),
    "Deliveries of an office in one advance": f"{MOST_DELIVERIES:,}",
    "Appointment rules of an office": str(appointment_rules.MOST),
    "Snapshots of an office": str(snapshots.MOST),
    "All snapshots": f"{snapshots.MOST_BYTES // 1_000_000} MB",
    "Faults of an office": f"{faults.MOST}; {stub_fields.LARGEST_BODY // 1_000_000} MB the body of a stub, "
    f"{faults.MOST_BYTES // 1_000_000} MB all of them",
    "Requests that wait for an office": f"{MOST_WAITING:,}",
}


def rows() -> dict[str, str]:
    text = (ROOT / "docs/operating.md").read_text(encoding="utf-8").partition("## Bounds\n")[2].partition("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {name: bound for name, bound, _ in cells[2:]}


def test_the_page_lists_the_bounds_that_act():
    assert rows() == BOUNDS


def test_what_is_kept_for_versions_and_choices_of_columns_is_bounded(office):
    http = office.http
    for build in range(60):
        http.put("/_mockod/settings", json={"od_version": f"24.1.{build}"}, headers=office.headers)
        assert office.get("patients/1").status_code == 200
    for cached in (readers._reader, readers.writer):
        assert cached.cache_info().maxsize == readers.MOST_KEPT
        assert cached.cache_info().currsize <= readers.MOST_KEPT


def test_one_subscription_too_many_is_refused_and_room_is_made_by_deleting(office):
    def subscribe(number: int):
        body = {"EndPointUrl": f"http://127.0.0.1:9/{number}/", "WatchTable": "Patient", "PollingSeconds": 60}
        return office.post("subscriptions", body)

    made = [subscribe(number) for number in range(MOST_SUBSCRIPTIONS)]
    assert {answer.status_code for answer in made} == {201}
    refused = subscribe(MOST_SUBSCRIPTIONS)
    assert (refused.status_code, refused.json) == (
        400,
        f"This office has {MOST_SUBSCRIPTIONS} subscriptions already; delete some first.",
    )

    path = f"/api/v1/subscriptions/{made[0].json['SubscriptionNum']}"
    assert office.http.delete(path, headers=office.headers).status_code == 200
    assert subscribe(MOST_SUBSCRIPTIONS).status_code == 201
