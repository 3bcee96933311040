"""Which addresses lead to a server that listens at one of them, or at all."""

from __future__ import annotations

import pytest

from mockod.simulation.server_addresses import ServerAddresses

OWN = ("192.0.2.5", "2001:db8::5")


@pytest.mark.parametrize(
    ("bound", "there", "elsewhere"),
    [
        (
            "127.0.0.1",
            ["127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "0.0.0.0", "::ffff:0.0.0.0"],
            ["127.0.0.2", "::1", "192.0.2.5"],
        ),
        ("::1", ["::1", "::1%lo", "::"], ["127.0.0.1", "0.0.0.0"]),
        ("192.0.2.5", ["192.0.2.5", "::ffff:192.0.2.5"], ["127.0.0.1", "0.0.0.0", "192.0.2.6"]),
        (
            "0.0.0.0",
            ["127.0.0.1", "127.9.9.9", "::ffff:127.0.0.2", "192.0.2.5", "0.0.0.0"],
            ["::1", "::", "192.0.2.6", "2001:db8::5"],
        ),
        ("::", ["127.0.0.1", "127.9.9.9", "::1", "192.0.2.5", "2001:db8::5", "::", "0.0.0.0"], ["192.0.2.6"]),
    ],
)
def test_every_address_that_leads_to_a_server_is_its_own_and_no_other(bound, there, elsewhere):
    addresses = ServerAddresses(OWN.__contains__)
    with addresses.added(bound, 30222):
        assert [one for one in (*there, *elsewhere) if addresses.include(one, 30222)] == there
        assert not any(addresses.include(one, 30223) for one in there)


def test_an_address_is_its_own_as_long_as_a_server_listens_there():
    addresses = ServerAddresses(OWN.__contains__)
    with addresses.added("127.0.0.1", 1), addresses.added("127.0.0.1", 2):
        assert addresses.include("127.0.0.1", 1)
        assert addresses.include("127.0.0.1", 2)

    assert not addresses.include("127.0.0.1", 1)
