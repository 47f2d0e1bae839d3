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


class _Phrases(NamedTuple):
    reactions: re.Pattern[str]
    before_names: tuple[str, ...]
    attachments: frozenset[str]
    notices: re.Pattern[str]


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
    return rest if rest is not None and (is_attachment(rest) or is_notice(rest)) else None


def is_attachment(rest: str) -> bool:
    """Say whether a line goes on, after a name, as one that stands for something else that was sent."""
    return rest.rstrip(".") in meta_phrases().attachments


def is_notice(rest: str) -> bool:
    """Say whether a line goes on, after a name, as a notice does."""
    return meta_phrases().notices.match(rest) is not None


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
        notices=re.compile(rf"(?:{any_of(table['notices'])})(?!\w)"),
    )
