"""When it may be time for somebody else in the room, by what people went through together and can see for themselves.

Three times the same within eight weeks, two rounds that ended with "not yet", a promise that was changed twice and
still missed: a suggestion to look at, never a finding. The figures are ours; no study of such signs is known to us.
What only one of them noted for themselves counts for them alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WITHIN = timedelta(weeks=8)
SAME_AGAIN = 3
NOT_YET_ROUNDS = 2
# Put away, it stays away for a season.
SILENT_FOR = timedelta(weeks=12)
# A kind that says only that it was none of the others.
_NO_KIND = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One time when it went wrong: the `name` that all know it by, the `kinds` that one marked for themselves."""

    name: str
    on: date
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What there is to see. `names`, `rounds` and `promises` are known to all whom they concern, `kinds` to one."""

    names: tuple[str, ...] = ()
    rounds: int = 0
    promises: int = 0
    kinds: tuple[str, ...] = ()

    @property
    def is_shared(self) -> bool:
        return bool(self.names or self.rounds or self.promises)

    @property
    def is_there(self) -> bool:
        return self.is_shared or bool(self.kinds)


def signs(*, moments: Iterable[Moment], not_yet: Iterable[date], stuck_promises: int, today: date) -> Signs:
    """Return what there is to see; `not_yet` are the days on which rounds ended so."""
    near = [moment for moment in moments if today - WITHIN < moment.on <= today]
    named = Counter(key for moment in near if (key := _key(moment.name)))
    shown = {_key(moment.name): moment.name for moment in near}
    kinds = Counter(kind for moment in near for kind in moment.kinds if kind != _NO_KIND)
    rounds = sum(today - WITHIN < on <= today for on in not_yet)
    return Signs(
        names=tuple(sorted(shown[key] for key, count in named.items() if count >= SAME_AGAIN)),
        rounds=rounds if rounds >= NOT_YET_ROUNDS else 0,
        promises=stuck_promises,
        kinds=tuple(sorted(kind for kind, count in kinds.items() if count >= SAME_AGAIN)),
    )


def is_silent(put_away_on: date | None, *, today: date) -> bool:
    """Say whether somebody who put the suggestion away is still left alone with it."""
    return put_away_on is not None and put_away_on <= today < put_away_on + SILENT_FOR


def _key(name: str) -> str:
    """Return a name by its letters: "The dishes, again (3)" is another time of "the dishes"."""
    return " ".join(word for word in re.findall(r"[^\W\d_]+", name.casefold()) if word not in {"the", "again"})
