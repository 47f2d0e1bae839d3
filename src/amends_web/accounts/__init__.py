"""A person here: sign up, unlock, recovery key, sessions, own settings, export, delete."""
