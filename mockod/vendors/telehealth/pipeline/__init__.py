"""A request, in order: route, credentials, body, work."""
