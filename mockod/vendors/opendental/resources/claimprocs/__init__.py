"""Claimprocs: the lines of claims, estimates of insurance, adjustments to benefits."""
