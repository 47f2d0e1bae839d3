"""Promises: one small deed each, by its maker alone, for a day; and how each of them saw it."""
