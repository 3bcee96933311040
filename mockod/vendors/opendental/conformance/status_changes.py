"""Which status may follow which, as checks: from the table that the simulation itself decides by."""

from __future__ import annotations

from collections.abc import Iterator

from mockod.conformance.suite import Check, Expectation, Step
from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.enums import AptStatus, wire_name
from mockod.vendors.opendental.domain.status import TRANSITIONS, refusal

WAYS: dict[AptStatus, tuple[AptStatus, ...]] = {
    AptStatus.Scheduled: (),
    AptStatus.Complete: (AptStatus.Complete,),
    AptStatus.Broken: (AptStatus.Broken,),
    AptStatus.UnschedList: (AptStatus.UnschedList,),
}
"""The statuses that a booked appointment can be brought to, and how. Notes are left out, as none can be taken back."""
OWN = "appointments/$OwnAptNum"


def status_checks() -> Iterator[Check]:
    """A check for each pair of statuses."""
    for before in WAYS:
        for after in WAYS:
            if before is not after:
                yield _check(before, after)


def _check(before: AptStatus, after: AptStatus) -> Check:
    old, new = wire_name(before), wire_name(after)
    ground = TRANSITIONS.get((before, after))
    text = refusal(before, after)
    words = "may be set to" if ground else "may not be set to"
    steps = [_put(wire_name(status)) for status in WAYS[before]]
    wanted = {"AptStatus": new, **({"Op": "$Op"} if after is AptStatus.Scheduled else {})}
    expect = Expectation(has={"AptStatus": new}) if ground else Expectation(status=400, text=text)
    shown = Expectation(has={"AptStatus": new if ground else old})
    return Check(
        name=f"statuses.{old}-to-{new}",
        about=f"An appointment that is {old} {words} {new}.",
        basis=Basis(ground.value) if ground else Basis.ASSUMED,
        steps=(
            *steps,
            Step(method="PUT", path=OWN, body=wanted, expect=expect),
            Step(method="GET", path=OWN, expect=shown),
        ),
    )


def _put(status: str) -> Step:
    return Step(method="PUT", path=OWN, body={"AptStatus": status}, expect=Expectation(has={"AptStatus": status}))
