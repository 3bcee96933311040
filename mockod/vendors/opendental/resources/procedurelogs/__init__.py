"""Procedures of patients, planned and done: listed, entered, changed and deleted."""
