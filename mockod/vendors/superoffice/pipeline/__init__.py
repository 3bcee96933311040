"""A request on its way through the vendor: checks, work, and the bytes of the answer."""
