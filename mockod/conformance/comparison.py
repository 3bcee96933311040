"""Compares answers with what is expected of them. It sends nothing, and knows no session but its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockod.conformance.report import Difference, in_words, masked
from mockod.conformance.session import Answer
from mockod.conformance.suite import NOTHING, Expectation, Operation, ShapeField
from mockod.rest.messages import Basis

JSON = "application/json"
NO_FIELD = "no such field"
Row = Mapping[str, Any]
Rows = Sequence[Any]
Finding = Callable[[Row], str | None]
"""What is wrong with a row, in words; None where nothing is."""
Demand = Callable[[Any], bool]
"""Whether a value is as it must be."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One answer, and all that is known of the call."""

    call: str
    answer: Answer
    operation: Operation | None
    expect: Expectation
    """With its values filled in."""
    basis: Basis
    source: str
    is_own: bool
    """The rows are the run's own, so that what they hold may be told."""
    tell_refusal: Callable[[str], str] = masked
    """As the description has it."""
    remembered: Rows = ()
    """Those that ``same_as`` names."""

    def differences(self) -> list[Difference]:
        """All of them: of the status alone, where that is another one."""
        status = self.expect.status or (self.operation.status if self.operation else 200)
        if self.answer.status != status:
            return [self._difference("status", str(status), self._status_found(), **self._by_operation(status))]
        return list(self._of_the_body()) or list(self._of_the_headers())

    @property
    def has_rows(self) -> bool:
        try:
            return bool(self.answer.data != [])
        except ValueError:
            return False

    def _by_operation(self, status: int) -> dict[str, Any]:
        """A success that no expectation names rests on what the operation rests on."""
        return {"basis": self.operation.basis} if self.operation and self.expect.status is None and status < 300 else {}

    def _status_found(self) -> str:
        refused = self.answer.status >= 400 and self.answer.text is not None
        return f"{self.answer.status} {self._text_found(self.answer.text)}" if refused else str(self.answer.status)

    def _text_found(self, data: Any) -> str:
        """What stands in the place of a text: a refusal's own words, and of anything else how it looks."""
        if self.answer.status >= 400 and isinstance(data, str):
            return in_words(self.tell_refusal(data), plainly=True)
        return in_words(data)

    def _difference(self, where: str, expected: str, found: str, **more: Any) -> Difference:
        told = {"basis": self.expect.basis or self.basis, "source": self.source, **more}
        return Difference(self.call, where, expected, found, **told)

    # ----- the body -----

    def _of_the_body(self) -> Iterator[Difference]:
        if self._is_empty_expected():
            if self.answer.content:
                yield self._difference("body", "no body", f"{len(self.answer.content)} bytes")
            return
        try:
            data = self.answer.data
        except ValueError:
            yield self._difference("body", "JSON", f"{len(self.answer.content)} bytes that are none")
            return
        if self.expect.text is not None:
            if data != self.expect.text:
                yield self._difference("text", in_words(self.expect.text, plainly=True), self._text_found(data))
            return
        if self.answer.status < 300 and self.expect.plain_shape:
            yield from self._of_the_shape(data)
        yield from self._of_the_rows(data if isinstance(data, list) else [data])

    def _is_empty_expected(self) -> bool:
        answers_nothing = self.operation is not None and self.operation.fields is None
        return self.expect.empty or (answers_nothing and self.answer.status < 300)

    def _of_the_shape(self, data: Any) -> Iterator[Difference]:
        operation = self.operation
        if operation is None or operation.fields is None:
            return
        printed = ", ".join(operation.printed)
        about = {"basis": operation.basis, "source": f"printed by {printed}" if printed else self.source}
        if isinstance(data, list) != operation.is_list and not (isinstance(data, dict) and operation.may_be_one):
            words = "a list" if operation.is_list else "an object"
            yield self._difference("body", words, in_words(data), **about)
            return
        rows = data if isinstance(data, list) else [data]
        if not all(isinstance(row, dict) for row in rows):
            odd = next(row for row in rows if not isinstance(row, dict))
            yield self._difference("rows", "objects", in_words(odd), **about)
            return
        yield from self._of_the_fields(operation.fields, rows, about)

    def _of_the_fields(
        self, fields: Sequence[ShapeField], rows: Rows, about: Mapping[str, Any]
    ) -> Iterator[Difference]:
        """Each point once for all rows: fields that lack, fields that nobody knows, their order, their values."""
        names = [field.name for field in fields]
        for field in fields:
            told = {**about, "basis": field.basis}
            yield from self._once(rows, f"field {field.name}", field.format.words, _missing(field.name), told)
            yield from self._once(rows, f"field {field.name}", field.format.words, self._misshapen(field), told)
        for name in dict.fromkeys(name for row in rows for name in row if name not in names):
            told_name = name if re.fullmatch(r"\w{1,60}", name) else f"like {masked(name)}"
            yield from self._once(rows, f"field {told_name}", NO_FIELD, _unknown(name), about)
        yield from self._once(rows, "order of fields", "as documented", _out_of_order(names), about)

    def _misshapen(self, field: ShapeField) -> Finding:
        def finding(row: Row) -> str | None:
            value = row.get(field.name)
            if field.name not in row or field.format.fits(value):
                return None
            is_word = field.format.is_word and isinstance(value, str) and re.fullmatch(r"\w{1,40}", value) is not None
            return in_words(value, plainly=is_word or self.is_own)

        return finding

    def _once(
        self, rows: Rows, where: str, expected: str, finding: Finding, about: Mapping[str, Any]
    ) -> Iterator[Difference]:
        """One difference for all rows in which something is found: the first one's, and how many there are."""
        found = [told for row in rows if (told := finding(row)) is not None]
        if found:
            times = "" if len(found) == len(rows) else f"{len(found)} of {len(rows)} rows"
            yield self._difference(where, expected, found[0], times=times, **about)

    # ----- the rows -----

    def _of_the_rows(self, data: Rows) -> Iterator[Difference]:
        rows = [row for row in data if isinstance(row, dict)]
        for name, words, is_met in self._demands():
            if not self._shows(name):
                continue
            yield from self._once(rows, f"value of {name}", words, self._unmet(name, is_met), NOTHING)
        unwanted = self.expect.lacks
        if unwanted and any(all(row.get(name) == value for name, value in unwanted.items()) for row in rows):
            words = ", ".join(f"{name} {self._told(name, value)}" for name, value in unwanted.items())
            yield self._difference("rows", f"none with {words}", "one")
        yield from self._of_their_number(rows)
        yield from self._of_their_order(rows)
        if self.expect.same_as:
            yield from self._of_the_same(rows)

    def _unmet(self, name: str, is_met: Demand) -> Finding:
        return lambda row: None if is_met(row.get(name)) else self._told(name, row.get(name))

    def _shows(self, name: str) -> bool:
        """Whether the answer has a field in the server's version."""
        fields = self.operation.fields if self.operation else None
        return fields is None or name in {field.name for field in fields}

    def _demands(self) -> Iterator[tuple[str, str, Demand]]:
        """What every row must fulfil: a field, the words for it, and a predicate of its value."""
        for name, value in self.expect.has.items():
            yield name, self._told(name, value), _equal_to(value)
        for name, value in self.expect.starts.items():
            yield name, "what was asked for", _starting_with(str(value))
        for name, (least, most) in self.expect.between.items():
            yield name, f"from {least} to {most}", _between(str(least), str(most))
        for name, pattern in self.expect.looks.items():
            yield name, f"a text like {pattern}", _looking_like(pattern)

    def _told(self, name: str, value: Any) -> str:
        """A field's value: numbers, words of the API and the run's own texts as they are, all others masked."""
        return in_words(value, plainly=self.is_own or not isinstance(value, str) or name in self._words)

    @property
    def _words(self) -> set[str]:
        fields = (self.operation.fields if self.operation else None) or ()
        return {field.name for field in fields if field.format.is_word}

    def _of_their_number(self, rows: Rows) -> Iterator[Difference]:
        if self.expect.most is not None and len(rows) > self.expect.most:
            yield self._difference("rows", f"{self.expect.most} at most", str(len(rows)))
        if self.expect.least is not None and len(rows) < self.expect.least:
            yield self._difference("rows", f"{self.expect.least} at least", str(len(rows)))

    def _of_their_order(self, rows: Rows) -> Iterator[Difference]:
        names = self.expect.sorted_by
        keys = [tuple(row.get(name) for name in names) for row in rows]
        try:
            is_sorted = keys == sorted(keys)
        except TypeError:
            is_sorted = False
        if names and not is_sorted:
            yield self._difference("order of rows", f"by {', '.join(names)}", "another order")

    def _of_the_same(self, rows: Rows) -> Iterator[Difference]:
        """Compare with the rows of an earlier answer, field by field."""
        earlier = [row for row in self.remembered if isinstance(row, dict)][slice(*self.expect.rows)]
        if len(rows) != len(earlier):
            yield self._difference("rows", f"the {len(earlier)} of the earlier answer", str(len(rows)))
            return
        pairs = list(zip(rows, earlier, strict=True))
        names = dict.fromkeys(name for row in (*rows, *earlier) for name in row if name not in self.expect.apart_from)
        for place, name in enumerate(names):
            odd = next(((new, old) for new, old in pairs if new.get(name) != old.get(name)), None)
            if odd:
                new, old = odd
                expected = f"{self._told(name, old.get(name))}, as before"
                yield self._difference(f"value of {name}", expected, self._told(name, new.get(name)))
                if place == 0:
                    return  # they are other rows

    # ----- the headers -----

    def _of_the_headers(self) -> Iterator[Difference]:
        content_type = self.answer.headers.get("Content-Type", "")
        if self.answer.content and content_type.partition(";")[0].strip().lower() != JSON:
            yield self._difference("header Content-Type", JSON, content_type or "none", basis=Basis.DOCUMENTED)
        if self.expect.location:
            yield from self._of_the_location(self.answer.headers.get("location", ""))

    def _of_the_location(self, found: str) -> Iterator[Difference]:
        try:
            row = self.answer.rows[0]
            end = re.sub(r"\{(\w+)\}", lambda named: str(row[named[1]]), self.expect.location)
        except (ValueError, KeyError, IndexError, TypeError):
            return  # what lacks is told of the body
        if not found.rstrip("/").endswith(end):
            yield self._difference("header location", f"one that ends with {end}", found or "none")


def _missing(name: str) -> Finding:
    return lambda row: None if name in row else NO_FIELD


def _unknown(name: str) -> Finding:
    return lambda row: in_words(row[name]) if name in row else None


def _out_of_order(known: Sequence[str]) -> Finding:
    """Finds the first field that stands in the place of another."""

    def finding(row: Row) -> str | None:
        expected = [name for name in known if name in row]
        shown = [name for name in row if name in known]
        pairs = zip(expected, shown, strict=True)
        return next((f"{have} where {want} belongs" for want, have in pairs if want != have), None)

    return finding


def _equal_to(value: Any) -> Demand:
    """Equal, and of the same type: 1 is not true, nor "1"."""
    return lambda found: bool(found == value) and isinstance(found, bool) == isinstance(value, bool)


def _starting_with(start: str) -> Demand:
    return lambda found: str(found).casefold().startswith(start.casefold())


def _between(least: str, most: str) -> Demand:
    return lambda found: least <= str(found) <= most


def _looking_like(pattern: str) -> Demand:
    return lambda found: re.fullmatch(pattern, str(found)) is not None
