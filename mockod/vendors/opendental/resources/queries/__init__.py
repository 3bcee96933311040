"""Queries: MySQL that clients send, run on a copy of the office's data by SQLite."""
