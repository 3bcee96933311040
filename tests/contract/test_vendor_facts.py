"""The simulated resources are what the vendor's pages say, but for the listed differences, each with its reason."""

from __future__ import annotations

import pytest
import yaml
from vendor_facts import (
    LISTED,
    Difference,
    differences,
    documented_methods,
    listed_differences,
    served_resources,
    unresolved_references,
    vendor_resources,
)

from mockod.vendors.opendental.engine.documented import documented_methods as shipped_methods

BASES = {"observed", "documented", "source", "guide", "assumed", "none"}
"""``none`` is for what mockod does not have yet."""


@pytest.mark.parametrize("resource", sorted(vendor_resources()))
def test_a_resource_differs_from_the_vendors_page_only_where_listed(resource):
    theirs, served = vendor_resources()[resource], served_resources()
    found = differences(theirs, served.get(resource)) | unresolved_references(theirs, served)
    listed = {difference for difference in listed_differences() if difference.resource == resource}

    assert found <= listed, "not listed:\n" + _lines(found - listed)
    assert listed <= found, "listed, but no longer there:\n" + _lines(listed - found)


def _lines(found: set[Difference]) -> str:
    return "\n".join(map(str, sorted(found)))


def test_every_served_resource_has_facts():
    assert served_resources().keys() <= vendor_resources().keys()


def test_every_listed_difference_is_of_a_resource_with_facts():
    assert {difference.resource for difference in listed_differences()} <= vendor_resources().keys()


def test_every_listed_difference_has_a_reason_and_a_basis():
    groups = yaml.safe_load(LISTED.read_text(encoding="utf-8"))

    assert [group["differences"] for group in groups if not group["reason"] or group["basis"] not in BASES] == []


def test_the_vendor_has_one_hundred_resources_and_318_methods():
    resources = vendor_resources()

    assert (len(resources), sum(len(facts.methods) for facts in resources.values())) == (100, 318)


def test_no_method_of_the_vendor_is_told_twice():
    names = [method.name for facts in vendor_resources().values() for method in facts.methods]

    assert len(names) == len(set(names))


def test_every_path_begins_with_its_resource():
    paths = {(facts.resource, method.path) for facts in vendor_resources().values() for method in facts.methods}

    assert [path for resource, path in sorted(paths) if path.split("/")[:2] != ["", resource]] == []


def test_the_list_of_documented_methods_that_mockod_ships_is_the_vendors():
    lines = [f"{row.method} {row.path} {row.since}".rstrip() for row in shipped_methods()]

    assert lines == documented_methods().splitlines()
