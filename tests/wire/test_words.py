"""Enumerations kept as text."""

from __future__ import annotations

import pytest

from mockod.rest.schema import Leniency
from mockod.vendors.opendental.wire.words import Word

STATUS = Word("U", "H", "I", accepts=["U", "H"])


def test_a_word_goes_in_and_out_as_it_is_kept():
    assert STATUS.read("H", Leniency()) == STATUS.spell("H") == STATUS.from_text("H") == "H"


@pytest.mark.parametrize("sent", ["I", "h", "", "X", 0, None, ["H"]])
def test_a_client_may_send_only_what_is_accepted(sent):
    with pytest.raises(ValueError, match="no such word"):
        STATUS.read(sent, Leniency())


def test_a_practice_file_may_hold_what_no_client_may_send():
    assert STATUS.from_text("I") == "I"
    with pytest.raises(ValueError, match="'X' is none of U, H, I"):
        STATUS.from_text("X")
