"""Access tokens and user tokens: JSON Web Tokens (RFC 7519), signed, and nowhere kept.

They live by the office's clock. The key is no secret: whoever runs a simulator may make tokens for it.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mockod.rest.json_codec import read_json, write_json

LIFETIME = timedelta(seconds=86_400)
"""Of either token; documented for access tokens."""
LONGEST = 4096
"""Characters that are looked at."""
ISSUER = "avonhealth"
_KEY = b"mockod telehealth"
_HEADER = {"alg": "HS256", "typ": "JWT"}
_EPOCH = datetime(1970, 1, 1)


def issue(use: str, claims: Mapping[str, str], now: datetime) -> str:
    """A token for one ``use``, from now on."""
    seconds = int((now - _EPOCH).total_seconds())
    lifetime = int(LIFETIME.total_seconds())
    times = {"iat": seconds, "exp": seconds + lifetime}
    told = {**claims, "iss": ISSUER, "aud": ISSUER, "use": use, **times}
    signed = f"{_encoded(write_json(_HEADER))}.{_encoded(write_json(told))}"
    return f"{signed}.{_signature(signed)}"


def read(use: str, token: str, now: datetime) -> dict[str, Any] | None:
    """The claims of a token that is good for this ``use`` now; None for any other text."""
    signed, _, signature = token.rpartition(".")
    if len(token) > LONGEST or not token.isascii() or not hmac.compare_digest(signature, _signature(signed)):
        return None
    try:
        payload = signed.partition(".")[2]
        claims = read_json(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("use") != use:
        return None
    expires = claims.get("exp")
    return claims if type(expires) is int and (now - _EPOCH).total_seconds() < expires else None


def _signature(text: str) -> str:
    return _encoded(hmac.digest(_KEY, text.encode(), "sha256"))


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
