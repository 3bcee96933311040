"""Tokens: an access token for a client's credentials, and then a user token for a user who acts."""

from __future__ import annotations

from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.messages import Basis
from mockod.vendors.telehealth.access import tokens
from mockod.vendors.telehealth.access.credentials import ACCESS, USER
from mockod.vendors.telehealth.practice.tables import CLIENT
from mockod.vendors.telehealth.resources import records
from mockod.vendors.telehealth.resources.work import Work
from mockod.vendors.telehealth.wire.errors import CodedError, unauthorized


def create_token(work: Work, _: object) -> dict[str, Any]:
    """Exchange a client's id and secret for an access token."""
    body = work.read_body()
    given = [body.get(name) for name in ("client_id", "client_secret")]
    known = all(isinstance(one, str) for one in given) and work.tx.row(
        f"SELECT 1 FROM {CLIENT} WHERE client_id = ? AND client_secret = ?", given
    )
    if not known:
        raise unauthorized()
    claims = {"client": str(given[0]), "account": work.account}
    return {
        "access_token": tokens.issue(ACCESS, claims, work.tx.now),
        "expires_in": int(tokens.LIFETIME.total_seconds()),
        "token_type": "Bearer",
    }


def create_jwt(work: Work, _: object) -> dict[str, Any]:
    """Exchange an access token and a user's id for a user token."""
    user = work.read_body().get("id")
    if not isinstance(user, str):
        raise CodedError(400, "auth/missing_field", "id is required")
    if user not in records.users(work.tx):
        raise unauthorized()
    return {"jwt": tokens.issue(USER, {"id": user, "account": work.account}, work.tx.now)}


ENDPOINTS = (
    Endpoint("POST", "auth/token", create_token, basis=Basis.DOCUMENTED, summary="Get an access token."),
    Endpoint("POST", "auth/get-jwt", create_jwt, basis=Basis.DOCUMENTED, summary="Get a user token."),
)
