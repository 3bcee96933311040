"""What the journal and the descriptions tell: lint of a client, and the document of the API."""
