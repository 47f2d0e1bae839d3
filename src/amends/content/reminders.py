"""What a reminder says: one neutral sentence for each kind, and nothing of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWords:
    """What a notice says outside, where others may look."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderWords:
    """`sentences` by kind stand on home, past the lock, with `hint` below each; of `notices` one goes out, by choice.

    `kinds` name the same for somebody who chooses among them; `titles` are what an entry in a calendar may be called.
    """

    hint: str
    sentences: Mapping[str, str]
    kinds: Mapping[str, str]
    notices: Mapping[str, NoticeWords]
    titles: Mapping[str, str]


@cache
def reminder_words(language: str = "en") -> ReminderWords:
    content = load_toml("reminders", language)
    notices = {key: NoticeWords(**words) for key, words in content["notice"].items()}
    return ReminderWords(
        hint=content["hint"],
        sentences=content["sentences"],
        kinds=content["kinds"],
        notices=notices,
        titles=content["titles"],
    )
