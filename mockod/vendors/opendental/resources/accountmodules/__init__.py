"""The Account Module: what a family owes, by age, by patient and by date of service."""
