"""Recalls: who should come again, who is due and who has been reminded."""
