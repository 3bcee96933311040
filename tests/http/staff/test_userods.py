"""Users of the program: who is listed, how one is made, and which groups each is in."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
usergroups:
  - {UserGroupNum: 1, Description: Admin}
  - {UserGroupNum: 5, Description: Front Desk}
  - {UserGroupNum: 7, Description: Enterprise, UserGroupNumCEMT: 3}
employees: [{EmployeeNum: 4, LName: Doe, FName: Jane}]
userods:
  - {UserNum: 1, UserName: Admin, EmployeeNum: 4}
  - {UserNum: 2, UserName: Doctor, ProvNum: 1, IsHidden: true}
  - {UserNum: 3, UserName: Central, UserNumCEMT: 8}
usergroupattaches:
  - {UserGroupAttachNum: 1, UserNum: 1, UserGroupNum: 5}
  - {UserGroupAttachNum: 2, UserNum: 1, UserGroupNum: 1}
emailaddresses: [{EmailUsername: admin@example.com, UserNum: 1}]
"""
NEW = {"UserName": "FrontDesk1", "UserGroupNum": 5, "Password": "Obviously1Fake"}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def names(office, **query):
    return [user["UserName"] for user in office.read("userods", **query)]


def test_hidden_and_central_users_are_listed_only_where_they_are_asked_for(office):
    assert names(office) == ["Admin"]
    assert names(office, includeHidden="true") == ["Admin", "Doctor"]
    assert names(office, includeCEMT="true") == ["Admin", "Central"]
    assert names(office, includeHidden="true", includeCEMT="true") == ["Admin", "Doctor", "Central"]


def test_a_user_is_told_with_groups_employee_and_address(office):
    [admin] = office.read("userods")

    assert admin["userGroupNums"] == [1, 5]
    assert (admin["EmployeeNum"], admin["employeeName"], admin["emailAddress"]) == (4, "Jane Doe", "admin@example.com")
    assert (admin["ProviderNum"], admin["providerName"]) == (0, "")


def test_a_provider_among_the_users_is_told_by_the_formal_name(office):
    provider = office.read("providers/1")
    doctor = next(user for user in office.read("userods", includeHidden="true") if user["UserName"] == "Doctor")

    assert doctor["ProviderNum"] == 1
    assert doctor["providerName"].startswith(f"{provider['FName']} ".lstrip())
    assert provider["LName"] in doctor["providerName"]


def test_a_new_user_comes_back_with_group_and_password_and_is_in_the_group(office):
    made = office.post("userods", NEW)

    assert made.status_code == 201
    assert {name: made.json[name] for name in NEW} == NEW
    assert list(made.json)[-3:] == ["UserGroupNum", "Password", "IsPasswordResetRequired"]
    assert office.read("usergroupattaches", UserNum=made.json["UserNum"]) == [
        {"UserGroupAttachNum": 3, "UserNum": made.json["UserNum"], "UserGroupNum": 5}
    ]
    assert "Obviously1Fake" not in str(database(office).contents())


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"UserName": "admin"}, 400, "UserName already exists."),
        ({"UserName": "FrontDesk1 "}, 400, "UserName is invalid."),
        ({"UserGroupNum": 99}, 404, "UserGroup not found."),
        ({"Password": "Short1a"}, 400, "Password is invalid."),
        ({"Password": "nocapital1"}, 400, "Password is invalid."),
        ({"Password": "NOSMALL111"}, 400, "Password is invalid."),
        ({"Password": "NoNumberAtAll"}, 400, "Password is invalid."),
        ({"Password": ""}, 400, "Password is required."),
    ],
)
def test_a_user_is_refused_for_a_name_that_is_taken_and_a_password_that_is_weak(office, change, status, text):
    before = database(office).contents()

    assert office.refusal("POST", "userods", {**NEW, **change}) == (status, text)
    assert database(office).contents() == before


def test_a_password_of_eight_characters_will_do(office):
    assert office.post("userods", {**NEW, "Password": "Fakes123"}).status_code == 201


def test_an_office_may_want_a_symbol_in_passwords(practice_office):
    office = practice_office(OFFICE)
    settings = {"preferences": {"PasswordsStrongIncludeSpecial": "1"}}
    assert office.http.put("/_mockod/settings", json=settings, headers=office.headers).status_code == 200

    assert office.refusal("POST", "userods", NEW) == (400, "Password is invalid.")
    assert office.post("userods", {**NEW, "Password": "Obviously1Fake!"}).status_code == 201


def test_groups_that_are_put_are_all_that_a_user_is_in(office):
    changed = office.put("userods/1", {"userGroupNums": [7, 5], "IsHidden": "true"})

    assert (changed.status_code, changed.json["userGroupNums"], changed.json["IsHidden"]) == (200, [5, 7], "true")
    assert [row["UserGroupAttachNum"] for row in office.read("usergroupattaches", UserGroupNum=5)] == [1]


@pytest.mark.parametrize(
    ("groups", "status", "text"),
    [
        ([], 400, "userGroupNums is invalid."),
        ([1, 99], 404, "UserGroup not found."),
        ("1", 400, "userGroupNums is invalid."),
    ],
)
def test_groups_that_are_not_there_change_nothing(office, groups, status, text):
    before = database(office).contents()

    assert office.refusal("PUT", "userods/1", {"userGroupNums": groups, "ClinicNum": 0}) == (status, text)
    assert database(office).contents() == before


def test_groups_of_the_enterprise_are_listed_only_where_they_are_asked_for(office):
    assert [group["UserGroupNum"] for group in office.read("usergroups")] == [1, 5]
    assert [group["UserGroupNum"] for group in office.read("usergroups", includeCEMT="true")] == [1, 5, 7]
