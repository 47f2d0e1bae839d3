"""The mirror: conflicts told from both sides. What reads or answers them must take the same stance, whoever tells."""
