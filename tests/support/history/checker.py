"""Is a history linearizable? The search of Wing and Gong, with Lowe's memory of what was tried.

A history is linearizable when its operations can be put into one order in which each begins before none that had ended
before it began, and in which each answer is what a model of the system would have answered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Operation:
    """What one client asked and was answered; both moments on one clock."""

    began: int
    ended: int
    request: Any
    answer: Any


TOLD = 8
"""Operations before the place where the search is stuck."""
Step = Callable[[State, Any, Any], Iterable[State]]
"""A model: a state, a request and its answer in; out come the states that may follow, none where it cannot be so."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the search came furthest: how many operations it put in order, the last of them, the state after these,
    and those of which one had to be next, which are none where all is well."""

    explained: int
    last: tuple[Operation, ...] = ()
    state: Any = None
    stuck: tuple[Operation, ...] = ()

    def __bool__(self) -> bool:
        return not self.stuck

    def __str__(self) -> str:
        parts = [f"{self.explained} explained, the last of them:", *self.last, f"then: {self.state}", *self.stuck]
        return "\n".join(map(str, parts))


def check(history: Sequence[Operation], start: State, step: Step[State], is_read: Callable[[Any], bool]) -> Verdict:
    """Look for an order of the operations that the model allows from ``start`` on.

    ``is_read`` tells of a request whether it never changes anything; the search is much shorter with such.
    """
    ops = sorted(history, key=lambda op: op.began)
    everything = (1 << len(ops)) - 1
    tried: set[tuple[int, State]] = set()
    best, best_done, best_state = -1, 0, start
    stack: list[Iterator[tuple[int, State]]] = [iter([(0, start)])]
    while stack:
        found = next(stack[-1], None)
        if found is None:
            stack.pop()
            continue
        done, state = found
        done = _with_reads(ops, done, state, step, is_read)
        if done == everything:
            return Verdict(len(ops))
        if (done, state) in tried:
            continue
        tried.add((done, state))
        if done.bit_count() > best:
            best, best_done, best_state = done.bit_count(), done, state
        stack.append(_next(ops, done, state, step))
    last = [op for index, op in enumerate(ops) if best_done >> index & 1][-TOLD:]
    return Verdict(best, tuple(last), best_state, tuple(ops[index] for index in _candidates(ops, best_done)))


def _with_reads(
    ops: Sequence[Operation], done: int, state: State, step: Step[State], is_read: Callable[[Any], bool]
) -> int:
    """A read that may be next can be next at once: that forbids nothing to the others."""
    again = True
    while again:
        again = False
        for index in _candidates(ops, done):
            if is_read(ops[index].request) and state in step(state, ops[index].request, ops[index].answer):
                done |= 1 << index
                again = True
    return done


def _next(ops: Sequence[Operation], done: int, state: State, step: Step[State]) -> Iterator[tuple[int, State]]:
    for index in _candidates(ops, done):
        for following in step(state, ops[index].request, ops[index].answer):
            yield done | 1 << index, following


def _candidates(ops: Sequence[Operation], done: int) -> list[int]:
    """The operations not in the order yet that began before the first of them ended; the earliest end comes first."""
    found, first_end = [], None
    begin = ((done + 1) & ~done).bit_length() - 1  # the lowest that is not done
    for index in range(begin, len(ops)):
        if done >> index & 1:
            continue
        if first_end is not None and ops[index].began > first_end:
            break
        found.append(index)
        first_end = ops[index].ended if first_end is None else min(first_end, ops[index].ended)
    return sorted(found, key=lambda index: ops[index].ended)
