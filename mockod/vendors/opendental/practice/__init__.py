"""From practice files to rows, and back."""
