"""What can be told of a client from its requests, and of the simulation from its tables."""
