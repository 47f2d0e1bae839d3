"""Damaged exports by the million, for every importer: docs/fuzzing.md. `python -m tests.fuzz` runs it."""
