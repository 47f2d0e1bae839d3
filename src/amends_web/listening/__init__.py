"""Hearing each other: rounds in which one has the floor, and what each learns, alone, of how they listen."""
