"""What is due for somebody: shown on home, and sent by the channels that they chose. Ids, kinds and times, no words."""
