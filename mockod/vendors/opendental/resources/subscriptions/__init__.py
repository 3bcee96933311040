"""Subscriptions: who is told, at an address of its own, what changes in the office."""
