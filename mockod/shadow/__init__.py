"""A recording proxy before a real server: it passes reads on, compares the answers, and learns a practice."""
