"""How long answers are held, as an option says it."""

from __future__ import annotations

import pytest

from mockod.simulation.delays import Delays, delay_to_json, read_delay


@pytest.mark.parametrize(
    ("text", "delay", "as_json"),
    [
        ("0", (0, 0), 0),
        ("0.3", (0.3, 0.3), 0.3),
        ("0.3s", (0.3, 0.3), 0.3),
        (" 300 ms ", (0.3, 0.3), 0.3),
        ("50ms-200ms", (0.05, 0.2), [0.05, 0.2]),
        ("50-200MS", (0.05, 0.2), [0.05, 0.2]),
        ("0.1 - 0.5", (0.1, 0.5), [0.1, 0.5]),
        ("50ms\u20131s", (0.05, 1), [0.05, 1]),
        ("2-1", (1, 2), [1, 2]),
        ("3600", (3600, 3600), 3600),
    ],
)
def test_a_time_or_two_can_be_written_as_people_do(text, delay, as_json):
    assert read_delay(text) == delay
    assert delay_to_json(read_delay(text)) == as_json


@pytest.mark.parametrize("text", ["", "soon", "-1", "1-", "1-2-3", "1m", "1e3", "nan", "0,3", "٣", "1" * 9])
def test_what_is_no_time_is_told(text):
    with pytest.raises(ValueError, match=r"is no time; write seconds as 0\.3, or 300ms, or 50ms-200ms"):
        read_delay(text)


@pytest.mark.parametrize("text", ["3600.001", "0-3601", "3600001ms"])
def test_more_than_an_hour_is_told(text):
    with pytest.raises(ValueError, match="is too long; at most 3600 seconds"):
        read_delay(text)


def test_draws_are_between_the_two_and_the_same_at_each_start():
    one, other = Delays(), Delays()

    drawn = [one.seconds((1.0, 2.0)) for _ in range(50)]

    assert drawn == [other.seconds((1.0, 2.0)) for _ in range(50)]
    assert 1 <= min(drawn) < max(drawn) <= 2
    assert one.seconds((3.0, 3.0)) == 3
