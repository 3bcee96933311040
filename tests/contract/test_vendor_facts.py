"""The simulated resources are what the vendor's pages say, but for the listed differences, each with its reason."""

from __future__ import annotations

import pytest
from compare_facts import differences, served_resources, unresolved_references

from mockod.vendors.opendental.engine.documented import documented_methods as shipped_methods
from support.simulated import Difference, simulated_facts, simulated_resources
from support.vendor_facts import documented_methods, vendor_resources

BASES = {"observed", "documented", "source", "guide", "assumed", "none"}
"""``none`` is for what mockod does not have yet."""

each_resource = pytest.mark.parametrize("resource", sorted(simulated_resources()))


@each_resource
def test_a_resource_differs_from_the_vendors_page_only_where_listed(resource):
    theirs, served = vendor_resources()[resource], served_resources()
    found = differences(theirs, served.get(resource)) | unresolved_references(theirs, vendor_resources() | served)
    listed = {one.difference for one in simulated_resources()[resource].listed}

    assert found <= listed, "not listed:\n" + _lines(found - listed)
    assert listed <= found, "listed, but no longer there:\n" + _lines(listed - found)


@each_resource
def test_nothing_differs_once_the_listed_differences_are_counted_in(resource):
    """Parts that are younger than the page have their versions, types and places, too."""
    found = differences(simulated_facts(resource), served_resources().get(resource))

    assert not found, _lines(found)


def _lines(found: set[Difference]) -> str:
    return "\n".join(map(str, sorted(found)))


def test_the_served_resources_are_those_that_are_said_to_be_simulated_and_each_has_facts():
    assert served_resources().keys() == simulated_resources().keys()
    assert served_resources().keys() <= vendor_resources().keys()


def test_a_number_that_no_get_resolves_is_found():
    """One that waits for a resource still to come needs no listing: whoever adds ``inssubs`` resolves InsSubNum."""
    readable = {name: facts for name, facts in served_resources().items() if name != "providers"}

    found = {one.name for one in unresolved_references(vendor_resources()["appointments"], readable)}

    assert "provider.ProvNum" in found


def test_every_listed_difference_has_a_reason_and_a_basis():
    groups = [(name, group) for name, simulated in simulated_resources().items() for group in simulated.groups]

    assert [name for name, group in groups if not group["reason"] or group["basis"] not in BASES] == []


@each_resource
def test_every_method_has_one_permission_and_every_permission_a_method(resource):
    simulated = simulated_resources()[resource]
    methods = simulated_facts(resource).methods
    told = {name if name in simulated.permissions else verb for name, verb in ((m.name, m.method) for m in methods)}

    assert simulated.permissions.keys() == told


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
