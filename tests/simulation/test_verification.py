"""Verification without a server: which requests fit, how often, in which order, and what comes nearest."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.simulation import verification
from mockod.simulation.verification import Expectation, Pattern, verify
from support.journal_entries import made_of

BOOKING = made_of(
    method="POST",
    path="/appointments",
    query="verbose=1&tag=a&tag=b&empty=",
    endpoint="POST appointments",
    status=201,
    body=b'{"PatNum": 11, "Op": 1, "IsNewPatient": true, "Note": null, "Procs": [{"Code": "D1110", "Fee": 80}, 2]}',
    number=7,
)


def differences(**wanted):
    return list(Pattern(**wanted).differences(BOOKING))


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"method": "POST"},
        {"method": "post"},
        {"path": "appointments"},
        {"path": "/Appointments/"},
        {"path": "app*"},
        {"endpoint": "post APPOINTMENTS"},
        {"endpoint": "* appointments"},
        {"status": "201"},
        {"status": "2xx"},
        {"query": {"verbose": 1}},
        {"query": {"verbose": "1", "tag": "b", "empty": "", "other": None}},
        {"body": {}},
        {"body": {"Op": 1}},
        {"body": {"Op": 1.0, "IsNewPatient": True}},
        {"body": {"Note": None, "AptNum": None}},
        {"body": {"Procs": [{"Code": "D1110"}, 2]}},
    ],
    ids=str,
)
def test_a_request_fits_where_all_that_is_wanted_is_so(wanted):
    assert differences(**wanted) == []
    assert Pattern(**wanted).fits(BOOKING)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"method": "put"}, ["method: wanted PUT, was POST"]),
        ({"path": "appointments/*"}, ["path: wanted appointments/*, was appointments"]),
        ({"endpoint": "GET appointments"}, ["endpoint: wanted GET appointments, was POST appointments"]),
        ({"status": "200"}, ["status: wanted 200, was 201"]),
        ({"status": "4xx"}, ["status: wanted 4xx, was 201"]),
        ({"query": {"verbose": 2}}, ["query.verbose: wanted 2, was 1"]),
        ({"query": {"tag": "c"}}, ["query.tag: wanted c, was a and b"]),
        ({"query": {"Verbose": 1}}, ["query.Verbose: wanted 1, was not sent"]),
        ({"query": {"verbose": None}}, ["query.verbose: wanted not sent, was 1"]),
        ({"body": {"Op": 2}}, ["body.Op: wanted 2, was 1"]),
        ({"body": {"Op": "1"}}, ['body.Op: wanted "1", was 1']),
        ({"body": {"Op": True}}, ["body.Op: wanted true, was 1"]),
        ({"body": {"IsNewPatient": 1}}, ["body.IsNewPatient: wanted 1, was true"]),
        ({"body": {"op": 1}}, ["body.op: wanted 1, was nothing"]),
        ({"body": {"Op": None}}, ["body.Op: wanted nothing, was 1"]),
        (
            {"body": {"Procs": [{"Code": "D0120"}, 3]}},
            ['body.Procs[0].Code: wanted "D0120", was "D1110"', "body.Procs[1]: wanted 3, was 2"],
        ),
        ({"body": {"Procs": [2]}}, ['body.Procs: wanted [2], was [{"Code":"D1110","Fee":80},2]']),
        ({"body": {"Op": {"a": 1}}}, ['body.Op: wanted {"a":1}, was 1']),
        (
            {"method": "GET", "body": {"Op": 2, "PatNum": 11}},
            ["method: wanted GET, was POST", "body.Op: wanted 2, was 1"],
        ),
    ],
    ids=str,
)
def test_what_is_otherwise_is_told_part_by_part(wanted, told):
    assert differences(**wanted) == told
    assert not Pattern(**wanted).fits(BOOKING)


def test_without_a_body_every_field_of_it_is_missing():
    told = list(Pattern(body={"Op": 2, "At": {"Day": 1, "Hour": 2}}).differences(made_of(number=1)))

    assert told == [
        "body.Op: wanted 2, was nothing",
        "body.At.Day: wanted 1, was nothing",
        "body.At.Hour: wanted 2, was nothing",
    ]
    assert list(Pattern(body={}).differences(made_of(number=1))) == ["body: wanted {}, was nothing"]


def test_a_body_that_is_no_json_is_a_text():
    entry = made_of(body=b"Op=1", number=1)

    assert Pattern(body="Op=1").fits(entry)
    assert list(Pattern(body={"Op": 1}).differences(entry)) == ['body: wanted {"Op":1}, was "Op=1"']


def test_of_a_body_that_was_not_kept_whole_nothing_is_claimed():
    entry = made_of(body=b'{"Op": 1', body_size=20_000, number=1)

    assert list(Pattern(body={"Op": 1}).differences(entry)) == ["body: only 8 of its 20000 bytes were kept"]


def test_a_request_that_led_to_no_endpoint_says_so():
    entry = made_of(endpoint="", number=1)

    assert list(Pattern(endpoint="GET x").differences(entry)) == ["endpoint: wanted GET x, was nothing"]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_every_body_fits_itself(body):
    entry = made_of(body=json.dumps(body).encode(), number=1)

    assert Pattern(body=body).fits(entry)


@given(st.dictionaries(st.sampled_from("abc"), values), st.dictionaries(st.sampled_from("def"), values))
def test_a_body_with_more_in_it_still_fits(wanted, more):
    entry = made_of(body=json.dumps(wanted | more).encode(), number=1)

    assert Pattern(body=wanted).fits(entry)


# How often, and in which order. A letter is a request's path.


def asked(letters):
    return [made_of(path=f"/{letter}", number=number) for number, letter in enumerate(letters, 1)]


def expected(*wanted):
    """``"a"`` for at least once, ``("a", 2)`` for so often, ``("a", 0, None)`` for bounds."""
    expectations = []
    for one in wanted:
        path, *bounds = one if isinstance(one, tuple) else (one, 1, None)
        expectations.append(Expectation(Pattern(path=path), bounds[0], bounds[-1]))
    return expectations


def outcome(wanted, letters, *, in_order=False):
    """The numbers found for each expectation; None for one that is not met."""
    findings = verify(expected(*wanted), asked(letters), in_order=in_order)
    return [[entry.number for entry in one.found] if one.is_met else None for one in findings]


@pytest.mark.parametrize(
    ("wanted", "letters", "found"),
    [
        (["a"], "", [None]),
        (["a"], "aba", [[1, 3]]),
        ([("a", 2)], "aba", [[1, 3]]),
        ([("a", 1)], "aba", [None]),
        ([("a", 3)], "aba", [None]),
        ([("a", 0)], "b", [[]]),
        ([("a", 0)], "a", [None]),
        ([("a", 1, 2)], "aa", [[1, 2]]),
        ([("a", 1, 2)], "aaa", [None]),
        ([("a", 0, 1)], "b", [[]]),
        (["b", "a"], "ab", [[2], [1]]),
        (["a", "c", "b"], "ab", [[1], None, [2]]),
    ],
    ids=str,
)
def test_they_are_counted(wanted, letters, found):
    assert outcome(wanted, letters) == found


@pytest.mark.parametrize(
    ("wanted", "letters", "found"),
    [
        (["a", "b"], "xaxbx", [[2], [4]]),
        (["a", "b"], "ba", [[2], None]),
        (["a", "b", "a"], "aba", [[1], [2], [3]]),
        (["a", "b", "a"], "ab", [[1], [2], None]),
        ([("a", 1), ("a", 1)], "aa", [[1], [2]]),
        ([("a", 1), ("a", 1)], "aaa", [[1], None]),
        ([("a", 2), "b"], "aab", [[1, 2], [3]]),
        ([("a", 2), "b"], "aba", [[1, 3], None]),
        ([("a", 2), "b"], "ba", [None, [1]]),
        ([("a", 1), "b"], "aab", [None, [3]]),
        ([("a", 1), "b"], "aba", [[1], [2]]),
        (["a", ("x", 0), "b"], "xabx", [[2], [], [3]]),
        (["a", ("x", 0), "b"], "axb", [[1], None, [3]]),
        ([("x", 0), "a"], "ax", [[], [1]]),
        ([("x", 0), "a"], "xa", [None, [2]]),
        (["a", ("x", 0)], "xa", [[2], []]),
        (["a", ("x", 0)], "ax", [[1], None]),
        (["a", ("x", 0, 2), "b"], "axxb", [[1], [2, 3], [4]]),
        (["a", "c", "b"], "ab", [[1], None, [2]]),
    ],
    ids=str,
)
def test_in_order_each_lies_between_its_neighbours(wanted, letters, found):
    assert outcome(wanted, letters, in_order=True) == found


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), st.text("abcx", max_size=12))
def test_at_least_once_each_in_order_is_to_be_a_subsequence(wanted, letters):
    left = iter(letters)
    is_subsequence = all(letter in left for letter in wanted)

    assert (None not in outcome(wanted, letters, in_order=True)) == is_subsequence


def nearest(pattern, entries):
    finding = verify([Expectation(pattern)], entries)[0]
    return [(near.entry.number, near.differences) for near in finding.nearest]


def test_the_nearest_differ_in_the_fewest_parts_and_of_equals_the_latest_comes_first():
    bodies = [{"Op": 1, "PatNum": 1}, {"Op": 2, "PatNum": 1}, {}, {"Op": 1, "PatNum": 2}, {"Op": 5}]
    entries = [made_of(body=json.dumps(body).encode(), number=number) for number, body in enumerate(bodies, 1)]

    assert nearest(Pattern(body={"Op": 2, "PatNum": 2}), entries) == [
        (4, ["body.Op: wanted 2, was 1"]),
        (2, ["body.PatNum: wanted 2, was 1"]),
        (5, ["body.Op: wanted 2, was 5", "body.PatNum: wanted 2, was nothing"]),
    ]


def test_nothing_is_near_where_nothing_was_asked():
    assert nearest(Pattern(path="a"), []) == []


def test_of_too_many_all_are_told_and_none_is_near():
    finding = verify(expected(("a", 1)), asked("aab"))[0]

    assert not finding.is_met
    assert [entry.number for entry in finding.found] == [1, 2]
    assert finding.nearest == ()


def test_of_too_few_those_found_are_not_near_as_well():
    finding = verify(expected(("a", 2)), asked("ab"))[0]

    assert [entry.number for entry in finding.found] == [1]
    assert [near.entry.number for near in finding.nearest] == [2]


@pytest.mark.parametrize(
    ("wanted", "letters", "which", "told"),
    [
        (["a", "b"], "ba", 1, [(1, ["order: wanted after request 2"]), (2, ["path: wanted b, was a"])]),
        (
            [("a", 2), "b"],
            "xaba",
            1,
            [
                (3, ["order: wanted after request 4"]),
                (4, ["path: wanted b, was a"]),
                (2, ["path: wanted b, was a"]),
            ],
        ),
    ],
)
def test_a_request_that_came_too_early_is_the_nearest(wanted, letters, which, told):
    finding = verify(expected(*wanted), asked(letters), in_order=True)[which]

    assert [(near.entry.number, near.differences) for near in finding.nearest] == told


def test_a_body_is_parsed_once_for_all_that_is_expected(monkeypatch):
    parsed = []

    def content(body):
        parsed.append(body)
        return json.loads(body)

    monkeypatch.setattr(verification, "content", content)
    entries = [made_of(body=json.dumps({"Op": number}).encode(), number=number + 1) for number in range(4)]
    met = [Expectation(Pattern(body={"Op": number})) for number in range(4)]

    assert all(finding.is_met for finding in verify(met, entries))
    assert len(parsed) == 4


# What is told, and how long it takes


def of_members(count, value=1):
    return {f"Field{n}": value for n in range(count)}


@pytest.mark.parametrize(("count", "more"), [(20, []), (21, ["and more"])])
def test_of_many_differences_the_first_twenty_are_told(count, more):
    entry = made_of(body=json.dumps(of_members(count)).encode(), number=1)
    (finding,) = verify([Expectation(Pattern(body=of_members(count, 2)))], [entry])

    told = finding.nearest[0].differences
    assert told == [f"body.Field{n}: wanted 2, was 1" for n in range(20)] + more


@pytest.mark.parametrize("place", ["name", "value", "sent", "path"])
def test_no_difference_is_longer_than_can_be_read(place):
    long = "x" * 10_000
    wanted = {
        "name": {"body": {long: 1}},
        "value": {"body": {"a": long}},
        "sent": {"query": {"a": "1"}},
        "path": {"path": "y"},
    }[place]
    entry = made_of(path=f"/{long}", query=f"a={long}", body=b'{"a": 2}', number=1)

    (told,) = Pattern(**wanted).differences(entry)
    assert len(told) < 700
    assert "x…" in told


def test_what_comes_nearest_is_found_among_requests_that_differ_in_everything():
    wanted = of_members(300, 2)
    bodies = [{}, of_members(300), {**wanted, "Field7": 1, "Field9": 1}, {**wanted, "Field7": 1}, of_members(5, 2)]
    entries = [made_of(body=json.dumps(body).encode(), number=n) for n, body in enumerate(bodies, 1)]

    (finding,) = verify([Expectation(Pattern(body=wanted))], entries)

    assert [(near.entry.number, len(near.differences)) for near in finding.nearest] == [(4, 1), (3, 2), (5, 21)]
    assert finding.nearest[2].differences[-1] == "and more"


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2)), max_size=8))
def test_those_told_are_the_three_with_the_fewest_differences_the_latest_first(bodies):
    wanted = dict.fromkeys("abcd", 5)
    entries = [made_of(body=json.dumps(body).encode(), number=n) for n, body in enumerate(bodies)]
    (finding,) = verify([Expectation(Pattern(method="POST", body=wanted))], entries)

    def differences(entry):
        return len(list(Pattern(method="POST", body=wanted).differences(entry)))

    expected = sorted(entries, key=lambda entry: (differences(entry), -entry.number))[:3]
    assert [near.entry for near in finding.nearest] == expected
