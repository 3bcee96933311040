"""The report for programs: JSON, and JUnit XML as CI services show it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from xml.etree import ElementTree

from mockod.conformance.report import DIFFERS, NOT_TRIED, PASSED, Outcome, Report, as_text

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def as_json(report: Report) -> str:
    """Every check with its outcome and its differences."""
    counts = {word.replace(" ", "_"): len(report.of(word)) for word in (PASSED, DIFFERS, NOT_TRIED)}
    told = {
        "title": report.title,
        "base_url": report.base_url,
        "version": report.version,
        "counts": {**counts, "requests": report.requests},
        "checks": [_outcome(outcome) for outcome in report.outcomes],
        "undone": report.undone,
        "left": report.left,
        "stopped": report.stopped,
    }
    return json.dumps(told, indent=2) + "\n"


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {"outcome": outcome.word, **asdict(outcome)}


def as_junit(report: Report) -> str:
    """A test case for each check; one that was not tried is skipped."""
    counts = {
        "tests": str(len(report.outcomes)),
        "failures": str(len(report.of(DIFFERS))),
        "errors": "1" if report.stopped else "0",
        "skipped": str(len(report.of(NOT_TRIED))),
    }
    seconds = {"time": f"{sum(outcome.seconds for outcome in report.outcomes):.3f}"}
    root = ElementTree.Element("testsuites", counts | seconds)
    suite = ElementTree.SubElement(root, "testsuite", {"name": "mockod conform"} | counts | seconds)
    for outcome in report.outcomes:
        group, _, name = outcome.name.partition(".")
        attributes = {"classname": f"conform.{group}", "name": name, "time": f"{outcome.seconds:.3f}"}
        case = ElementTree.SubElement(suite, "testcase", attributes)
        if outcome.differences:
            first = outcome.differences[0]
            message = _clean(f"{first.where}: expected {first.expected}, found {first.found}")
            failure = ElementTree.SubElement(case, "failure", {"message": message, "type": str(first.basis)})
            failure.text = _clean("\n".join(line for one in outcome.differences for line in one.lines()))
        elif outcome.not_tried:
            ElementTree.SubElement(case, "skipped", {"message": _clean(outcome.not_tried)})
    if report.stopped:
        case = ElementTree.SubElement(suite, "testcase", {"classname": "conform", "name": "run", "time": "0"})
        ElementTree.SubElement(case, "error", {"message": _clean(report.stopped)})
    if report.undone or report.left:
        told = [*(f"taken back: {line}" for line in report.undone), *(f"left: {line}" for line in report.left)]
        ElementTree.SubElement(suite, "system-out").text = _clean("\n".join(told))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


FORMATS: Mapping[str, Callable[[Report], str]] = {"text": as_text, "json": as_json, "junit": as_junit}
