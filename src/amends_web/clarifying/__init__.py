"""Asking instead of guessing: which way a line was meant, guess then check, an answer to what somebody felt."""
