"""Resources as data: a description, and what follows from it."""
