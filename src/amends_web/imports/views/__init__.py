"""One module a part: `bringing`, `asking` what is open, `showing` (and deleting), `sharing`."""
