"""How well the talk that matters is found in a long history: `python -m bench.talks DIR`, with DIR of Breakdowns files.

Histories are made of labelled talks between two people: forty calm ones, and among them one that was not. The rules for
moves have seen these talks, so the figures flatter them; the rule that parts talks has not been fitted to anything.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from amends.conversation import Conversation, Message
from amends.reading import proposals_of, read_conversation, talks_of

CALM = 40
HISTORIES = 180
PEOPLE = ("A", "B")


def main() -> None:
    """Print how often the right talk is proposed first, among the first three, and among the first eight."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--histories", type=int, default=HISTORIES)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)
    talks = [
        talk
        for path in sorted(given.folder.glob("*.jsonl"))
        for talk in map(json.loads, filter(str.strip, path.read_text(encoding="utf-8").split("\n")))
        if len(talk["people"]) == len(PEOPLE)
    ]
    ranks = [rank_in_a_history(talks, chance) for _ in range(given.histories)]
    for most in (1, 3, 8):
        share = sum(rank < most for rank in ranks) / len(ranks)
        print(f"among the first {most}: {share:.2f} of {len(ranks)} histories")


def rank_in_a_history(talks: Sequence[dict[str, Any]], chance: random.Random) -> int:
    """Return how many talks are proposed before any part of the one that was not calm."""
    calm = [talk for talk in talks if talk["outcome"] == "no_conflict"]
    told = chance.choices(calm, k=CALM)
    place = chance.randrange(CALM)
    told.insert(place, chance.choice([talk for talk in talks if talk["outcome"] != "no_conflict"]))
    conversation, first, last = history(told, place, chance)
    proposals = proposals_of(talks_of(conversation), read_conversation(conversation).marked)
    return next(n for n, one in enumerate(proposals) if first <= one.talk.first <= last)


def history(told: Sequence[dict[str, Any]], place: int, chance: random.Random) -> tuple[Conversation, int, int]:
    """Put talks one after another, some days apart; return them with first and last message of the one at `place`."""
    day = datetime(2025, 1, 1)  # noqa: DTZ001  (the wall clock of a phone)
    messages: list[Message] = []
    first = last = 0
    for number, talk in enumerate(told):
        times = [datetime.fromisoformat(message["at"]) for message in talk["messages"]]
        moved = day.replace(hour=times[0].hour, minute=times[0].minute) - times[0]
        names = dict(zip(talk["people"], PEOPLE, strict=True))
        if number == place:
            first, last = len(messages), len(messages) + len(times) - 1
        for at, message in zip(times, talk["messages"], strict=True):
            name = names[message["from"]]
            messages.append(Message(n=len(messages), at=at + moved, speaker=name, text=message["text"]))
        day = (times[-1] + moved + timedelta(days=chance.choice((1, 1, 2, 3)))).replace(hour=0)
    return Conversation(source="breakdowns", people=PEOPLE, messages=tuple(messages)), first, last


if __name__ == "__main__":
    main()
