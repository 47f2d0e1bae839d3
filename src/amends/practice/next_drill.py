"""Which card comes next: one that was not tried yet, else the one whose last try lies furthest back.

No memory model and no marks for right or wrong: there is nothing to remember but the habit, and nobody is graded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from amends.content.drills import Drill

# Cards of couples are for those who are one, and for who has not said yet with whom they are here.
COUPLE = "couple"


def suited(drills: Iterable[Drill], *, relations: Collection[str]) -> tuple[Drill, ...]:
    """Return the cards for somebody in these relations: cards of their own first, those of others after.

    Without any relation all of them, as they lie. Cards of couples are left out for whoever is here in other
    relations only.
    """
    fitting = [drill for drill in drills if not relations or drill.relation != COUPLE or COUPLE in relations]
    return tuple(sorted(fitting, key=lambda drill: bool(relations) and drill.relation not in relations))


def next_drill(drills: Sequence[Drill], *, tried: Mapping[str, date]) -> Drill:
    """Return the first card that was never tried, else the one tried least recently; of two, the first.

    `tried` maps names of cards to the day of the last try; names of cards that are no more are no matter.
    Raises ValueError where there is no card.
    """
    return min(drills, key=lambda drill: tried.get(drill.name, date.min))
