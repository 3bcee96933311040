"""Who is let in: Basic, SOTicket and Bearer credentials, and the settings of an office."""
