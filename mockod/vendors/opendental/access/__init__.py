"""Who may ask an office for what: keys, permissions, settings, versions, conduct."""
