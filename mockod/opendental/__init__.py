"""One simulated vendor: Open Dental's REST API."""
