"""Settings: `live` for a data directory, `test` for the suite; both stand on `base`."""
