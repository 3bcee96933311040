"""The checker itself: it finds what is wrong in a history, and only that."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.history.checker import Operation, check
from support.history.office_model import (
    DONE,
    FRESH,
    MISSING,
    REFUSED,
    Request,
    is_read,
    step,
    step_of_one_that_may_go,
)


def at(began: int, ended: int, kind: str, answer: object, of: object = None, value: str = "") -> Operation:
    return Operation(began, ended, Request(kind, of, value), answer)


BOOKED = (at(0, 1, "book", 1, value="x"), at(2, 3, "book", 2, value="y"))
RIGHT = {
    "nothing": (),
    "one after another": (*BOOKED, at(4, 5, "list", ("x", "y"))),
    "a read under way sees the old": (*BOOKED, at(4, 9, "write", DONE, 1, "z"), at(5, 6, "read", "x", 1)),
    "or the new": (*BOOKED, at(4, 9, "write", DONE, 1, "z"), at(5, 6, "read", "z", 1)),
    "a restore brings back": (
        *(BOOKED[0], at(2, 3, "take", DONE, "a"), at(4, 5, "book", 2, value="y"), at(6, 7, "restore", DONE, "a")),
        at(8, 9, "list", ("x",)),
    ),
    "a drop takes the snapshots": (
        *(BOOKED[0], at(2, 3, "take", DONE, "a"), at(4, 5, "drop", DONE), at(6, 7, "restore", MISSING, "a")),
        at(8, 9, "list", ()),
    ),
    "a refusal has no effect": (BOOKED[0], at(2, 3, "book", REFUSED, value="z"), at(4, 5, "list", ("x",))),
}
WRONG = {
    "a lost booking": (*BOOKED, at(4, 5, "list", ("x",))),
    "two winners": (at(0, 9, "book", 1, value="x"), at(0, 9, "book", 1, value="y")),
    "a lost update": (*BOOKED, at(4, 5, "write", DONE, 1, "z"), at(6, 7, "read", "x", 1)),
    "back to the old": (
        *(*BOOKED, at(4, 20, "write", DONE, 1, "z")),
        *(at(5, 6, "read", "z", 1), at(7, 8, "read", "x", 1)),
    ),
    "half a restore": (
        *(BOOKED[0], at(2, 3, "take", DONE, "a"), at(4, 5, "set clock", DONE, value="later")),
        *(at(6, 7, "restore", DONE, "a"), at(8, 9, "see clock", "later")),
    ),
    "a reset that is undone": (BOOKED[0], at(2, 3, "reset", DONE), at(4, 5, "list", ("x",))),
    "an effect of a refusal": (BOOKED[0], at(2, 3, "book", REFUSED, value="z"), at(4, 5, "list", ("x", "z"))),
}


@pytest.mark.parametrize("history", RIGHT.values(), ids=RIGHT)
def test_what_could_have_been_is_allowed(history):
    assert check(history, FRESH, step, is_read)


@pytest.mark.parametrize("history", WRONG.values(), ids=WRONG)
def test_what_could_not_is_found_with_the_place(history):
    verdict = check(history, FRESH, step, is_read)

    assert not verdict
    assert verdict.explained < len(history)
    assert set(verdict.stuck) <= set(history)


def test_an_office_that_may_go_goes_with_all_that_it_had():
    taken = (BOOKED[0], at(2, 3, "take", DONE, "a"), at(4, 5, "restore", DONE, "a"), at(6, 7, "list", ("x",)))
    gone = (*taken, at(8, 9, "list", ()))

    assert check((*gone, at(10, 11, "restore", MISSING, "a")), FRESH, step_of_one_that_may_go, is_read)
    assert not check((*gone, at(10, 11, "restore", DONE, "a")), FRESH, step_of_one_that_may_go, is_read)


@st.composite
def registers(draw):
    """Up to six reads and writes of one value, somehow overlapping."""
    history = []
    for _ in range(draw(st.integers(1, 6))):
        began = draw(st.integers(0, 8))
        is_write = draw(st.booleans())
        value = draw(st.integers(0, 2))
        history.append(Operation(began, began + draw(st.integers(1, 5)), is_write, value))
    return history


def register(state: int, is_write: bool, value: int):
    if is_write:
        yield value
    elif value == state:
        yield state


def by_trying_all(history: list[Operation]) -> bool:
    for order in permutations(history):
        state = 0
        for place, op in enumerate(order):
            if any(later.ended < op.began for later in order[place + 1 :]) or (not op.request and op.answer != state):
                break
            state = op.answer if op.request else state
        else:
            return True
    return False


@given(history=registers())
def test_it_agrees_with_trying_every_order(history):
    assert bool(check(history, 0, register, lambda is_write: not is_write)) == by_trying_all(history)
