"""The tables of an office, and how its part of a practice file fills them."""
