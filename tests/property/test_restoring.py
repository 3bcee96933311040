"""Whatever is done to an office, a snapshot brings it back; and what is done alike is answered alike, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from conftest import new_office
from mockod.store.diff import compare
from support.any_calls import sequences
from support.api_client import ApiClient
from support.db import database
from support.snapshot_calls import application

some = settings(max_examples=max(settings().max_examples // 3, 10))
few = settings(max_examples=max(settings().max_examples // 5, 10))
"""Each example plays a dozen calls, some of them in a file."""


@pytest.fixture(scope="module", params=["memory", "file"])
def office(request, tmp_path_factory) -> ApiClient:
    """An office of the demo practice in memory, or in a file."""
    return ApiClient(application(request.param, tmp_path_factory.mktemp("one"), "demo").test_client(), "one")


def behind(office):
    return office.http.application.extensions["mockod.offices"].office(office.customer)


def begin_anew(office):
    office.http.application.extensions["mockod.offices"].reset(office.customer)


def play(office, calls):
    """What came back: status, headers and body of every call, as bytes."""
    responses = [office.call(method, path, body) for method, path, body in calls]
    assert all(response.status_code < 500 for response in responses)
    return [(response.status_code, response.headers.to_wsgi_list(), response.data) for response in responses]


def rows(office):
    """What the vendor's tables hold."""
    return {table: held for table, held in database(office).contents().items() if not table.startswith("mockod_")}


@some
@given(before=sequences, between=sequences)
def test_restoring_brings_back_every_byte_and_what_differs_is_just_what_changed(office, before, between):
    begin_anew(office)
    play(office, before)
    taken, had = behind(office).snapshot("taken"), rows(office)

    play(office, between)
    found = compare(taken.image, behind(office).snapshot("now").image)
    changed = {(table, row[0]) for table, held in rows(office).items() for row in set(held) ^ set(had[table])}
    assert {(one.table, one.key) for one in found} == changed

    behind(office).restore(lambda: taken)
    restored = behind(office).snapshot("now")
    assert rows(office) == had
    assert compare(taken.image, restored.image) == []
    if office.http.application.extensions["mockod.offices"]._folder is None:
        assert restored.image == taken.image


@some
@given(calls=sequences)
def test_a_restored_office_answers_the_same_calls_with_the_same_bytes(office, calls):
    begin_anew(office)
    taken = behind(office).snapshot("taken")
    first = play(office, calls)

    behind(office).restore(lambda: taken)

    assert play(office, calls) == first


@some
@given(calls=sequences)
def test_two_offices_made_alike_answer_the_same_calls_with_the_same_bytes(calls):
    assert play(new_office("demo"), calls) == play(new_office("demo"), calls)


@few
@given(calls=sequences)
def test_whatever_an_office_holds_goes_out_and_comes_in_again(office, calls):
    begin_anew(office)
    play(office, calls)
    snapshots, had = "/_mockod/snapshots", rows(office)
    office.http.post(snapshots, json={"name": "out", "replace": True}, headers=office.headers)
    content = office.http.get(f"{snapshots}/file?name=out", headers=office.headers).data
    begin_anew(office)

    came = office.http.put(f"{snapshots}/file?name=in", data=content, headers=office.headers)
    assert came.status_code == 200, came.text
    office.http.post(f"{snapshots}/restore", json={"name": "in"}, headers=office.headers)

    assert rows(office) == had
    assert office.http.get(f"{snapshots}/diff?from=out&to=in", headers=office.headers).json == []
