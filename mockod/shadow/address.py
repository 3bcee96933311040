"""Where the real server is, read from what a person writes."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

SCHEMES = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The server that is shadowed, and no other."""

    scheme: str
    authority: str
    """Host and port, as in the URL."""
    host: str
    port: int
    prefix: str = ""
    """What stands before the API's base path there."""

    def url(self, target: str) -> str:
        """The URL of a path and query, ``/v1/notes?Limit=1``."""
        return f"{self.scheme}://{self.authority}{self.prefix}{target}"

    def __str__(self) -> str:
        return self.url("")


def read_address(text: str, base_path: str) -> Address:
    """An address with or without the API's base path at its end. Raises ValueError saying what is wrong.

    >>> str(read_address("https://api.example.com/v1/", "/v1")), read_address("http://127.0.0.1:8000/a", "/v1").prefix
    ('https://api.example.com', '/a')
    """
    parts = urlsplit(text.strip())
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError("--upstream: a URL belongs here, as https://api.example.com")
    if parts.username is not None or parts.password is not None:
        raise ValueError("--upstream: a URL without user and password belongs here; keys come with each request")
    if parts.query or parts.fragment:
        raise ValueError("--upstream: a URL without ? and # belongs here")
    if any(not "!" <= mark <= "~" for mark in parts.netloc + parts.path):
        raise ValueError("--upstream: a URL of plain letters, digits and marks belongs here")
    try:
        named = parts.port
    except ValueError as exc:
        raise ValueError("--upstream: its port is none") from exc
    if named == 0:
        raise ValueError("--upstream: its port is none")
    prefix = parts.path.rstrip("/").removesuffix(base_path).rstrip("/")
    return Address(parts.scheme, parts.netloc, parts.hostname, named or SCHEMES[parts.scheme], prefix)
