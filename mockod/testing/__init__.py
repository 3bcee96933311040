"""mockod inside a Python test: a server in this process, and offices of it."""
