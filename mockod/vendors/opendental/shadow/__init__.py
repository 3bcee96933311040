"""The shadow of a real office: its answers held against the descriptions, and a practice without its people."""
