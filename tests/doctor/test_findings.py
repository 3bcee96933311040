"""What a finding may tell: never a password, a token or a key."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.doctor import findings
from mockod.doctor.findings import Finding, Status, in_words, ok, problem, without_credentials

SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=6)


def test_the_examples_in_docstrings_hold():
    assert doctest.testmod(findings).failed == 0


@given(password=SECRETS, user=SECRETS)
def test_no_address_is_told_with_the_password_that_is_in_it(password, user):
    password, user = f"~{password}~", user.replace("/", "")
    for address in (f"http://{user}:{password}@proxy:3128", f"{user}:{password}@proxy:3128"):
        told = Finding(Status.WARNING, "Proxy", f"HTTP_PROXY ({address}): asked", f"unset {address}")

        assert password not in told.text
        assert password not in told.remedy
        assert "proxy:3128" in told.text


@pytest.mark.parametrize("text", ["http://127.0.0.1:30222/api/v1", "nobody listens at ::1", "mockod serve --port 0"])
def test_what_holds_none_stays_as_it_is(text):
    assert without_credentials(text) == text


def test_a_secret_that_somebody_repeats_is_taken_out():
    told = problem("Keys", "refused: acme/office-12 is unknown", "add office-12").without(
        ["acme/office-12", "office-12"]
    )

    assert (told.text, told.remedy) == ("refused: *** is unknown", "add ***")


def test_lines_have_the_remedy_below():
    assert in_words([ok("A", "is well"), problem("B", "is not", "Mend it.")]) == [
        "ok       A            is well",
        "problem  B            is not",
        "                      -> Mend it.",
    ]
