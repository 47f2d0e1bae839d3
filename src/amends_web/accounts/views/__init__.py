"""One module a part: `door` (in and out), `keys` (passphrase, recovery), `own` (settings, sessions, own data)."""
