"""Sheets: letters, forms and examinations, filled in for a patient."""
