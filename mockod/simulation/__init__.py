"""Clock, faults, rate limits, journal: what makes an office a simulation. Pure, but for the wall clock."""
