"""Claims: a patient's procedures, billed to an insurance plan."""
