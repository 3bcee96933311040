"""An office with an insured family, for what happens to their claims."""

from __future__ import annotations

INSURED = """
definitions:
  - {DefNum: 901, Category: InsurancePaymentType, ItemName: Check}
  - {DefNum: 902, Category: InsurancePaymentType, ItemName: EFT, ItemOrder: 1}
  - {DefNum: 903, Category: ClaimPaymentGroups, ItemName: Default}
  - {DefNum: 904, Category: ClaimPaymentTracking, ItemName: Paid In Full}
  - {DefNum: 905, Category: ClaimCustomTracking, ItemName: Review}
  - {DefNum: 906, Category: ClaimErrorCode, ItemName: Missing tooth}
feescheds: [{FeeSchedNum: 5, Description: PPO}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen Dental}, {CarrierNum: 2, CarrierName: Oakleaf}]
procedurecodes:
  - {CodeNum: 51, ProcCode: D2740, Descript: Crown}
  - {CodeNum: 52, ProcCode: D2391, Descript: Filling}
  - {CodeNum: 53, ProcCode: D1110, Descript: Prophy}
  - {CodeNum: 54, ProcCode: D4341, Descript: Scaling, TreatArea: Quad}
covcats:
  - {CovCatNum: 1, Description: General, EbenefitCat: General, CovOrder: 0}
  - {CovCatNum: 2, Description: Restorative, CovOrder: 1}
covspans:
  - {CovSpanNum: 1, CovCatNum: 1, FromCode: D0000, ToCode: D9999}
  - {CovSpanNum: 2, CovCatNum: 2, FromCode: D2000, ToCode: D2999}
insplans:
  - {PlanNum: 11, CarrierNum: 1, ClaimFormNum: 4}
  - {PlanNum: 12, CarrierNum: 2, ClaimFormNum: 7}
benefits:
  - {BenefitNum: 1, PlanNum: 11, CovCatNum: 1, BenefitType: CoInsurance, Percent: 100}
  - {BenefitNum: 2, PlanNum: 11, CovCatNum: 2, BenefitType: CoInsurance, Percent: 50}
  - {BenefitNum: 3, PlanNum: 11, CovCatNum: 2, BenefitType: Deductible, MonetaryAmt: 50, TimePeriod: CalendarYear,
     CoverageLevel: Individual}
  - {BenefitNum: 4, PlanNum: 11, BenefitType: Limitations, MonetaryAmt: 1000, TimePeriod: CalendarYear,
     CoverageLevel: Individual}
  - {BenefitNum: 5, PlanNum: 12, CovCatNum: 1, BenefitType: CoInsurance, Percent: 80}
inssubs:
  - {InsSubNum: 21, PlanNum: 11, Subscriber: 1, SubscriberID: A1}
  - {InsSubNum: 22, PlanNum: 12, Subscriber: 2, SubscriberID: B2}
patplans:
  - {PatPlanNum: 31, PatNum: 1, InsSubNum: 21, Ordinal: 1}
  - {PatPlanNum: 32, PatNum: 1, InsSubNum: 22, Ordinal: 2, Relationship: Spouse}
  - {PatPlanNum: 33, PatNum: 2, InsSubNum: 22, Ordinal: 1}
procedurelogs:
  - {ProcNum: 101, PatNum: 1, CodeNum: 52, ProcDate: today-3, ProcStatus: C, ProvNum: 1, ProcFee: 150}
  - {ProcNum: 102, PatNum: 1, CodeNum: 53, ProcDate: today-2, ProcStatus: C, ProvNum: 1, ProcFee: 80}
  - {ProcNum: 103, PatNum: 1, CodeNum: 51, ProcDate: today, ProcStatus: TP, ProvNum: 1, ProcFee: 1200}
  - {ProcNum: 104, PatNum: 2, CodeNum: 53, ProcDate: today, ProcStatus: C, ProvNum: 1, ProcFee: 80}
"""
"""Patient 1 has plan 11 (100 and 50 percent, deductible 50, maximum 1000), then plan 12; patient 2 has 12 only."""
