"""Who is let in: access tokens, user tokens and the account."""
