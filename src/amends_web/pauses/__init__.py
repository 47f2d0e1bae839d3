"""A break with a stated return, one tap from every page; the pad to vent on."""
