"""Boxes and grants in the database, the unlock cookie, sealed values: docs/crypto.md."""
