"""Days of a practice in few words, for the tests of open time."""

from __future__ import annotations

DAY = "2026-04-11"


def clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def minute(text):
    hour, _, rest = text.partition(":")
    return 60 * int(hour) + int(rest or 0)


def hours(text, provider=1, ops="[1]", day="today+40"):
    """Schedules of a provider, such as ``8-12 13-17:30``, linked to operatories, or to none."""
    linked = f", operatories: {ops}" if ops else ""
    spans = [[clock(minute(end)) for end in span.split("-")] for span in text.split()]
    return "schedules:\n" + "".join(
        f'  - {{SchedDate: {day}, ProvNum: {provider}, StartTime: "{start}", StopTime: "{stop}"{linked}}}\n'
        for start, stop in spans
    )


def visits(text, mark="X", day="today+40", **fields):
    """Appointments of patient 2 with provider 1 in operatory 1, such as ``9-9:20``, unless said otherwise."""
    given = "".join(f", {name}: {value}" for name, value in ({"Op": 1, "ProvNum": 1} | fields).items())
    rows = []
    for span in text.split():
        start, stop = (minute(end) for end in span.split("-"))
        pattern = mark * ((stop - start) // 5)
        rows.append(f'  - {{PatNum: 2, AptDateTime: {day} {clock(start)}, Pattern: "{pattern}"{given}}}\n')
    return "appointments:\n" + "".join(rows)


def told(rows):
    """Slots as ``08:00-09:00 09:20-12:00``."""
    return " ".join(f"{row['DateTimeStart'][11:16]}-{row['DateTimeEnd'][11:16]}" for row in rows)


def free(office, **query):
    return told(office.read("appointments/Slots", **{"date": DAY} | query))
