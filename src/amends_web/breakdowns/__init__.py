"""What happened, my side, the reveal map."""
