"""Own it: my part, the workshop, what it was like for the other, responses, pace."""
