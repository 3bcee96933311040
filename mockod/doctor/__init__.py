"""``mockod doctor``: looks for what commonly keeps a client from a server, and says what to do about it."""
