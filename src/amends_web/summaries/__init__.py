"""Written summaries of important conversations: begun by one, edited by all, agreed once each approved these words."""
