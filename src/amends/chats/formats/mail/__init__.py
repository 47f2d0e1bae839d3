"""Mail: letters and mailboxes, of which each letter becomes a message without what it quotes."""

from __future__ import annotations

from amends.chats.formats.mail.boxes import is_mail, is_mails
from amends.chats.formats.mail.reading import read_mail, read_mails

__all__ = ["is_mail", "is_mails", "read_mail", "read_mails"]
