"""What a client sees of appointments: defaults, bodies, patches, conditions, rights, bookings."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from mockod.vendors.superoffice.wire.appointment import PROPERTIES
from mockod.vendors.superoffice.wire.kinds import Word
from support.superoffice import ENUMERATIONS, SuperOfficeClient

NAMES = [known.name for known in PROPERTIES]


def test_defaults_are_complete_unsaved_and_begin_with_the_next_half_hour(so: SuperOfficeClient):
    so.set_clock("2026-03-02 09:01:00")
    default = so.read("Appointment/default")
    assert list(default) == [*NAMES, "TableRight", "FieldProperties"]
    assert (default["AppointmentId"], default["StartDate"], default["EndDate"]) == (
        0,
        "2026-03-02T09:30:00",
        "2026-03-02T10:00:00",
    )
    assert default["Associate"]["Name"] == "SAL0"
    assert (default["Type"], default["Private"], default["Completed"]) == ("inDiary", "Public", "NotStarted")
    assert default["Task"]["TaskListItemId"] == 1
    assert default["VisibleFor"][0]["DisplayValue"] == "[SR_VFC_ALL]"
    assert so.rows() == []


def test_what_was_created_is_read_again_to_the_last_property(so: SuperOfficeClient):
    created = so.create(Title="Wound check", StartDate="2026-05-04T09:00:00", Location="Room 2", HasAlarm=True)
    assert list(created) == [*NAMES, "TableRight", "FieldProperties", "_Links"]
    assert so.read(f"Appointment/{created['AppointmentId']}") == created
    assert created["EndDate"] == "2026-05-04T09:30:00"
    assert created["CreatedDate"] == "2026-03-02T15:00:00"  # always UTC, and the office is eight hours behind
    assert (created["UpdatedDate"], created["UpdatedBy"]) == ("0001-01-01T00:00:00", None)
    assert created["TableRight"] == {"Mask": "Select, Update, Insert, Delete", "Reason": ""}
    assert created["FieldProperties"]["Location"] == {
        "FieldRight": {"Mask": "Update", "Reason": ""},
        "FieldType": "System.String",
        "FieldLength": 254,
    }
    assert created["FieldProperties"]["HasConflict"]["FieldRight"]["Mask"] == "Read"
    own = f"http://localhost{so.base}/Appointment/{created['AppointmentId']}"
    assert created["_Links"]["Self"] == own
    assert created["_Links"]["Archive.Participants"] == f"{own}/Participants"
    assert "Contact" not in created["_Links"]


def test_an_id_is_never_given_twice_and_one_that_is_sent_is_passed_over(so: SuperOfficeClient):
    first = so.create(AppointmentId=305)["AppointmentId"]
    assert so.call("DELETE", f"Appointment/{first}").status_code == 204
    assert so.create()["AppointmentId"] == first + 1
    assert so.call("GET", f"Appointment/{first}").status_code == 404


def test_the_clients_own_wire_form_is_taken(so: SuperOfficeClient):
    body = {
        "description": "By the client",
        "startDate": "2026-05-04T09:00:00.000Z",
        "leadTime": "PT15M",
        "lagTime": "P0D",
        "type": "inDiary",
        "tableRight": {"mask": 15, "reason": ""},
        "fieldProperties": {"title": {"fieldRight": {"mask": 3}}},
        "recurrence": {"pattern": "Weekly", "weekPattern": {"weekdays": 64, "cycle": 1}},
    }
    response = so.call("POST", "Appointment/", body, zone="UTC,includeTZOffset")
    assert response.status_code == 200, response.text
    assert response.json["StartDate"] == "2026-05-04T09:00:00Z"
    assert (response.json["LeadTime"], response.json["LagTime"]) == ("00:15:00", "00:00:00")
    assert response.json["Recurrence"]["WeekPattern"] == {"Weekdays": "Sunday", "Cycle": 1}
    assert response.json["Recurrence"]["IsRecurrence"] is False


@pytest.mark.parametrize(
    ("name", "word"),
    [(known.name, word) for known in PROPERTIES if isinstance(known.kind, Word) for word in known.kind.words.numbers],
)
def test_every_word_of_an_enumeration_comes_back(so: SuperOfficeClient, name: str, word: str):
    """By itself, in small letters and as its number."""
    number = next(one.kind.words[word] for one in PROPERTIES if one.name == name and isinstance(one.kind, Word))
    for sent in (word, word.lower(), number):
        assert so.create(**{name: sent})[name] == word


def test_no_two_words_of_an_enumeration_share_a_number():
    for words in ENUMERATIONS:
        assert len(set(words.numbers.values())) == len(words.numbers), words.name


def test_put_replaces_the_whole_and_keeps_what_is_the_servers(so: SuperOfficeClient):
    created = so.create(Title="Before", Location="Room 1", Completed="Started")
    number = created["AppointmentId"]
    so.set_clock("2026-03-02 08:00:00")
    response = so.call(
        "PUT", f"Appointment/{number}", {"AppointmentId": 999, "Title": "After", "CreatedDate": "2001-01-01"}
    )
    replaced = response.json
    assert (replaced["AppointmentId"], replaced["Title"], replaced["Location"], replaced["Completed"]) == (
        number,
        "After",
        "",
        "NotStarted",
    )
    assert replaced["CreatedDate"] == created["CreatedDate"]
    assert (replaced["UpdatedDate"], replaced["UpdatedBy"]["Name"]) == ("2026-03-02T16:00:00", "SAL0")


def test_a_json_patch_is_done_as_a_whole_or_not_at_all(so: SuperOfficeClient):
    number = so.create(Title="Before")["AppointmentId"]
    patch = [
        {"op": "test", "path": "completed", "value": "NotStarted"},
        {"op": "replace", "path": "/Completed", "value": "Completed"},
    ]
    assert so.call("PATCH", f"Appointment/{number}", patch).json["Completed"] == "Completed"
    before = so.read(f"Appointment/{number}")
    failing = [{"op": "replace", "path": "Title", "value": "After"}, *patch]
    response = so.call("PATCH", f"Appointment/{number}", failing)
    assert (response.status_code, response.json["ErrorType"]) == (409, "SoConflictException")
    assert so.read(f"Appointment/{number}") == before


@pytest.mark.parametrize("word", ["move", "copy"])
def test_move_and_copy_are_not_supported(so: SuperOfficeClient, word: str):
    number = so.create()["AppointmentId"]
    response = so.call(
        "PATCH", f"Appointment/{number}", [{"op": word, "from": "/Title", "path": "/Agenda", "value": 1}]
    )
    assert (response.status_code, response.json["ErrorType"]) == (400, "ArgumentException")


def test_an_operation_reaches_into_lists_and_dictionaries(so: SuperOfficeClient):
    number = so.create(Links=[{"EntityName": "sale", "Id": 1}])["AppointmentId"]
    patch = [
        {"op": "add", "path": "/Links/-", "value": {"EntityName": "document", "Id": 2}},
        {"op": "replace", "path": "/links/0/Description", "value": "first"},
        {"op": "add", "path": "CustomFields/x_number", "value": "7"},
        {"op": "replace", "path": "Task/TaskListItemId", "value": 2},
    ]
    patched = so.call("PATCH", f"Appointment/{number}", patch).json
    assert [(link["EntityName"], link["Description"]) for link in patched["Links"]] == [
        ("sale", "first"),
        ("document", ""),
    ]
    assert patched["ActiveLinks"] == 2
    assert patched["CustomFields"] == {"x_number": "7"}
    assert patched["Task"]["TaskListItemId"] == 2
    removed = so.call(
        "PATCH", f"Appointment/{number}", [{"op": "remove", "path": "/Links/0"}, {"op": "remove", "path": "Task"}]
    )
    assert [link["Id"] for link in removed.json["Links"]] == [2]


def test_a_merge_patch_changes_what_it_names_and_appends_to_a_list(so: SuperOfficeClient):
    before = so.create(Title="Kept", Links=[{"EntityName": "sale", "Id": 1}])
    path = f"Appointment/{before['AppointmentId']}"
    after = so.call("PATCH", path, {"description": "Added", "links": {"entityName": "document", "id": 2}}).json
    assert [link["Id"] for link in after["Links"]] == [1, 2]
    differing = {name for name in NAMES if after[name] != before[name]}
    assert differing == {"Description", "Links", "ActiveLinks", "UpdatedDate", "UpdatedBy"}
    assert [link["Id"] for link in so.call("PATCH", path, {"Links": [{"Id": 9}]}).json["Links"]] == [9]
    assert so.call("PATCH", path, {"Description": None}).json["Description"] == ""


def test_moving_the_start_alone_keeps_the_end(so: SuperOfficeClient):
    number = so.create(StartDate="2026-05-04T09:00:00", EndDate="2026-05-04T11:00:00")["AppointmentId"]
    patched = so.call("PATCH", f"Appointment/{number}", {"StartDate": "2026-05-04T10:00:00"}).json
    assert (patched["StartDate"], patched["EndDate"]) == ("2026-05-04T10:00:00", "2026-05-04T11:00:00")
    late = so.call("PATCH", f"Appointment/{number}", {"StartDate": "2026-05-04T12:00:00"})
    assert (late.status_code, late.json["ErrorMessage"]) == (400, "EndDate: EndDate is before StartDate")


def test_a_change_can_be_made_only_to_what_nobody_changed_since(so: SuperOfficeClient):
    number = so.create()["AppointmentId"]
    path = f"Appointment/{number}"
    first = so.call("GET", path).headers["Last-Modified"]
    assert first == "Mon, 02 Mar 2026 15:00:00 GMT"
    so.set_clock("2026-03-02 08:00:00")
    assert so.call("PATCH", path, {"Title": "x"}, headers={"If-Unmodified-Since": first}).status_code == 200
    for method, body in (("PATCH", {"Title": "y"}), ("PUT", {"Title": "y"}), ("DELETE", None)):
        response = so.call(method, path, body, headers={"If-Unmodified-Since": first})
        assert (response.status_code, response.json["ErrorType"]) == (412, "SoPreconditionFailedException")
    assert so.read(path)["Title"] == "x"


def test_an_unchanged_appointment_is_not_sent_again(so: SuperOfficeClient):
    path = f"Appointment/{so.create()['AppointmentId']}"
    last = so.call("GET", path).headers["Last-Modified"]
    response = so.call("GET", path, headers={"If-Modified-Since": last})
    assert (response.status_code, response.data) == (304, b"")
    so.set_clock("2026-03-02 08:00:00")
    so.call("PATCH", path, {"Title": "x"})
    assert so.call("GET", path, headers={"If-Modified-Since": last}).status_code == 200


def test_select_makes_null_all_that_is_not_chosen(so: SuperOfficeClient):
    whole = so.create(Title="Chosen", Location="Room 1")
    chosen = so.read(f"Appointment/{whole['AppointmentId']}", query={"$select": "title,associate/fullname"})
    assert list(chosen) == list(whole)
    assert chosen["Title"] == "Chosen"
    assert {name for name, value in chosen.items() if value is not None} == {"Title", "Associate"}
    assert {name for name, value in chosen["Associate"].items() if value is not None} == {"FullName"}


def test_a_booking_gives_every_further_associate_a_copy(so_demo: SuperOfficeClient):
    people = [{"AssociateId": 1}, {"AssociateId": 2}, {"AssociateId": 3}, {"AssociateId": 77}, {"PersonId": 8}]
    master = so_demo.create(Title="Huddle", StartDate="2026-05-04T09:00:00", Participants=people)
    number = master["AppointmentId"]
    assert (master["BookingType"], master["MotherId"], len(master["Participants"])) == ("Owner", number, 5)
    copies = [so_demo.read(f"Appointment/{one}") for one in so_demo.ids(filter=f"appointmentId gt {number}")]
    assert [copy["Associate"]["AssociateId"] for copy in copies] == [2, 3]
    for copy in copies:
        assert (copy["MotherId"], copy["BookingType"], copy["Type"], copy["InvitationStatus"]) == (
            number,
            "Participant",
            "BookingForDiary",
            "Invitation",
        )
        assert copy["MotherAssociate"]["AssociateId"] == 1
    so_demo.call("PATCH", f"Appointment/{number}", {"StartDate": "2026-05-04T09:10:00", "Participants": people[:2]})
    [left] = so_demo.ids(filter=f"appointmentId gt {number}")
    moved = so_demo.read(f"Appointment/{left}")
    assert (moved["StartDate"], moved["InvitationStatus"]) == ("2026-05-04T09:10:00", "Moved")
    assert so_demo.call("DELETE", f"Appointment/{number}").status_code == 204
    assert so_demo.ids(filter=f"appointmentId ge {number}") == []


def test_conflicts_are_those_of_one_diary_and_do_not_begin_where_another_ends(so_demo: SuperOfficeClient):
    def booked(owner: int, start: str, end: str, **more: object) -> bool:
        times = {"StartDate": f"2026-05-04T{start}:00", "EndDate": f"2026-05-04T{end}:00"}
        return so_demo.create(Associate={"AssociateId": owner}, **times, **more)["HasConflict"]

    assert not booked(2, "09:00", "10:00")
    assert not booked(2, "10:00", "11:00")
    assert not booked(3, "09:00", "10:00")
    assert not booked(2, "09:30", "10:00", IsFree=True)
    assert booked(2, "09:59", "10:01")


def test_a_simple_form_is_flat(so_demo: SuperOfficeClient):
    flat = so_demo.read("Appointment/24/Simple")
    assert not any(isinstance(value, dict | list) for value in flat.values())
    assert (flat["ContactId"], flat["ContactName"], flat["PersonName"]) == (15, "Canino household", "Carlos Canino")


def test_participants_and_links_are_lists_of_rows(so_demo: SuperOfficeClient):
    entity = {
        "Participants": [{"AssociateId": 2, "PersonId": 15}],
        "Links": [{"EntityName": "sale", "Id": 4, "LinkId": 9}],
    }
    number = so_demo.create(**entity)["AppointmentId"]
    [person] = so_demo.read(f"Appointment/{number}/Participants")["value"]
    assert (person["EntityName"], person["associateId"], person["fullName"]) == ("participant", 2, "Carlos Canino")
    [link] = so_demo.read(f"Appointment/{number}/Links")["value"]
    assert (link["PrimaryKey"], link["EntityName"], link["id"]) == (9, "sale", 4)


def test_validate_tells_all_that_is_wrong_and_stores_nothing(so: SuperOfficeClient):
    body = {
        "Type": "Appointment",
        "StartDate": "2026-05-04T09:00:00",
        "EndDate": "2026-05-04T08:00:00",
        "Contact": {"ContactId": 9},
    }
    told = so.call("POST", "Appointment/Validate", body)
    assert (told.status_code, set(told.json)) == (200, {"Type", "EndDate", "Contact"})
    assert so.call("POST", "Appointment/Validate", {"Title": "Right"}).json == {}
    assert so.rows() == []


def test_an_answer_in_xml_says_the_same(so: SuperOfficeClient):
    created = so.create(Title="A <b> & c\x01", CustomFields={"SuperOffice:1": "x"}, Links=[{"Id": 3}])
    response = so.call("GET", f"Appointment/{created['AppointmentId']}", accept="text/xml")
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.data)
    assert (root.tag, [child.tag for child in root]) == ("AppointmentEntity", list(created))
    assert root.findtext("Title") == "A <b> & c\ufffd"
    assert root.findtext("HasAlarm") == "false"
    assert root.findtext("Links/Link/Id") == "3"
    assert (root.findtext("CustomFields/Item/Key"), root.findtext("CustomFields/Item/Value")) == ("SuperOffice:1", "x")
    rows = ET.fromstring(so.call("GET", "Appointment", query={"$format": "xml"}).data)
    assert rows.findtext("value/Row/appointmentId") == str(created["AppointmentId"])


def test_texts_of_several_languages_are_told_in_the_one_that_is_asked_for(so: SuperOfficeClient):
    def told(**headers: str) -> tuple[str, str]:
        default = so.read("Appointment/default", headers=headers)
        return default["Task"]["Value"], default["VisibleFor"][0]["DisplayValue"]

    raw = told()
    assert raw[0].startswith('US:"Meeting";NO:"Møte"')
    assert told(**{"SO-Language": "no"}) == ("Møte", "Alle")
    assert told(**{"Accept-Language": "sv"}) == ("Möte", "Alla")
    assert told(**{"Accept-Language": "sv", "SO-Language": "en"}) == ("Meeting", "All")
    assert told(**{"Accept-Language": "xx"}) == ("Meeting", "All")
    assert told(**{"SO-Language": "*"}) == told(**{"SO-Language": "x"}) == raw


def test_a_right_that_is_missing_is_refused_and_told(so: SuperOfficeClient):
    number = so.create()["AppointmentId"]
    so.configure(rights="Select")
    answer = so.read(f"Appointment/{number}")
    assert answer["TableRight"]["Mask"] == "Select"
    assert {one["FieldRight"]["Mask"] for one in answer["FieldProperties"].values()} == {"Read"}
    calls = (
        ("POST", "Appointment", {}),
        ("PUT", f"Appointment/{number}", {}),
        ("DELETE", f"Appointment/{number}", None),
    )
    for method, path, body in calls:
        response = so.call(method, path, body)
        assert (response.status_code, response.json["ErrorType"]) == (403, "SoSentryException")
    so.configure(rights="None")
    assert so.call("GET", "Appointment").status_code == 403


def test_lists_of_zones_tasks_and_associates(so_demo: SuperOfficeClient):
    assert [(zone["TZLocationID"], zone["TZLocationCode"]) for zone in so_demo.read("timezone")][:2] == [
        (1, "UTC"),
        (36, "AU-ACT"),
    ]
    tasks = so_demo.read("MDOList/task", language="en")
    assert [(task["Id"], task["Name"]) for task in tasks] == [(1, "Meeting"), (2, "Phone call"), (3, "Follow-up")]
    assert [one["Name"] for one in so_demo.read("MDOList/associate")][:2] == ["Front Desk", "Brian Albert"]
    assert so_demo.read("")["_Links"]["timezone"] == f"http://localhost{so_demo.base}/timezone"


def test_a_diff_tells_a_change_in_the_vendors_words(so: SuperOfficeClient):
    number = so.create(Title="Check")["AppointmentId"]
    taken = so.control("POST", "snapshots", {"name": "before"})
    assert taken.status_code == 201, taken.text
    so.call("PATCH", f"Appointment/{number}", {"Completed": "Completed"})
    told = so.control("GET", "snapshots/diff?from=before&format=text").text
    assert told.strip() == f"1 superoffice_appointment: Completed NotStarted -> Completed ({number})"


UNKNOWN = {
    "a property": lambda so: so.call("POST", "Appointment", {"Titel": "x"}),
    "a patched property": lambda so: so.call("PATCH", "Appointment/1", {"Titel": "x"}),
    "a chosen property": lambda so: so.call("GET", "Appointment/1", query={"$select": "titel,title"}),
    "a parameter": lambda so: so.call("GET", "Appointment", query={"filter": "x"}),
}
IGNORED = {"a parameter": "filter", "a chosen property": "titel"}
"""As the journal has it, where it is not ``Titel``."""


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_name_that_nobody_knows_is_passed_over_or_refused_by_a_strict_office(so: SuperOfficeClient, name: str):
    so.create()
    assert UNKNOWN[name](so).status_code == 200
    assert so.told("requests")[-1]["ignored"] == [
        {"a parameter": "filter", "a chosen property": "titel"}.get(name, "Titel")
    ]
    so.configure(conduct="strict")
    before = so.ids()
    refused = UNKNOWN[name](so)
    assert (refused.status_code, refused.json["ErrorType"]) == (400, "ArgumentException")
    assert so.ids() == before
    assert so.call("PUT", "Appointment/1", {**so.read("Appointment/1")}).status_code == 200


@pytest.mark.parametrize("associate", [None, {"AssociateId": 0}])
def test_an_appointment_whose_owner_is_nobody_belongs_to_whoever_asks(so: SuperOfficeClient, associate: Any):
    created = so.create(Title="Mine", Associate=associate)
    assert created["Associate"]["AssociateId"] == 1
    path = f"Appointment/{created['AppointmentId']}"
    for method, body in (("PUT", {**created, "Associate": associate}), ("PATCH", {"Associate": associate})):
        told = so.call(method, path, body)
        assert (told.status_code, told.json["Associate"]["AssociateId"]) == (200, 1), told.text


def test_an_appointment_may_end_in_the_second_of_the_two_hours_that_a_clock_shows_twice(so: SuperOfficeClient):
    so.configure(zone="NO")
    told = so.create(StartDate="2026-10-25T00:45:00Z", EndDate="2026-10-25T01:15:00Z")
    assert (told["StartDate"], told["EndDate"]) == ("2026-10-25T02:45:00", "2026-10-25T02:15:00")
    early = {"StartDate": "2026-10-25T03:15:00", "EndDate": "2026-10-25T02:45:00"}
    assert so.call("POST", "Appointment", early).status_code == 400


def test_what_is_shown_of_those_for_whom_it_is_visible_is_the_servers(so_demo: SuperOfficeClient):
    sent = [
        {"VisibleId": 0, "Visibility": "All", "DisplayValue": "mine"},
        {"VisibleId": 2, "Visibility": "Associate", "DisplayValue": "mine"},
        {"VisibleId": 99, "Visibility": "Associate"},
        {"VisibleId": 2, "Visibility": "Group", "DisplayValue": "mine"},
    ]
    created = so_demo.create(VisibleFor=sent)
    assert [one["DisplayValue"] for one in created["VisibleFor"]] == ["[SR_VFC_ALL]", "Brian Albert", "", ""]
