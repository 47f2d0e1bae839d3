"""Exports in, conversations out: one module a format, recognised by what is in the file."""

from __future__ import annotations

from amends.chats.formats.breakdowns import read_breakdowns
from amends.chats.imported import Imported, ImportReport
from amends.chats.reading import read_every_chat, read_export, read_pasted
from amends.chats.ready import make_ready

__all__ = [
    "ImportReport",
    "Imported",
    "make_ready",
    "read_breakdowns",
    "read_every_chat",
    "read_export",
    "read_pasted",
]
