"""What is known of Open Dental's API, as the conformance kit plays it: ``suite.SUITE``."""
