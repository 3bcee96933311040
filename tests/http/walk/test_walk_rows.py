"""The walk over every description: a row is read by its number, found where it was made, and gone once deleted."""

from __future__ import annotations

from support.db import database
from support.walk import NOBODY, Step, each_resource, entity_of, fresh, refused, resources_with, steps
from support.walk_values import ANSWERED_ONCE, KEPT


@each_resource
def test_a_number_that_no_row_has_is_not_found_whatever_is_done_to_it(resource):
    office = fresh()
    before = database(office).contents()
    for step in steps(resource, "GET", "POST", "PUT", "DELETE"):
        if "{" in step.facts.path:
            answer = office.call(step.facts.method, step.path_of(NOBODY), step.call.body, **step.call.query)
            assert (str(step), *refused(answer)) == (str(step), 404, f"{entity_of(step)} not found.")
    assert database(office).contents() == before


def reading(resource: str) -> Step | None:
    """The method that reads one row of the resource by its number."""
    return next((s for s in steps(resource, "GET") if s.facts.path.count("/") == 1 and "{" in s.facts.path), None)


def listing(resource: str) -> Step | None:
    return next((step for step in steps(resource, "GET") if step.facts.path == resource), None)


@each_resource
def test_a_row_of_a_list_is_read_alone_as_the_list_tells_it(resource):
    one, many = reading(resource), listing(resource)
    if not one or not many or not one.table:
        return
    office, key = fresh(), one.table.stored[one.table.key].wire_name
    told = office.read(many.call.path, **many.call.query)
    for row in told if isinstance(told, list) else [told]:
        if not row[key]:  # mounts stand among documents, without a number of their own
            continue
        alone = office.read(one.path_of(row[key]))
        assert {name: str(alone[name]) for name in row if name in alone} == {
            n: str(v) for n, v in row.items() if n in alone
        }


@resources_with("POST")
def test_what_is_made_is_found_where_the_answer_says(resource):
    for step in steps(resource, "POST"):
        if not step.endpoint.location:
            continue
        office = fresh()
        made = step.send(office)
        found = office.http.get(made.headers["Location"], headers=office.headers)
        if reading(resource) is None:
            assert (str(step), found.status_code) == (str(step), 400)
            continue
        assert (str(step), made.status_code, found.status_code) == (str(step), 201, 200)
        told = {name: value for name, value in made.json.items() if name not in ANSWERED_ONCE.get(str(step), {})}
        assert (str(step), {name: found.json[name] for name in told if name in found.json}) == (str(step), told)


@resources_with("DELETE")
def test_what_is_deleted_is_answered_with_nothing_and_not_found_again(resource):
    for step in steps(resource, "DELETE"):
        office = fresh()

        gone = step.send(office)

        assert (str(step), gone.status_code, gone.data) == (str(step), 200, b"")
        after = database(office).contents()
        assert (str(step), *refused(step.send(office))) == (str(step), 404, f"{entity_of(step)} not found.")
        assert database(office).contents() == after
        one = reading(resource)
        if one and step.number and "{" in step.facts.path:
            answer = office.get(one.path_of(step.number))
            if str(step) in KEPT:
                name, value = KEPT[str(step)]
                assert (answer.status_code, answer.json[name]) == (200, value)
                continue
            assert (str(step), *refused(answer)) == (str(step), 404, f"{entity_of(one)} not found.")


@each_resource
def test_what_is_there_is_not_made_by_asking_for_it(resource):
    office = fresh()
    before = database(office).contents()
    for step in steps(resource, "GET"):
        assert (str(step), step.send(office).status_code) == (str(step), 200)
    assert database(office).contents() == before
