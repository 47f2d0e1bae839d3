"""Check-ins at a time that all agreed on, the private pulse, and how each step was."""
