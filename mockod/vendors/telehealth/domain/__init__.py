"""Appointments of a telehealth practice, as pure rules: no database, no HTTP."""
