"""What an office can be told to be: versions, conducts, clocks, and the command line's reading of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.config import ConfigError, read_config
from mockod.simulation.clock import Clock, parse_moment
from mockod.vendors.opendental.access.conduct import CONDUCTS, POINTS, parse_conduct
from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.wire.date_formats import compile_pattern

AT = datetime(2026, 3, 2, 14, 5, 9)


@pytest.mark.parametrize(
    ("version", "since", "knows"),
    [
        ("22.4", "22.4.28", True),
        ("22.4.27", "22.4.28", False),
        ("22.4.28", "22.4.28", True),
        ("22.4.28.0", "22.4.28", True),
        ("22.1", "22.1", True),
        ("21.4", "22.1", False),
        ("26.3", "26.2.1", True),
        ("21.1", "", True),
    ],
)
def test_a_version_without_a_build_is_its_last_build(version, since, knows):
    assert parse_version(version).knows(since) is knows


@pytest.mark.parametrize("text", ["20.4", "22", "22.5", "22.4.x", "", "v22.4", "22.4.1.2.3", "22.04", "\u0662\u0662.4"])
def test_what_was_never_released_is_no_version(text):
    with pytest.raises(ValueError, match=r"version|began"):
        parse_version(text)


def test_a_version_tells_itself_as_the_office_would():
    assert parse_version("25.4.48").program_version == "25.4.48.0"
    assert str(parse_version("25.4")) == "25.4"


def test_faithful_and_strict_are_two_rows_of_one_table():
    assert [point for point in POINTS if getattr(CONDUCTS["faithful"], point)] == []
    assert [point for point in POINTS if not getattr(CONDUCTS["strict"], point)] == ["content_type"]


@pytest.mark.parametrize("point", POINTS)
def test_each_point_of_conduct_can_be_set_by_itself(point):
    changed = parse_conduct(f"faithful,{point}=on")
    assert [name for name in POINTS if getattr(changed, name)] == [point]
    changed = parse_conduct(f"strict, {point}=off")
    assert {name for name in POINTS if not getattr(changed, name)} == {point, "content_type"}


def test_a_frozen_clock_stands_and_a_running_one_runs_on_from_where_it_is_set():
    assert Clock.frozen(AT.replace(microsecond=5)).now() == AT
    running = Clock.running(AT)
    assert AT <= running.now() <= AT + timedelta(seconds=5)
    assert running.mode == "running"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2999, 12, 31)))
def test_a_clock_can_be_set_to_any_second_of_eleven_centuries(moment):
    assert parse_moment(f"{moment:%Y-%m-%d %H:%M:%S}") == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "text", ["1899-12-31 23:59:59", "3000-01-01 00:00:00", "2026-03-02", "2026-03-02T09:00:00", "x"]
)
def test_a_clock_is_set_to_nothing_else(text):
    with pytest.raises(ValueError, match="a clock wants"):
        parse_moment(text)


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("yyyy-MM-ddTHH:mm:sszzz", "2026-03-02T14:05:09-08:00"),
        ("M/d/yy h:m:s t", "3/2/26 2:5:9 P"),
        ("dddd, d MMMM yyyy hh tt", "Monday, 2 March 2026 02 PM"),
        ("ddd MMM z zz K", "Mon Mar -8 -08 "),
        ("HH 'o''clock'", "14 oclock"),
        ('yyyy "year" \\d fff', "2026 year d 000"),
        ("d", "03/02/2026"),
        ("s", "2026-03-02T14:05:09"),
        ("%d", "2"),
        ("ss.FFF", "09"),
        ("ss.fff", "09.000"),
    ],
)
def test_dates_are_spelled_by_net_patterns(pattern, shown):
    assert compile_pattern(pattern, "-08:00")(AT) == shown


@pytest.mark.parametrize("pattern", ["", "'open", '"open', "yyyy\\", "x", "%", "y" * 201, "ffffffff", "FFFFFFFF"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern):
    with pytest.raises(ValueError):  # noqa: PT011 - each has words of its own
        compile_pattern(pattern, "-08:00")


def test_empty_options_are_not_given():
    assert read_config({"mode": "", "port": None}).settings.mode.name == "local"


@pytest.mark.parametrize("port", ["-1", "65536", "80a", "\uff18\uff10", "000080"])
def test_a_port_is_a_number_to_65535(port):
    with pytest.raises(ConfigError, match="--port"):
        read_config({"port": port})
