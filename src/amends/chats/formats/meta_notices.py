"""What Messenger and Instagram write by themselves, told from what a person wrote; the table is `meta_phrases.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from amends.conversation import MessageType

if TYPE_CHECKING:
    from collections.abc import Iterable

# "Ha reagito con 😂 al tuo messaggio": some words, an emoji, some words.
_MAY_BE_REACTION = re.compile(r"\w[\w ()/-]{0,40} ([^\w\s]{1,16}) \w[\w ()/-]{0,40}")
_LONGEST_NOTICE = 300
_NO_STATEMENT = frozenset(("", "?", "!"))
_NICKNAME = re.compile(r"\bset (?:your|(?:his|her|their) own|the) nickname (?:for .{1,100} )?to (.{1,60}?)\.?\Z")


class _Phrases(NamedTuple):
    reactions: re.Pattern[str]
    reactions_begin: tuple[str, ...]
    before_names: tuple[str, ...]
    attachments: frozenset[str]
    attachment_ends: tuple[str, ...]
    own_attachments: frozenset[str]
    notices: re.Pattern[str]
    own_notices: re.Pattern[str]
    calls: re.Pattern[str]
    own_calls: re.Pattern[str]
    maybe_notices: re.Pattern[str]
    own_beginnings: frozenset[str]
    names_like_words: frozenset[str]


def beginnings(speaker: str, taking_part: Iterable[str]) -> frozenset[str]:
    """Return the first words of the app's lines, of a speaker and in a chat of these people; others are a person's."""
    return frozenset(name.partition(" ")[0] for name in (speaker, *taking_part)) | meta_phrases().own_beginnings


def told_by_app(speaker: str, text: str) -> MessageType | None:
    """Return what a line of the app is: a notice, one about a call, one that stands for something else that was sent.

    It may call the speaker by the first name alone. None for any other line, which may be the app's in other words.
    """
    phrases = meta_phrases()
    rest = _after_name(speaker, text) or _after_name(speaker.partition(" ")[0], text)
    if rest is None:
        if text.rstrip(".") in phrases.own_attachments:
            return MessageType.MEDIA
        if _is_whole(phrases.own_calls, text):
            return MessageType.CALL
        return MessageType.SYSTEM if _is_whole(phrases.own_notices, text) else None
    if rest.rstrip(".") in phrases.attachments:
        return MessageType.MEDIA
    if phrases.calls.match(rest):
        return MessageType.CALL
    return MessageType.SYSTEM if phrases.notices.match(rest) else None


def may_be_told_by_app(speaker: str, text: str) -> bool:
    """Say whether a line that begins as one of the app may be its own, in words that are not in the table."""
    if "\n" in text or len(text) > _LONGEST_NOTICE:
        return False
    if _after_name(speaker, text) is not None or _is_whole(meta_phrases().maybe_notices, text):
        return True
    first, _, rest = text.partition(" ")
    if first == speaker.partition(" ")[0]:  # hardly anybody begins with the own name, save who is called Will or May
        return rest[-1:] not in _NO_STATEMENT and first not in meta_phrases().names_like_words
    calls = meta_phrases().calls
    return first != "You" and (calls.match(rest) or calls.match(rest.partition(" ")[2])) is not None


def tells_of_attachment(text: str) -> bool:
    """Say whether a line tells that somebody sent something, by whatever name: one may have another by now, or none."""
    return len(text) <= _LONGEST_NOTICE and text.rstrip(".").endswith(meta_phrases().attachment_ends)


def is_without_address(text: str) -> bool:
    """Say whether words beside a link hold none themselves, as the app's do not: a person mostly typed the link."""
    return 0 < len(text) <= _LONGEST_NOTICE and "\n" not in text and "." not in text.rstrip(". ")


def nicknames_in(notice: str) -> tuple[str, ...]:
    """Return how somebody is called from then on, where a notice says so."""
    match = _NICKNAME.search(notice) if len(notice) <= _LONGEST_NOTICE else None
    return () if match is None else (match[1],)


def _after_name(speaker: str, text: str) -> str | None:
    """Return how a line goes on after the name of who did it; None where it does not begin so."""
    if text.startswith(meta_phrases().before_names):
        text = text.partition(" ")[2]
    before = f"{speaker} "
    return text[len(before) :] if text.startswith(before) else None


def _is_whole(phrases: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST_NOTICE and phrases.fullmatch(text.rstrip(". ")) is not None


def is_reaction(text: str) -> bool:
    """Say whether a message of Instagram is a reaction, which stands under "reactions" too."""
    phrases = meta_phrases()  # nearly all other messages begin otherwise, and that takes a fifth of the time
    return text.startswith(phrases.reactions_begin) and phrases.reactions.fullmatch(text.strip()) is not None


def emoji_of_reaction(text: str) -> str:
    """Return the emoji in what may be a reaction in other words, "" where it is none."""
    match = None if text.isascii() else _MAY_BE_REACTION.fullmatch(text.strip())
    return plain_emoji(match[1]) if match is not None else ""


def plain_emoji(emoji: str) -> str:
    """Return an emoji without the sign that it is to be shown in colour, which comes and goes."""
    return emoji.replace("\ufe0f", "")


@cache
def meta_phrases() -> _Phrases:
    table = tomllib.loads(files("amends.chats.formats").joinpath("meta_phrases.toml").read_text(encoding="utf-8"))

    def any_of(phrases: list[str]) -> str:
        return "|".join(re.escape(phrase).replace("…", ".+?").replace("☺", r"\S{1,20}") for phrase in phrases)

    return _Phrases(
        reactions=re.compile(any_of(table["reactions"])),
        reactions_begin=tuple({f"{phrase.partition(' ')[0]} " for phrase in table["reactions"]}),
        before_names=tuple(f"{word} " for word in table["before_names"]),
        attachments=frozenset(table["attachments"]),
        attachment_ends=tuple(f" {phrase}" for phrase in table["attachments"]),
        own_attachments=frozenset(table["own_attachments"]),
        notices=re.compile(rf"(?:{any_of(table['notices'])})(?!\w)"),
        own_notices=re.compile(any_of(table["own_notices"])),
        calls=re.compile(rf"(?:{any_of(table['calls'])})(?!\w)"),
        own_calls=re.compile(any_of(table["own_calls"])),
        maybe_notices=re.compile(any_of(table["maybe_notices"])),
        own_beginnings=frozenset(table["before_names"]).union(
            phrase.partition(" ")[0]
            for kind in ("own_attachments", "own_notices", "own_calls", "maybe_notices")
            for phrase in table[kind]
            if phrase[0] != "…"
        ),
        names_like_words=frozenset(table["names_like_words"]),
    )
