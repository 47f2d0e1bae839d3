"""What Messenger and Instagram write by themselves, told from what a person wrote; the table is `meta_phrases.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

# "Ha reagito con 😂 al tuo messaggio": some words, an emoji, some words.
_MAY_BE_REACTION = re.compile(r"\w[\w ]{0,40} ([^\w\s]{1,16}) \w[\w ]{0,40}")
_LONGEST_NOTICE = 300
_UNSENT = " unsent a message"  # after any name


class _Phrases(NamedTuple):
    reactions: re.Pattern[str]
    before_names: tuple[str, ...]
    attachments: frozenset[str]
    own_attachments: frozenset[str]
    notices: re.Pattern[str]
    own_notices: re.Pattern[str]
    calls: re.Pattern[str]
    own_calls: re.Pattern[str]
    maybe_notices: re.Pattern[str]
    own_beginnings: tuple[str, ...]
    verbs: tuple[str, ...]


def beginnings(speaker: str) -> tuple[str, ...]:
    """Return how a line of the app begins that tells what a speaker did; any other line has nothing after a name."""
    return (f"{speaker.partition(' ')[0]} ", *meta_phrases().before_names)


def after_name(speaker: str, text: str) -> str | None:
    """Return how a line of the app goes on after the name of who did it; None where it does not begin so."""
    if text.startswith(meta_phrases().before_names):
        text = text.partition(" ")[2]
    before = f"{speaker} "
    return text[len(before) :] if text.startswith(before) else None


def after_first_name(speaker: str, text: str) -> str | None:
    """Return how a line of the app that is known goes on after the first name alone; None for any other."""
    rest = after_name(speaker.partition(" ")[0], text)
    return rest if rest is not None and (is_attachment(rest) or is_notice(rest) or is_call(rest)) else None


def is_attachment(rest: str) -> bool:
    """Say whether a line goes on, after a name, as one that stands for something else that was sent."""
    return rest.rstrip(".") in meta_phrases().attachments


def is_notice(rest: str) -> bool:
    """Say whether a line goes on, after a name, as a notice does."""
    return meta_phrases().notices.match(rest) is not None


def after_first_name_in_other_words(speaker: str, text: str) -> str | None:
    """Return how a line goes on after the first name alone where that may be the app's, in words not in the table."""
    rest = after_name(speaker.partition(" ")[0], text)
    return rest if rest is not None and rest.startswith(meta_phrases().verbs) else None


def is_call(rest: str) -> bool:
    """Say whether a line goes on, after a name, as one about a call."""
    return meta_phrases().calls.match(rest) is not None


def is_own_attachment(text: str) -> bool:
    """Say whether a whole line stands for something else that the owner of the account sent."""
    return text.rstrip(".") in meta_phrases().own_attachments


def is_own_notice(text: str) -> bool:
    """Say whether a whole line is a notice that names nobody first."""
    return _is_whole(meta_phrases().own_notices, text)


def is_own_call(text: str) -> bool:
    """Say whether a whole line about a call is one that names nobody first."""
    return _is_whole(meta_phrases().own_calls, text)


def may_be_own_notice(text: str) -> bool:
    """Say whether a whole line that names nobody first may be a notice, or a person's words."""
    return _is_whole(meta_phrases().maybe_notices, text)


def _is_whole(phrases: re.Pattern[str], text: str) -> bool:
    """Say whether a whole line is one of these; of nearly all others the beginning is enough to tell."""
    if not text.startswith(meta_phrases().own_beginnings) and not text.rstrip(".").endswith(_UNSENT):
        return False
    return len(text) <= _LONGEST_NOTICE and phrases.fullmatch(text.rstrip(". ")) is not None


def may_be_notice(rest: str) -> bool:
    """Say whether a line goes on, after a name, as a notice in other words may do."""
    return "\n" not in rest and len(rest) <= _LONGEST_NOTICE


def is_reaction(text: str) -> bool:
    """Say whether a message of Instagram is a reaction, which stands under "reactions" too."""
    return meta_phrases().reactions.fullmatch(text.strip()) is not None


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
        before_names=tuple(f"{word} " for word in table["before_names"]),
        attachments=frozenset(table["attachments"]),
        own_attachments=frozenset(table["own_attachments"]),
        notices=re.compile(rf"(?:{any_of(table['notices'])})(?!\w)"),
        own_notices=re.compile(any_of(table["own_notices"])),
        calls=re.compile(rf"(?:{any_of(table['calls'])})(?!\w)"),
        own_calls=re.compile(any_of(table["own_calls"])),
        maybe_notices=re.compile(any_of(table["maybe_notices"])),
        own_beginnings=tuple(
            dict.fromkeys(
                f"{phrase.partition(' ')[0]} "
                for kind in ("own_attachments", "own_notices", "own_calls", "maybe_notices")
                for phrase in table[kind]
                if phrase[0] != "…"
            )
        ),
        verbs=tuple(f"{verb} " for verb in table["verbs"]),
    )
