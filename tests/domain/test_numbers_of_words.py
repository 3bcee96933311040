"""Words of the vendor's enumerations and the numbers that its database keeps for them, which queries show (source)."""

from __future__ import annotations

import pytest

from mockod.vendors.opendental.domain.account_enums import PayPlanLinkType
from mockod.vendors.opendental.domain.claim_enums import PlaceOfService
from mockod.vendors.opendental.domain.clinical_enums import PopupLevel, RxSendStatus
from mockod.vendors.opendental.domain.enums import wire_name
from mockod.vendors.opendental.domain.staff_enums import QuickPasteType


@pytest.mark.parametrize(
    ("words", "first", "listed"),
    [
        (PayPlanLinkType, 0, "None Adjustment Procedure OrthoCase"),
        (RxSendStatus, 3, "Printed Faxed CalledIn GaveScript Pending"),
        (PopupLevel, 0, "Patient Family SuperFamily Automation"),
        (PlaceOfService, 14, "AmbulatorySurgicalCenter TelehealthOutsideHome TelehealthInHome OutreachSiteOrStreet"),
        (QuickPasteType, 39, "ProgramLink EmployeeStatus WebChat FAQ"),
    ],
)
def test_the_words_are_numbered_as_the_database_numbers_them(words, first, listed):
    assert [wire_name(words(number)) for number in range(first, len(words))] == listed.split()
