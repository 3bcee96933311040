"""Every page that prints a row has a test that answers it."""

from __future__ import annotations

import test_account_examples
import test_claim_examples
import test_clinical_examples
import test_office_examples
import test_setup_examples
import test_staff_examples
import test_treatment_examples

from support.paths import CONTRACT, EXAMPLES
from support.vendor_facts import read_yaml

MODULES = (
    test_account_examples,
    test_claim_examples,
    test_clinical_examples,
    test_office_examples,
    test_setup_examples,
    test_staff_examples,
    test_treatment_examples,
)
ALONE = {"accountmodules", "documents", "preferences", "reports", "subscriptions"}
"""Those that a test of their own answers, as theirs is no plain row."""


def printing() -> set[str]:
    """Resources whose page prints an example, in common or of one method."""
    pages = {path.stem: read_yaml(path) for path in (CONTRACT / "facts").glob("*.yaml")}
    return {
        name
        for name, page in pages.items()
        if any("example" in f for one in (page, *page["methods"]) for f in one.get("object", ()))
    }


def test_each_resource_whose_page_prints_a_row_is_played():
    played = {name for module in MODULES for name in module.READS}
    played |= {path.stem.partition("-")[0] for path in EXAMPLES.glob("*.json")} - {"create"}

    assert printing() == played | ALONE
