"""A request on its way: checks in order, dispatch, the effects of faults."""
