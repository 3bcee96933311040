"""Clock, faults, rate limits, journal: what makes an office a simulation. Pure, apart from the wall clock in ``clock``."""
