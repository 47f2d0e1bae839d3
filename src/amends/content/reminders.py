"""What a reminder says: one neutral sentence for each kind, and nothing of what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from amends.content.loader import load_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderWords:
    """`sentences` by kind stand on home, past the lock; `hint` stands below each."""

    hint: str
    sentences: Mapping[str, str]


@cache
def reminder_words(language: str = "en") -> ReminderWords:
    content = load_toml("reminders", language)
    return ReminderWords(hint=content["hint"], sentences=content["sentences"])
