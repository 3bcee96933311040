"""Reports: what the office's accounts add up to, over all patients."""
