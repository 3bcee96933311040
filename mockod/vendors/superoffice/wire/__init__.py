"""What goes over the wire: entities, headers, JSON, XML and errors."""
