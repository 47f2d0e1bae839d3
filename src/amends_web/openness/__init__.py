"""What is told unasked, and small things: lists, notes, what lands with somebody, reminders for oneself."""
