"""One module a part: `asking` for a round, `looking` at it, `stepping` on its floor."""
