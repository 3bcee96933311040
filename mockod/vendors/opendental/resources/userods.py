"""Userods: the program's users, their groups, and whom of the staff they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Name, Schema, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.records import Records, given_values, placeholders
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, where
from mockod.vendors.opendental.engine.table import Column, Computed, Table
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.wire.errors import already_exists, invalid, not_found
from mockod.vendors.opendental.wire.fields import Flag, ForeignKey, Integer, Text
from mockod.vendors.opendental.wire.lists import NumberList

GROUPS_SINCE = "25.1.10"
"""Since then a user can be in several groups, and be made to change the password (documented)."""
LEAST_PASSWORD = 8
"""Characters of a password (documented)."""
PASSWORD_NEEDS = (re.compile(r"[0-9]"), re.compile(r"[A-Z]"), re.compile(r"[a-z]"))
SYMBOL = re.compile(r"[^A-Za-z0-9\s]")

GROUP_NUMS = """coalesce((SELECT group_concat(UserGroupNum) FROM (
  SELECT DISTINCT UserGroupNum FROM usergroupattach WHERE UserNum = userod.UserNum ORDER BY UserGroupNum)), '')"""
EMPLOYEE_NAME = """coalesce((SELECT trim(employee.FName || ' ' || employee.LName) FROM employee
  WHERE employee.EmployeeNum = userod.EmployeeNum), '')"""
PROVIDER_NAME = """coalesce((SELECT trim(trim(provider.FName || ' ' || provider.MI) || ' ' || provider.LName)
  || iif(provider.Suffix = '', '', ', ' || provider.Suffix)
  FROM provider WHERE provider.ProvNum = userod.ProvNum), '')"""
EMAIL = """coalesce((SELECT emailaddress.EmailUsername FROM emailaddress WHERE emailaddress.UserNum = userod.UserNum
  ORDER BY emailaddress.EmailAddressNum LIMIT 1), '')"""

USEROD = Table(
    "userod",
    entity="Userod",
    section="userods",
    columns=(
        Column("UserNum", Integer()),
        Column("UserName", Text(longest=255), needed=True),
        Computed("userGroupNums", NumberList(), GROUP_NUMS, since=GROUPS_SINCE),
        Column("EmployeeNum", ForeignKey("employee.EmployeeNum")),
        Computed("employeeName", Text(), EMPLOYEE_NAME),
        Column("ProvNum", ForeignKey("provider.ProvNum"), wire="ProviderNum"),
        Computed("providerName", Text(), PROVIDER_NAME),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Computed("emailAddress", Text(), EMAIL),
        Column("IsHidden", Flag()),
        Column("TaskListInBox", ForeignKey("tasklist.TaskListNum"), hidden=True),
        Column("PasswordIsStrong", Flag(), hidden=True),
        Column("ClinicIsRestricted", Flag(), hidden=True),
        Column("UserNumCEMT", Integer()),
        Column("IsPasswordResetRequired", Flag()),
    ),
)

WRITTEN = Schema.of(
    "WrittenUser",
    (
        *USEROD.answer.exclude("userGroupNums", "UserNumCEMT", "IsPasswordResetRequired").fields.values(),
        Field("user_group_num", "UserGroupNum", ForeignKey("usergroup.UserGroupNum")),
        Field("password", "Password", Text()),
        USEROD.answer.fields["is_password_reset_required"],
    ),
)
"""A user as POST answers it: with the one group and the password that were sent."""


@dataclass(frozen=True, slots=True)
class UserFilters:
    """GET userods. Users of the Central Enterprise Management Tool, too, are left out unless asked for."""

    include_hidden: Annotated[bool, Flag(), Name("includeHidden"), Since("22.4.24")] = False
    include_cemt: Annotated[bool, Flag(), Name("includeCEMT"), Since(GROUPS_SINCE)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """POST userods."""

    user_name: str
    user_group_num: Annotated[int, ForeignKey("usergroup.UserGroupNum", zero=False)]
    password: Annotated[str, Text(longest=255)]
    is_password_reset_required: Annotated[bool, Flag(), Since(GROUPS_SINCE)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChange:
    """PUT userods: name, password and address stay as they are."""

    user_group_nums: Annotated[tuple[int, ...] | None, NumberList(), Name("userGroupNums"), Since(GROUPS_SINCE)] = None
    employee_num: int | None = None
    prov_num: int | None = None
    clinic_num: int | None = None
    is_hidden: bool | None = None
    is_password_reset_required: Annotated[bool | None, Flag(), Since(GROUPS_SINCE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user, as far as one is written from here. Nobody logs in here, so the password is not kept."""

    user_num: int = 0
    user_name: str
    employee_num: int = 0
    prov_num: int = 0
    clinic_num: int = 0
    is_hidden: bool = False
    password_is_strong: bool = False
    is_password_reset_required: bool = False


