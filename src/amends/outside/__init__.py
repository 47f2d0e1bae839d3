"""The one place from which the library reaches out of this machine, and only when it is asked to."""
