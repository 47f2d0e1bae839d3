"""The web app: one folder an area, on top of the library."""