USERS = Records(User, USEROD)


def list_users(tx: Transaction, filters: UserFilters, page: Page) -> Rows:
    """GET userods, by number."""
    conditions = [
        None if filters.include_hidden else where("userod.IsHidden = 0", indexed=False),
        None if filters.include_cemt else where("userod.UserNumCEMT = 0", indexed=False),
    ]
    return USERODS.select.page(tx, page, "userod.UserNum", conditions)


def create_user(tx: Transaction, body: NewUser) -> dict[str, object]:
    """POST userods: a user in one group. Refuses what ``new_user`` refuses."""
    namesakes = tx.value("SELECT count(*) FROM userod WHERE fold(UserName) = fold(?)", (body.user_name,))
    new = new_user(body, namesakes, preferences.switched_on(tx, "PasswordsStrongIncludeSpecial"))
    number = USERS.insert(tx, new)
    _attach(tx, number, [body.user_group_num])
    return {
        "user_num": number,
        "user_name": new.user_name,
        "employee_num": new.employee_num,
        "employee_name": "",
        "prov_num": new.prov_num,
        "provider_name": "",
        "clinic_num": new.clinic_num,
        "email_address": "",
        "is_hidden": new.is_hidden,
        "user_group_num": body.user_group_num,
        "password": body.password,
        "is_password_reset_required": new.is_password_reset_required,
    }


def new_user(body: NewUser, namesakes: int, wants_symbol: bool) -> User:
    """The user to be written; no two have one name, in whatever letter case.

    Raises ApiError naming UserName where it is taken or ends with a blank, and Password where that is weak (all
    documented). ``wants_symbol`` says whether the office's passwords need one.
    """
    if body.user_name != body.user_name.rstrip():
        raise invalid("UserName")
    if namesakes:
        raise already_exists("UserName")
    wanted = (*PASSWORD_NEEDS, SYMBOL) if wants_symbol else PASSWORD_NEEDS
    if len(body.password) < LEAST_PASSWORD or not all(pattern.search(body.password) for pattern in wanted):
        raise invalid("Password")
    reset = body.is_password_reset_required
    return User(user_name=body.user_name, password_is_strong=True, is_password_reset_required=reset)


def update_user(tx: Transaction, before: User, body: UserChange) -> Row:
    """PUT userods. The groups given are all that the user is in from now on (documented)."""
    groups = body.user_group_nums
    if groups is not None:
        check_groups(groups, _known_groups(tx, groups))
    changes = given_values(body)
    changes.pop("user_group_nums", None)
    USERS.update(tx, before, replace(before, **changes))
    if groups is not None:
        old = set(tx.column("SELECT UserGroupNum FROM usergroupattach WHERE UserNum = ?", (before.user_num,)))
        for gone in old - set(groups):
            tx.delete("usergroupattach", "UserNum = ? AND UserGroupNum = ?", (before.user_num, gone))
        _attach(tx, before.user_num, [group for group in groups if group not in old])
    return USERODS.select.one(tx, before.user_num)


def check_groups(groups: Sequence[int], known: int) -> None:
    """Raises ApiError where no group is given (assumed: each user is in one), or one that is not there."""
    if not groups:
        raise invalid("userGroupNums")
    if known < len(groups):
        raise not_found("UserGroup", Basis.ASSUMED)


def _known_groups(tx: Transaction, groups: Sequence[int]) -> int:
    sql = f"SELECT count(*) FROM usergroup WHERE UserGroupNum IN ({placeholders(groups)})"
    return int(tx.value(sql, groups))


def _attach(tx: Transaction, user_num: int, groups: Sequence[int]) -> None:
    for group in groups:
        tx.insert("usergroupattach", {"UserNum": user_num, "UserGroupNum": group})


USERODS = Resource(
    "userods",
    table=USEROD,
    permission=SETUP,
    methods=[
        listing(list_users, filters=UserFilters, since="21.3"),
        create(create_user, body=NewUser, answer=WRITTEN, since="22.1"),
        update(update_user, row=USERS.get_or_404, body=UserChange, since="22.4.20"),
    ],
)
