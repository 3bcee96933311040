"""The headers of a request as the ASGI door gives them to the core."""

from __future__ import annotations

import time

from mockod.server.asgi import RequestHeaders


def test_a_repeated_header_has_its_values_with_commas_in_their_order():
    headers = RequestHeaders([(b"x-a", b" 1"), (b"x-b", b"2"), (b"x-a", b"3\t"), (b"x-a", b"")])
    assert (headers["X-A"], headers["X-B"]) == ("1, 3, ", "2")


def test_headers_that_are_repeated_without_end_are_joined_in_a_time_that_grows_with_their_number():
    """Joined one by one, so many would take minutes."""
    began = time.perf_counter()
    headers = RequestHeaders([(b"x-y", b"z")] * 600_000)
    assert len(headers["X-Y"]) == 3 * 600_000 - 2
    assert time.perf_counter() - began < 5
