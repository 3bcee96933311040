"""How forgiving an office is: two rows of one table, and each point settable by itself."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Conduct:
    """Each point is something a strict office refuses and a faithful one lets pass; but one that neither refuses.

    That a faithful office lets it pass is what the sources say or, where they are silent, the least
    surprising choice: no refusal of it was ever observed.
    """

    overlaps: bool = False
    """An appointment that overlaps another, or a closed blockout, in its operatory."""
    patient_overlaps: bool = False
    """One patient in two places at once."""
    off_schedule: bool = False
    """A time outside the provider's schedule."""
    past: bool = False
    """A time that has passed."""
    hidden: bool = False
    """A hidden operatory or provider."""
    query_names: bool = False
    """A query parameter that the method does not have (or not yet, in an older office)."""
    body_names: bool = False
    """A body field that the method does not have (or not yet, in an older office)."""
    json_booleans: bool = False
    """true and false instead of "true" and "false"."""
    numeric_strings: bool = False
    """"12" instead of 12."""
    content_type: bool = False
    """A request without Content-Type, even where it has no body. No row of the table refuses it: clients that were
    validated against the vendor's sandbox send such."""
    planned_to_scheduled: bool = False
    """Scheduling a planned appointment by PUT instead of POST SchedulePlanned."""


POINTS = tuple(field.name for field in fields(Conduct))

CONDUCTS = {
    "faithful": Conduct(),
    "strict": Conduct(**{**dict.fromkeys(POINTS, True), "content_type": False}),
}


_CHANGE = f" *(?:{'|'.join(POINTS)})=(?:on|off) *"
PATTERN = f" *(?:{'|'.join(CONDUCTS)}) *(?:,{_CHANGE})*"
"""A conduct as it may be written, for documents: ``strict,past=off``."""


def describe_conduct(conduct: Conduct) -> str:
    """A conduct as ``parse_conduct`` reads it: the nearer row, and the points that differ from it.

    >>> describe_conduct(parse_conduct("strict,past=off"))
    'strict,past=off'
    """

    def differing(row: Conduct) -> list[str]:
        return [point for point in POINTS if getattr(conduct, point) != getattr(row, point)]

    name = min(CONDUCTS, key=lambda name: len(differing(CONDUCTS[name])))
    changes = (f"{point}={'on' if getattr(conduct, point) else 'off'}" for point in differing(CONDUCTS[name]))
    return ",".join((name, *changes))


def parse_conduct(text: str) -> Conduct:
    """Read a row's name, and after it single points: ``faithful,overlaps=on`` or ``strict,past=off``.

    Raises ValueError naming what is not known.
    """
    name, *changes = [part.strip() for part in text.split(",")]
    if name not in CONDUCTS:
        raise ValueError(f"{name!r} is no conduct; choose {' or '.join(CONDUCTS)}")
    points = {}
    for change in changes:
        point, _, setting = change.partition("=")
        if point not in POINTS or setting not in ("on", "off"):
            raise ValueError(f"{change!r} is no point of conduct; write one of {', '.join(POINTS)} with =on or =off")
        points[point] = setting == "on"
    chosen = CONDUCTS[name]
    return Conduct(**{point: points.get(point, getattr(chosen, point)) for point in POINTS})
