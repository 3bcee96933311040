"""Telling others what becomes of appointments: what is to be told is written down first, and sent after."""
