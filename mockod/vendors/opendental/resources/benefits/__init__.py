"""Benefits: what a plan pays, or limits, for everybody or for one patient."""
