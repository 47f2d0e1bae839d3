"""Which expectations were agreements, and which nobody had said."""

from __future__ import annotations

from collections.abc import Collection

AGREED = "agreed"
UNSPOKEN = frozenset({"assumed", "unsaid"})


def nobody_broke_a_rule(hows: Collection[str]) -> bool:
    """Say whether two or more people expected something, and none of them says that it had been agreed.

    `hows` holds how each shared expectation had come about; "" where a person did not say, which decides nothing.
    A broken agreement and an unspoken assumption call for different repairs (Stone, Patton & Heen 1999).
    """
    return len(hows) > 1 and all(how in UNSPOKEN for how in hows)
