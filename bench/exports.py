"""Invented exports of any length, the same for the same seed: nobody's real words."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEED = 20240325
PEOPLE = ("Mara Lind", "Jo", "+44 7700 900123")
WORDS = (
    *("a", "and", "at", "back", "because", "bread", "call", "can", "cat", "dinner", "do"),
    *("door", "fine", "for", "from", "good", "have", "home", "how", "I", "in", "is"),
    *("it", "kids", "late", "left", "like", "maybe", "me", "meet", "money", "morning", "my"),
    *("need", "no", "not", "now", "of", "okay", "on", "out", "please", "rain", "really"),
    *("right", "school", "see", "so", "sorry", "stay", "still", "talk", "thanks", "that", "the"),
    *("then", "there", "they", "think", "this", "time", "to", "today", "tonight", "train", "wait"),
    *("want", "was", "we", "week", "what", "when", "where", "who", "why", "will", "with"),
    *("work", "yes", "you", "your"),
)
SIGNS = ("😀", "👍", "🥂", "😕")


class Entry(NamedTuple):
    """One message to be written."""

    at: datetime
    person: str
    text: str


def entries(count: int) -> Iterator[Entry]:
    """Give messages as people write them: short, some with a sign, a second line, a photo or a link."""
    chance = random.Random(SEED)
    at = datetime(2020, 1, 1, 8, tzinfo=UTC)
    for _ in range(count):
        at += timedelta(seconds=chance.randrange(1, 250))
        yield Entry(at, chance.choice(PEOPLE), _text(chance))


def _text(chance: random.Random) -> str:
    text = " ".join(chance.choices(WORDS, k=chance.randrange(1, 16)))
    kind = chance.random()
    if kind < 0.08:
        return f"{text} {chance.choice(SIGNS)}"
    if kind < 0.13:
        return f"{text}\n{' '.join(chance.choices(WORDS, k=6))}"
    if kind < 0.15:
        return f"{text}: https://example.org/{chance.randrange(10_000)}"
    return text


def write_android(path: Path, count: int) -> None:
    """Write what WhatsApp for Android exports (24 hours, no seconds)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for at, person, text in entries(count):
            file.write(f"{at:%d/%m/%Y, %H:%M} - {person}: {text}\n")


def write_ios(path: Path, count: int) -> None:
    """Write what WhatsApp for iOS exports in the United States (12 hours, seconds, CRLF)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for at, person, text in entries(count):
            clock = f"{at.hour % 12 or 12}:{at:%M:%S}\u202f{'AM' if at.hour < 12 else 'PM'}"
            file.write(f"[{at.month}/{at.day}/{at:%y}, {clock}] {person}: {text}\r\n")


def write_telegram(path: Path, count: int) -> None:
    """Write what Telegram Desktop exports of one chat."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{\n "name": "Jo",\n "type": "personal_chat",\n "id": 4242,\n "messages": [')
        for n, (at, person, text) in enumerate(entries(count)):
            entry = {
                "id": n,
                "type": "message",
                "date": f"{at:%Y-%m-%dT%H:%M:%S}",
                "date_unixtime": str(int(at.timestamp())),
                "from": person,
                "from_id": f"user{PEOPLE.index(person)}",
                "text": text,
                "text_entities": [{"type": "plain", "text": text}],
            }
            file.write(("," if n else "") + "\n" + json.dumps(entry, ensure_ascii=False, indent=2))
        file.write("\n ]\n}\n")


def write_pasted(path: Path, count: int) -> None:
    """Write lines as people paste them."""
    with path.open("w", encoding="utf-8") as file:
        for _, person, text in entries(count):
            file.write(f"{person}: {text}\n")


WRITERS = {"android": write_android, "ios": write_ios, "telegram": write_telegram, "pasted": write_pasted}
