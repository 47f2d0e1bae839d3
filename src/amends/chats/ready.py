"""Everything that reading loads on its way, loaded beforehand."""

from __future__ import annotations

import codecs
import encodings
import pkgutil
from contextlib import suppress
from importlib import import_module

from amends.chats.formats.columns import column_words
from amends.chats.formats.google_chat_dates import languages
from amends.chats.formats.mail.phrases import phrases as mail_phrases
from amends.chats.formats.meta_notices import meta_phrases
from amends.chats.formats.ourfamilywizard import zones
from amends.chats.formats.phrases import phrases
from amends.chats.formats.telegram_html import changing_clocks

# What the standard library imports only once it needs it.
_LATE = ("email.message", "email.quoprimime", "email.base64mime", "heapq")


def make_ready() -> None:
    """Load every table and every encoding that reading may ask for.

    For a process that may open no file afterwards but those it has; nobody else needs it.
    """
    for load in (phrases, mail_phrases, meta_phrases, languages, column_words, zones, changing_clocks):
        load()
    for name in _LATE:
        import_module(name)
    for module in pkgutil.iter_modules(encodings.__path__):
        # Not every module in there is an encoding, or one of this system.
        with suppress(LookupError):
            codecs.lookup(module.name)
