"""Everything that reading loads on its way, loaded beforehand."""

from __future__ import annotations

import codecs
import encodings
import pkgutil
from contextlib import suppress

from amends.chats.columns import column_words
from amends.chats.ourfamilywizard import zones
from amends.chats.phrases import phrases


def make_ready() -> None:
    """Load every table and every encoding that reading may ask for.

    For a process that may open no file afterwards but those it has; nobody else needs it.
    """
    phrases()
    column_words()
    zones()
    for module in pkgutil.iter_modules(encodings.__path__):
        # Not every module in there is an encoding, or one of this system.
        with suppress(LookupError):
            codecs.lookup(module.name)
