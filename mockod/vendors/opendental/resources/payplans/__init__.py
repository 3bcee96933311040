"""Payment plans: an account paid off in parts."""
