"""Credentials: Basic with a user's name and password, SOTicket with an application token, Bearer with a tenant's token.

    Authorization: Basic base64(SAL0:mockod)
    Authorization: SOTicket 7T:...            with SO-AppToken beside it
    Authorization: Bearer 8A:Cust12345.....

The tenant in the path names the office. Without one it is the tenant that a ticket or token was issued for, or the
user's name. Tickets and tokens are issued by the control plane, and hold what they were issued for: nothing is kept.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from mockod.rest.keys import KEY, header_text
from mockod.rest.messages import Request
from mockod.vendors.superoffice.wire.base_path import tenant_of
from mockod.vendors.superoffice.wire.errors import not_authenticated
from mockod.vendors.vendor import Caller

PASSWORD = "mockod"
"""Of every user, unless the office says otherwise."""
DEFAULT_USER = "SAL0"
_SIGNED_WITH = b"mockod issues these, and they open nothing but mockod"
MISSING = "Send Authorization: Basic, SOTicket or Bearer. Cookies and NTLM are not simulated."


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks, and how that is proved."""

    scheme: str
    user: str
    office: str
    """The office that they name by themselves."""
    password: str | None = None
    """Of Basic."""
    ends: datetime | None = None
    """When a ticket or token expires, by the office's clock."""

    def check(self, password: str, now: datetime) -> None:
        """Refuse a wrong password, unless none is wanted, and what has expired."""
        if (
            self.password is not None
            and password
            and not hmac.compare_digest(self.password.encode("utf-8", "replace"), password.encode("utf-8", "replace"))
        ):
            raise not_authenticated("The password is wrong.")
        if self.ends is not None and now >= self.ends:
            raise not_authenticated(f"The {self.scheme} credentials have expired by the office's clock.")


def read_credentials(request: Request) -> Credentials:
    """What the Authorization header says. Refuses with 401 where it is missing or malformed."""
    header = header_text(request.headers.get("Authorization") or "").strip()
    scheme, _, rest = header.partition(" ")
    reader = _SCHEMES.get(scheme.lower())
    if reader is None:
        raise not_authenticated(MISSING)
    if scheme.lower() == "soticket" and not (request.headers.get("SO-AppToken") or "").strip():
        raise not_authenticated("SOTicket wants the application token beside it, in SO-AppToken.")
    return reader(rest.strip())


def identify(request: Request) -> Caller:
    """The office and the user of a request."""
    credentials = read_credentials(request)
    tenant = tenant_of(request.path)
    if tenant is not None and credentials.password is None and tenant != credentials.office:
        raise not_authenticated("The ticket or token is of another tenant than the path.")
    office = credentials.office if tenant is None else tenant
    if not KEY.fullmatch(office):
        raise not_authenticated("The tenant's or user's name is no name of an office.")
    return Caller(office, credentials.user)


def issue_token(office: str, user: str, ends: datetime) -> str:
    """The value of ``Authorization`` after ``Bearer``."""
    return f"8A:{office}.{_signed(office, user, ends)}"


def issue_ticket(office: str, user: str, ends: datetime) -> str:
    """The value of ``Authorization`` after ``SOTicket``."""
    return f"7T:{_signed(office, user, ends)}"


def _signed(office: str, user: str, ends: datetime) -> str:
    text = f"{office}\n{user}\n{ends.isoformat()}".encode()
    return urlsafe_b64encode(_signature(text) + text).decode().rstrip("=")


def _signature(text: bytes) -> bytes:
    return hmac.new(_SIGNED_WITH, text, hashlib.sha256).digest()[:12]


def _read_basic(text: str) -> Credentials:
    try:
        user, colon, password = _decoded(b64decode(text, validate=True)).partition(":")
    except (binascii.Error, ValueError):
        colon = ""
    if not colon or not user:
        raise not_authenticated("Basic wants user:password in Base64.")
    return Credentials("Basic", user, user, password)


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _read_token(text: str) -> Credentials:
    tenant, dot, signed = text.removeprefix("8A:").removeprefix("7A:").rpartition(".")
    credentials = _read_signed("Bearer", signed)
    if not dot or credentials.office != tenant:
        raise not_authenticated("The Bearer token is of another tenant.")
    return credentials


def _read_ticket(text: str) -> Credentials:
    return _read_signed("SOTicket", text.removeprefix("7T:"))


def _read_signed(scheme: str, signed: str) -> Credentials:
    try:
        whole = urlsafe_b64decode(signed.encode("ascii") + b"=" * (-len(signed) % 4))
        text = whole[12:]
        if not hmac.compare_digest(whole[:12], _signature(text)):
            raise ValueError
        office, user, ends = text.decode().split("\n")
        return Credentials(scheme, user, office, ends=datetime.fromisoformat(ends))
    except (binascii.Error, ValueError):
        raise not_authenticated(
            f"The {scheme} credentials were not issued here; the control plane issues them."
        ) from None


_SCHEMES = {"basic": _read_basic, "soticket": _read_ticket, "bearer": _read_token}
"""By the scheme's word, which comes in any letter case."""
