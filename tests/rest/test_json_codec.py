"""JSON in and out: with orjson or without it, the same texts are read and the same bytes are written."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockod.rest import json_codec
from mockod.rest.json_codec import DEEPEST, read_json, read_plain, write_plain

orjson = pytest.importorskip("orjson")

BIGGEST = 2**64 - 1
"""What orjson keeps as a whole number; a longer one it reads as a float."""

READ = {
    b"null": None,
    b"true": True,
    b"-0": 0,
    b"-0.0": -0.0,
    b"1e5": 100_000.0,
    b"1E-400": 0.0,
    b"1.7976931348623157e308": 1.7976931348623157e308,
    b"9223372036854775807": 2**63 - 1,
    b"18446744073709551615": BIGGEST,
    b"-9223372036854775808": -(2**63),
    b' \t\r\n{"a" : [ ] }\n': {"a": []},
    b'{"a":1,"b":2,"a":3}': {"a": 3, "b": 2},
    b'{"":""}': {"": ""},
    rb'"\u0000"': "\x00",
    rb'"\ud83d\ude00"': "\U0001f600",
    rb'"\/\b\f\n\r\t\"\\"': '/\b\f\n\r\t"\\',
    b'"\x7f"': "\x7f",
    '"\u2028\ufeff\uffff"'.encode(): "\u2028\ufeff\uffff",
    b'"\xf4\x8f\xbf\xbf"': "\U0010ffff",
    b"\xef\xbb\xbf{}": {},
    b'\xef\xbb\xbf "\xef\xbb\xbf"': "\ufeff",
    b"[" * DEEPEST + b"]" * DEEPEST: eval("[" * DEEPEST + "]" * DEEPEST),
}
REFUSED = (
    *(b"", b" ", b"nul", b"True", b"None", b"undefined", b"'a'", b"//", b"/**/1", b"1 2", b"{} x", b"{}{}", b"]"),
    *(b"NaN", b"-NaN", b"Infinity", b"-Infinity", b'{"a":NaN}', b"[Infinity]", b"1e400", b"-1e400", b"[1e999]"),
    *(b"01", b"-01", b"+1", b"1.", b".5", b"1e", b"1e+", b"-", b"--1", b"0x10", b"1_000", b"\xef\xbc\x91"),
    *(b"[1,]", b"[,1]", b"[1 2]", b"[", b"[1", b"{", b'{"a"', b'{"a":', b'{"a":1', b'{"a":1,}', b"{a:1}", b"{1:1}"),
    *(b'"', b'"a', b'"\\"', b'"\\x41"', b'"\\u12"', b'"\\u12g4"', b'"\t"', b'"\n"', b'"\x00"', b'"\x1f"'),
    *(rb'"\ud800"', rb'"\udc00"', rb'"\ud800\ud800"', rb'"\udc00\ud800"', rb'"\ud800A"', rb'{"\udfff":1}'),
    *(b"\xef\xbb\xbf", b"\xef\xbb\xbf" * 2 + b"{}", b"\xfe\xff{}", b"{}\xef\xbb\xbf", '{"a":1}'.encode("utf-16")),
    *('{"a":1}'.encode("utf-16-le"), '{"a":1}'.encode("utf-32")),
    *(b'"\xff"', b'"\xc3"', b'"\xc0\x80"', b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"', b'"\xe2\x82"', b"{\xc2\xa0}"),
    *(b"\x0b1", b"\x0c1", b"\x001", b"1\x00", b"{}\x00", b"9" * 5000),
    *(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), b"[" * 100_000, b'{"a":' * 100_000, b'[{"a":' * 50_000),
)


def outcome(read: Any, text: bytes) -> Any:
    """What comes of reading: a value with its exact kind, or that it was refused."""
    try:
        return repr(read(text))
    except ValueError:
        return "refused"


def read_json_plain(text: bytes) -> Any:
    """read_json as it is where there is no orjson."""
    before = json_codec._read
    json_codec._read = read_plain
    try:
        return read_json(text)
    finally:
        json_codec._read = before


@pytest.mark.parametrize("text", READ, ids=lambda text: repr(text[:40]))
def test_both_ways_read_what_is_json(text):
    assert repr(read_json(text)) == repr(READ[text])
    assert repr(read_json_plain(text)) == repr(READ[text])


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: f"{len(text)} {text[:30]!r}")
def test_both_ways_refuse_what_is_not_json(text):
    for read in (read_json, read_json_plain):
        with pytest.raises(ValueError, match=r"."):
            read(text)


@pytest.mark.parametrize(
    "digits",
    ["18446744073709551616", "-9223372036854775809", "1" + "0" * 300, "9" * 308, "-" + "9" * 308],
    ids=lambda digits: f"{len(digits)} {digits[:20]}",
)
def test_both_ways_read_whole_numbers_beyond_64_bits_as_floats(digits):
    for read in (read_json, read_json_plain):
        assert repr(read(digits.encode())) == repr(float(digits))
        assert repr(read(b'{"a":[' + digits.encode() + b"]}")) == repr({"a": [float(digits)]})


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("length", [309, 310, 4300, 4301, 100_000])
def test_both_ways_refuse_whole_numbers_beyond_any_float(length, sign):
    for read in (read_json, read_json_plain):
        with pytest.raises(ValueError, match=r"."):
            read(f"{sign}{'9' * length}".encode())


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), BIGGEST)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=20,
)


@given(json_values.map(lambda value: json.dumps(value, ensure_ascii=False).encode()))
def test_any_json_is_read_alike(text):
    assert outcome(read_json, text) == outcome(read_json_plain, text) != "refused"


whole_numbers = st.integers() | st.builds(
    lambda sign, length, rest: sign * (10**length + rest), st.sampled_from((1, -1)), st.integers(17, 320), st.integers()
)


@given(whole_numbers.map(str).map(str.encode))
@example(str(2**64).encode())
@example(str(-(2**63) - 1).encode())
@example(b"1" + b"0" * 308)
@example(b"1" + b"0" * 309)
def test_any_whole_number_is_read_or_refused_alike(text):
    assert outcome(read_json, text) == outcome(read_json_plain, text)


@given(st.binary(max_size=40) | st.text('[]{}:,"\\ud80cNaNfinty0123456789.eE+- \t\n', max_size=20).map(str.encode))
@example(b"1\xff")
@example(b"[99999999999999999999]")
def test_any_bytes_are_read_or_refused_alike(text):
    assert outcome(read_json, text) == outcome(read_json_plain, text)


@given(json_values.map(json.dumps).map(str.encode), st.data())
def test_json_with_a_byte_changed_is_read_or_refused_alike(text, data):
    at = data.draw(st.integers(0, len(text) - 1))
    text = text[:at] + bytes([data.draw(st.integers(0, 255))]) + text[at + 1 :]
    assert outcome(read_json, text) == outcome(read_json_plain, text)


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}"), (b'[{"]":', b"}]")])
def test_both_ways_nest_just_as_deep(opening, closing):
    levels = opening.count(b"[") + opening.count(b"{")
    just = DEEPEST // levels
    for read in (read_json, read_json_plain):
        assert read(opening * just + b"1" + closing * just)
        assert read(b"[" + b",".join([opening * (just - 1) + b"1" + closing * (just - 1)] * 3) + b"]")
        with pytest.raises(ValueError, match=r"."):
            read(opening * just + b"[1]" + closing * just)
        with pytest.raises(ValueError, match=r"."):
            read(opening * just + b"{}" + closing * just)


def test_brackets_in_a_text_nest_nothing():
    note = "[" * (DEEPEST + 1)
    assert read_json(json.dumps({"Note": note}).encode()) == {"Note": note}


def test_brackets_in_a_text_hide_no_nesting():
    text = b'["]",' * 5000 + b"1" + b"]" * 5000
    for read in (read_json, read_json_plain):
        with pytest.raises(ValueError, match=r"."):
            read(text)


def test_the_largest_body_of_brackets_is_refused_at_once():
    began = time.perf_counter()
    with pytest.raises(ValueError, match=r"."):
        read_json(b"[" * 16_000_000)
    assert time.perf_counter() - began < 5


WRITTEN = (
    *(None, True, False, 0, -1, 2**63 - 1, -(2**63), BIGGEST, "", [], {}, [[]], {"": {}}),
    *(0.0, -0.0, 0.1, 1.0, 100.0, 1e15, 9007199254740993.0, 0.0001),
    *('"\\/', "\x00\x01\x08\x09\x0a\x0c\x0d\x1b\x1f", "\x7f\x80\x9f", "\u2028\u2029\ufeff\ufffe", "\U0010ffff"),
    *({"b": 1, "a": 2}, [1, "two", 3.5, None, True, {"six": [7]}]),
)


@pytest.mark.parametrize("value", WRITTEN, ids=repr)
def test_both_ways_write_the_very_same_bytes(value):
    assert write_plain(value) == orjson.dumps(value)


@pytest.mark.parametrize(
    ("value", "plain", "quick"),
    [
        (1e-7, b"1e-07", {b"1e-7"}),
        (1e-5, b"1e-05", {b"0.00001"}),
        (-2.5e-9, b"-2.5e-09", {b"-2.5e-9"}),
        (5e-324, b"5e-324", {b"5e-324"}),
        (1e16, b"1e+16", {b"1e16", b"1e+16"}),
        (
            -1.7976931348623157e308,
            b"-1.7976931348623157e+308",
            {b"-1.7976931348623157e308", b"-1.7976931348623157e+308"},
        ),
    ],
)
def test_floats_with_an_exponent_are_the_one_thing_spelled_differently(value, plain, quick):
    """No amount is so small or so large; and each way reads what the other has written."""
    assert (write_plain(value), orjson.dumps(value) in quick) == (plain, True)
    for read in (read_json, read_json_plain):
        assert {read(text) for text in (plain, *quick)} == {value}


def _has_exponent(value: Any) -> bool:
    if isinstance(value, float):
        return value != 0 and not 1e-4 <= abs(value) < 1e16
    if isinstance(value, dict):
        return any(map(_has_exponent, value.values()))
    return isinstance(value, list) and any(map(_has_exponent, value))


@given(json_values.filter(lambda value: not _has_exponent(value)))
def test_any_value_is_written_as_the_very_same_bytes_and_read_back(value):
    written = write_plain(value)
    assert written == orjson.dumps(value)
    assert repr(read_json(written)) == repr(read_json_plain(written)) == repr(value)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}])
def test_neither_way_writes_half_a_surrogate_pair(value):
    for write in (write_plain, orjson.dumps):
        with pytest.raises((UnicodeEncodeError, TypeError)):
            write(value)
