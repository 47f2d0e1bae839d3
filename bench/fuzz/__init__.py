"""Damaged exports by the million, for every importer: docs/fuzzing.md. `python -m bench.fuzz` runs it."""
