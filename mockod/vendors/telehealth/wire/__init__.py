"""What goes over the wire: bodies, answers in either shape, errors."""
