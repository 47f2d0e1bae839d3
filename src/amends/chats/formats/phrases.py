"""The phrases of WhatsApp itself, loaded once from `whatsapp_phrases.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Marks of direction, byte order and zero width that WhatsApp, phones and editors put around names and numbers.
MARKS = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u061c"
_MARK = re.compile(f"[{MARKS}]")
_PERIODS = frozenset(".。।۔")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Every entry is plain, as `plain()` makes it; `am` and `pm` are as `plain_clock()` makes them.

    `clock_words` are those of them that hold periods or blanks, as they are written.
    """

    am: frozenset[str]
    pm: frozenset[str]
    noon: frozenset[str]
    clock_words: tuple[str, ...]
    media: frozenset[str]
    media_endings: frozenset[str]
    marked_media_endings: tuple[str, ...]
    attached: frozenset[str]
    deleted: frozenset[str]
    deleted_starts: tuple[str, ...]
    edited: tuple[str, ...]
    calls: tuple[str, ...]
    view_once: frozenset[str]
    view_once_starts: tuple[str, ...]
    system_starts: tuple[str, ...]
    encryption: tuple[str, ...]
    system_with_author: tuple[str, ...]
    waiting: frozenset[str]
    system_marked: tuple[str, ...]
    system_before_colon: tuple[str, ...]
    system_inside: tuple[str, ...]
    before_name: tuple[str, ...]
    after_name: tuple[str, ...]


def without_marks(text: str) -> str:
    """Take invisible marks out (joiners inside emoji and scripts stay)."""
    return text if text.isascii() else _MARK.sub("", text)


def plain(text: str) -> str:
    """Make a line comparable with the table: no marks, no outer blanks, no final period, one case."""
    line = without_marks(text).replace("\u00a0", " ").replace("’", "'").strip()
    return (line[:-1] if line[-1:] in _PERIODS else line).casefold()


def plain_clock(marker: str) -> str:
    """Make a mark of half a day comparable: "p. m." and "PM" are the same."""
    return re.sub(r"[.\s]", "", without_marks(marker)).casefold()


@cache
def phrases() -> Phrases:
    """Load the table."""
    data = tomllib.loads(files("amends.chats.formats").joinpath("whatsapp_phrases.toml").read_text(encoding="utf-8"))

    def table(section: str, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(plain(entry) for entry in data[section][key]))

    return Phrases(
        am=frozenset(map(plain_clock, data["clock"]["am"])),
        pm=frozenset(map(plain_clock, data["clock"]["pm"])),
        noon=frozenset(map(plain_clock, data["clock"]["noon"])),
        clock_words=tuple(word for half in data["clock"].values() for word in half if {".", " "} & set(word)),
        media=frozenset(table("media", "exact")),
        media_endings=frozenset(table("media", "endings")),
        marked_media_endings=(*table("media", "endings"), *table("media", "marked")),
        attached=frozenset(table("media", "attached")),
        deleted=frozenset(table("deleted", "exact")),
        deleted_starts=table("deleted", "starts"),
        edited=table("edited", "endings"),
        calls=table("calls", "starts"),
        view_once=frozenset(table("view_once", "exact")),
        view_once_starts=table("view_once", "starts"),
        system_starts=table("system", "starts"),
        encryption=table("system", "encryption"),
        system_with_author=table("system", "with_author"),
        waiting=frozenset(table("system", "waiting")),
        system_marked=table("system", "marked"),
        system_before_colon=table("system", "before_colon"),
        # The blanks at their ends are part of these.
        system_inside=tuple(entry.replace("’", "'").casefold() for entry in data["system"]["inside"]),
        before_name=tuple(data["file_names"]["before"]),
        after_name=tuple(data["file_names"]["after"]),
    )
