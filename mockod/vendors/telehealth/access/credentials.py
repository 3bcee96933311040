"""Which account a request is for, and who sends it: by the headers ``account``, ``Authorization`` and ``x-jwt``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from mockod.rest.keys import KEY
from mockod.rest.messages import Request
from mockod.vendors.telehealth.access import tokens
from mockod.vendors.telehealth.wire.errors import unauthorized
from mockod.vendors.vendor import Caller

ACCOUNT_HEADER = "account"
DEFAULT_ACCOUNT = "mockod"
"""Meant by a token call that names none."""
ACCESS, USER = "access", "user"
"""What tokens are for."""
_BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who has been let in, by the tokens; whether the office knows both is for it to say."""

    client: str
    user: str = ""


def identify(request: Request) -> Caller:
    """The account, which is the customer key. Only calls for tokens may leave it out."""
    account = request.headers.get(ACCOUNT_HEADER) or ""
    if not account and request.path.strip("/").lower().startswith("auth/"):
        account = DEFAULT_ACCOUNT
    if not KEY.fullmatch(account):
        raise unauthorized()
    return Caller(account)


def client_of(request: Request, now: datetime) -> Identity:
    """By the access token. Raises the refusal of a caller without a good one."""
    found = _BEARER.fullmatch(request.headers.get("Authorization") or "")
    claims = tokens.read(ACCESS, found[1], now) if found else None
    if claims is None or _is_foreign(claims.get("account", ""), request):
        raise unauthorized()
    return Identity(str(claims.get("client", "")))


def user_of(request: Request, now: datetime) -> Identity:
    """By both tokens."""
    identity = client_of(request, now)
    claims = tokens.read(USER, request.headers.get("x-jwt") or "", now)
    if claims is None or _is_foreign(claims.get("account", ""), request):
        raise unauthorized()
    return Identity(identity.client, str(claims.get("id", "")))


def _is_foreign(account: str, request: Request) -> bool:
    """Whether a token was given for another account; one that was asked for without an account is good for any."""
    return bool(account) and account != request.headers.get(ACCOUNT_HEADER)


def account_named(request: Request) -> str:
    """The account that a call for a token names; nothing where it names none."""
    return request.headers.get(ACCOUNT_HEADER) or ""
