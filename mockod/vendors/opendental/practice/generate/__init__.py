"""A large practice of invented people: families, staff, and years of visits, the same for the same seed."""
