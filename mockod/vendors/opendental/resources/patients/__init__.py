"""Patients: found, made and changed."""
