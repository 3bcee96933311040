"""The vendor's enumerations of claims: the number is the database's, the name is what goes over the wire.

Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum


class ClaimProcStatus(IntEnum):
    """What a claimproc is: a line of a claim, an estimate without one, an adjustment to benefits, or history."""

    NotReceived = 0
    Received = 1
    Preauth = 2
    Adjustment = 3
    Supplemental = 4
    CapClaim = 5
    Estimate = 6
    CapComplete = 7
    CapEstimate = 8
    InsHist = 9


class ClaimTrackingType(IntEnum):
    """What an entry of a claim's history tells."""

    StatusHistory = 0
    ClaimUser = 1
    ClaimProcReceived = 2


class PlaceOfService(IntEnum):
    """Where treatment was done."""

    Office = 0
    PatientsHome = 1
    InpatHospital = 2
    OutpatHospital = 3
    SkilledNursFac = 4
    CustodialCareFacility = 5
    OtherLocation = 6
    MobileUnit = 7
    School = 8
    MilitaryTreatFac = 9
    FederalHealthCenter = 10
    PublicHealthClinic = 11
    RuralHealthClinic = 12
    EmergencyRoomHospital = 13
    AmbulatorySurgicalCenter = 14
    TelehealthOutsideHome = 15
    TelehealthInHome = 16
    OutreachSiteOrStreet = 17


class EtransType(IntEnum):
    """What an electronic message is, or what stands for one: a claim that was printed."""

    ClaimSent = 0
    ClaimPrinted = 1
    Claim_CA = 2
    Claim_Ren = 3
    ClaimAck_CA = 4
    ClaimEOB_CA = 5
    Eligibility_CA = 6
    EligResponse_CA = 7
    ClaimReversal_CA = 8
    Predeterm_CA = 9
    RequestOutstand_CA = 10
    RequestSumm_CA = 11
    RequestPay_CA = 12
    ClaimCOB_CA = 13
    ReverseResponse_CA = 14
    PredetermAck_CA = 15
    PredetermEOB_CA = 16
    OutstandingAck_CA = 17
    EmailResponse_CA = 18
    PaymentResponse_CA = 19
    SummaryResponse_CA = 20
    Acknowledge_997 = 21
    StatusNotify_277 = 22
    TextReport = 23
    BenefitInquiry270 = 24
    BenefitResponse271 = 25
    AckError = 26
    ERA_835 = 27
    Acknowledge_999 = 28
    Ack_Interchange = 29
