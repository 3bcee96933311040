"""Faults as pure decisions: which requests they strike."""

from __future__ import annotations

from datetime import datetime

import pytest

from mockod.simulation.faults import MOST, ActiveFault, Fault, Faults, read_header

NOON = datetime(2026, 3, 2, 12)


def applied(fault: Fault, times: int) -> list[bool]:
    active = ActiveFault(1, fault)
    return [active.strikes("GET", "/patients", NOON) for _ in range(times)]


@pytest.mark.parametrize(
    ("path", "asked", "fits"),
    [
        (None, "/anything", True),
        ("patients", "/patients", True),
        ("patients", "/patients/1", False),
        ("/Patients/", "/patients", True),
        ("patients/*", "/PATIENTS//1/", True),
        ("*", "/", True),
        ("patients*", "/", False),
    ],
)
def test_a_path_fits_whatever_its_letter_case_and_slashes(path, asked, fits):
    assert Fault(kind="slow", path=path).fits("GET", asked, NOON) is fits


def test_a_window_holds_its_beginning_and_not_its_end():
    fault = Fault(kind="slow", begins=NOON, ends=NOON.replace(hour=13))

    assert fault.fits("GET", "/", NOON)
    assert not fault.fits("GET", "/", NOON.replace(hour=11, minute=59, second=59))
    assert not fault.fits("GET", "/", NOON.replace(hour=13))


def test_every_counts_only_requests_that_fit():
    active = ActiveFault(1, Fault(kind="slow", method="POST", every=2))

    seen = [active.strikes(method, "/patients", NOON) for method in ("GET", "POST", "GET", "POST", "POST", "POST")]

    assert seen == [False, False, False, True, False, True]
    assert (active.seen, active.applied) == (4, 2)


def test_draws_repeat_with_their_seed():
    one, same, other = (applied(Fault(kind="slow", probability=0.3, seed=seed), 200) for seed in (1, 1, 2))

    assert one == same != other
    assert 40 < sum(one) < 80


@pytest.mark.parametrize(("probability", "expected"), [(0.0, 0), (1.0, 50)])
def test_never_is_never_and_always_always(probability, expected):
    assert sum(applied(Fault(kind="slow", probability=probability), 50)) == expected


def test_seconds_are_drawn_between_their_bounds():
    ranged, fixed, silent = (ActiveFault(1, Fault(kind="slow", seconds=s)) for s in ((1.0, 2.0), (3.0, 3.0), None))

    drawn = [ranged.seconds(9) for _ in range(50)]

    assert 1 <= min(drawn) < max(drawn) <= 2
    assert (fixed.seconds(9), silent.seconds(9)) == (3, 9)


def test_a_spent_fault_is_gone_and_numbers_are_not_given_again():
    faults = Faults()
    faults.add(Fault(kind="slow", times=1))
    assert [one.number for one in faults.strike("GET", "/", NOON, {"slow"})] == [1]
    assert list(faults.strike("GET", "/", NOON, {"slow"})) == []
    assert faults.add(Fault(kind="slow")).number == 2


def test_there_are_so_many_and_no_more():
    faults = Faults()
    for _ in range(MOST):
        faults.add(Fault(kind="slow"))
    with pytest.raises(ValueError, match="100 faults already"):
        faults.add(Fault(kind="slow"))
    assert faults.remove(1)
    assert faults.add(Fault(kind="slow")).number == MOST + 1


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("slow", {"kind": "slow"}),
        (" slow ; seconds = 2 ;", {"kind": "slow", "seconds": 2.0}),
        ("permission_missing; permission=ApiComm", {"kind": "permission_missing", "permission": "ApiComm"}),
    ],
)
def test_a_header_is_an_order_for_one_request(text, order):
    assert read_header(text) == order


@pytest.mark.parametrize("text", ["slow; 2", "slow; seconds=", "slow; =2", "slow; every=2", "slow; kind=timeout"])
def test_a_header_says_nothing_else(text):
    with pytest.raises(ValueError, match="is none of seconds=, permission=, version="):
        read_header(text)
