"""Payments of patients: entered, spread over what the family owes, given back."""
