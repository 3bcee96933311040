"""Appointments: read, listed, created, replaced, patched, deleted, validated."""
