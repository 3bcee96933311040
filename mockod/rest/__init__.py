"""What any API is made of: messages, endpoints, schemas, JSON. Imports nothing of mockod outside this room."""
