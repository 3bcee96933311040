"""What the vendor calls the row that a key names, in refusals: ``Patient not found.``"""

ENTITIES = {
    "AdjNum": "Adjustment",
    "AptNum": "Appointment",
    "CodeNum": "ProcedureCode",
    "DefNum": "Definition",
    "DocNum": "Document",
    "PatNum": "Patient",
    "PayNum": "Payment",
    "PlanNum": "InsPlan",
    "ProcNum": "Procedure",
    "ProvNum": "Provider",
    "UserNum": "Userod",
}
"""Key -> the vendor's word for its row, where that is not the key's own name without Num."""
