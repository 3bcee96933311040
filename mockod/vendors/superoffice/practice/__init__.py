"""What an office holds: its tables, and how a practice file becomes their rows."""
