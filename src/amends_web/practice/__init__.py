"""Drills for five minutes: alone, for oneself, or the same card with others of a space, opened at the same moment."""
