"""What was this really about: four answers each, shared blind, and the loop that all of them draw."""
