"""Scenarios: stories told in YAML and played over HTTP against an office."""
