"""Every format there is, in the order in which a file is tried: one line a format, recognised by what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from amends.chats.formats.breakdowns import every_breakdown, is_breakdowns, read_breakdown
from amends.chats.formats.chatlab import is_chatlab, read_chatlab
from amends.chats.formats.convokit import (
    every_conversation,
    every_of_utterances,
    is_convokit,
    is_utterances,
    read_convokit,
    read_utterances,
)
from amends.chats.formats.discord import is_discord, read_discord
from amends.chats.formats.discord_page import is_discord_page, read_discord_page
from amends.chats.formats.discord_text import (
    is_discord_table,
    is_discord_text,
    read_discord_table,
    read_discord_text,
)
from amends.chats.formats.google_chat import is_google_chat, is_google_chats, read_google_chat, read_google_chats
from amends.chats.formats.imessage import is_imessage, read_imessage
from amends.chats.formats.imessage_db import is_imessage_db, is_imessage_files, read_imessage_db, read_imessage_files
from amends.chats.formats.imessage_html import is_imessage_page, read_imessage_page
from amends.chats.formats.mail import is_mail, is_mails, read_mail, read_mails
from amends.chats.formats.meet import is_meet, read_meet
from amends.chats.formats.meta import is_meta, is_meta_files, read_meta, read_meta_files
from amends.chats.formats.otter import is_otter, read_otter
from amends.chats.formats.ourfamilywizard import is_ourfamilywizard, read_ourfamilywizard
from amends.chats.formats.records import is_records, read_records
from amends.chats.formats.signal import is_signal, read_signal
from amends.chats.formats.signal_export import is_signal_export, read_signal_export
from amends.chats.formats.signal_text import is_signal_text, read_signal_text
from amends.chats.formats.sigtop import is_sigtop_json, is_sigtop_text, read_sigtop_json, read_sigtop_text
from amends.chats.formats.slack import is_slack, is_slack_day, read_slack, read_slack_day
from amends.chats.formats.sms import is_sms, read_sms
from amends.chats.formats.table import is_table, read_table
from amends.chats.formats.teams_transcript import is_teams_transcript, read_teams_transcript
from amends.chats.formats.telegram import is_telegram, read_telegram
from amends.chats.formats.telegram_html import (
    is_telegram_page,
    is_telegram_pages,
    read_telegram_page,
    read_telegram_pages,
)
from amends.chats.formats.transcript import is_transcript, read_transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from amends.chats.files.container import Member
    from amends.chats.files.text import TextFile
    from amends.chats.imported import Imported
    from amends.chats.said import Said
    from amends.errors import AmendsError

    Files: TypeAlias = tuple[Member, ...]
    Read: TypeAlias = Callable[[Member, Said], Imported]
    Every: TypeAlias = Iterator[tuple[str, Imported | AmendsError]]

# A chat that lies in several files, of a zip or of a folder.
OF_FILES: tuple[tuple[Callable[[Files], bool], Callable[[Files, Said], Imported]], ...] = (
    (is_slack, read_slack),
    (is_convokit, read_convokit),
    (is_google_chats, read_google_chats),
    (is_meta_files, read_meta_files),
    (is_telegram_pages, read_telegram_pages),
    (is_imessage_files, read_imessage_files),
    (is_mails, read_mails),
)

# A file that is no plain text, or text in a wrapping of its own (SQLite, PDF, XML, web pages, mail).
OF_BYTES: tuple[tuple[Callable[[Member], bool], Read], ...] = (
    (is_imessage_db, read_imessage_db),
    (is_sms, read_sms),
    (is_ourfamilywizard, read_ourfamilywizard),
    (is_mail, read_mail),
)

OF_JSON: tuple[tuple[Callable[[Member], bool], Read], ...] = (
    (is_chatlab, read_chatlab),
    (is_meta, read_meta),
    (is_discord, read_discord),
    (is_google_chat, read_google_chat),
    (is_signal, read_signal),
    (is_signal_export, read_signal_export),
    (is_sigtop_json, read_sigtop_json),
    (is_telegram, read_telegram),
    (is_breakdowns, read_breakdown),
    (is_utterances, read_utterances),
    (is_slack_day, read_slack_day),
    (is_records, read_records),
)

# Tried before WhatsApp and pasted lines, which need a look at the whole text.
OF_TEXT: tuple[tuple[Callable[[TextFile], bool], Callable[[TextFile, Said], Imported]], ...] = (
    (is_discord_text, read_discord_text),
    (is_transcript, read_transcript),
    (is_teams_transcript, read_teams_transcript),
    (is_meet, read_meet),
    (is_otter, read_otter),
    (is_imessage, read_imessage),
    (is_signal_text, read_signal_text),
    (is_sigtop_text, read_sigtop_text),
    (is_telegram_page, read_telegram_page),
    (is_imessage_page, read_imessage_page),
    (is_discord_page, read_discord_page),
    (is_discord_table, read_discord_table),
    (is_table, read_table),
)

# What takes the parts of a chat that was cut into files by itself, as they tell people apart by their ids.
OF_PARTS: frozenset[Read] = frozenset((read_discord,))

# What reads every chat at one go where a file may hold very many; other files are gone through once for each chat.
EVERY_OF_FILES: Mapping[Callable[[Files, Said], Imported], Callable[[Files, Said], Every]] = {
    read_convokit: every_conversation,
}
EVERY_OF_JSON: Mapping[Read, Callable[[Member, Said], Every]] = {
    read_breakdown: every_breakdown,
    read_utterances: every_of_utterances,
}
