"""Payments of insurance: checks that finalise claims, one or many."""
