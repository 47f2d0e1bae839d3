"""The way back, as rules: values in, a decision out. No clock and no chance of its own."""
