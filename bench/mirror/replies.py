"""How much of what a reply does is seen by the patterns that judge it: `python -m bench.mirror.replies`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from amends.outside.model.sayings import Saying, sayings_in

FILE = Path(__file__).parent / "replies.toml"
Replies = Mapping[str, Mapping[str, Sequence[str]]]


def main() -> None:
    """Print, for known and for fresh words, how many fair replies are let be and how many flawed ones are seen."""
    for name, replies in read().items():
        left, of = let_be(replies["fair"])
        print(f"{name}: {left} of {of} fair replies are let be")
        for saying in Saying:
            if saying in replies:
                found, of = seen(replies[saying], saying)
                print(f"{name}: {found} of {of} that are {saying} are seen")


def read() -> Replies:
    """Return the replies by set ("known", "fresh") and by what they do ("fair" for nothing)."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def let_be(fair: Sequence[str]) -> tuple[int, int]:
    return sum(not sayings_in(reply) for reply in fair), len(fair)


def seen(flawed: Sequence[str], saying: Saying) -> tuple[int, int]:
    return sum(saying in sayings_in(reply) for reply in flawed), len(flawed)


if __name__ == "__main__":
    main()
