from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from amends.content.my_side import Question, my_side
from amends.errors import Tampered
from amends.path.reveal import must_share_again, opens
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Share, Side, Surprise
from amends_web.breakdowns.shares import open_share
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members
from amends_web.vault.keyring import Keyring


def breakdowns_in(space: Space) -> list[Breakdown]:
    """Return what happened in a space, the newest first."""
    return list(Breakdown.objects.select_related("box").filter(space=space).order_by("-begun_at"))


def side_of(person: Person, breakdown: Breakdown) -> Side | None:
    return Side.objects.select_related("box").filter(person=person, breakdown=breakdown).first()


def side_words(keyring: Keyring, person: Person, breakdown: Breakdown) -> dict[str, Any]:
    """Return one's own side; empty where nothing was written yet."""
    side = side_of(person, breakdown)
    return side.words(keyring) if side else {}


def next_question(side: dict[str, Any]) -> Question | None:
    """Return the first question that this person has not been past; None where they were past all."""
    return next((question for question in my_side().questions if question.name not in side.get("past", {})), None)


def minutes_left(question: Question) -> int:
    questions = my_side().questions
    return sum(later.minutes for later in questions[questions.index(question) :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one person stands with a breakdown. Nothing here depends on what the others did before it opened."""

    others: list[Person]
    has_shared: bool
    must_share_again: bool
    is_revealed: bool
    may_see_map: bool


def standing(breakdown: Breakdown, person: Person, keyring: Keyring) -> Standing:
    here = members(breakdown.space)
    shares = audiences(breakdown, keyring)
    ids = frozenset(member.person_id for member in here)
    is_revealed = breakdown.revealed_at is not None
    return Standing(
        others=[member.person for member in here if member.person_id != person.pk],
        has_shared=person.pk in shares,
        must_share_again=not is_revealed and must_share_again(who=person.pk, members=ids, shares=shares),
        is_revealed=is_revealed,
        may_see_map=is_revealed and person.pk in shares,
    )


def audiences(breakdown: Breakdown, keyring: Keyring) -> dict[UUID, frozenset[UUID]]:
    """Map whoever has shared to those they knew they were sharing with.

    A share that is not what its author signed reaches nobody: it opens nothing, and they are asked to share again.
    """
    shares = Share.objects.select_related("box", "person").filter(breakdown=breakdown)
    return {share.person_id: _audience(share, keyring) for share in shares}


def _audience(share: Share, keyring: Keyring) -> frozenset[UUID]:
    try:
        return frozenset(UUID(who) for who in open_share(share, keyring)["audience"])
    except Tampered:
        return frozenset()


def own_share(keyring: Keyring, person: Person, breakdown: Breakdown) -> dict[str, Any]:
    """Return the parts that this person has shared; raises Tampered where they are not what was signed."""
    share = Share.objects.select_related("box", "person").get(breakdown=breakdown, person=person)
    parts: dict[str, Any] = open_share(share, keyring)["parts"]
    return parts


def is_ready(breakdown: Breakdown, keyring: Keyring) -> bool:
    """Say whether everybody has shared with everybody.

    A person who left without telling is still waited for, so that a reveal never gives their leaving away; but what
    they had shared counts no more.
    """
    here = members(breakdown.space)
    gone = {member.person_id for member in here if member.left_at is not None}
    shares = {who: audience for who, audience in audiences(breakdown, keyring).items() if who not in gone}
    return opens(members=frozenset(member.person_id for member in here), shares=shares)


def surprises_of(share: Share, person: Person, *, is_news: bool) -> Surprise | None:
    return Surprise.objects.select_related("box").filter(share=share, person=person, is_news=is_news).first()


def today_for(person: Person) -> date:
    return timezone.localdate(timezone=ZoneInfo(person.time_zone))


def day_words(day: str, today: date) -> str:
    """Return a day as people say it: "Sunday" within the last six days, the date before that."""
    if not day:
        return ""
    then = date.fromisoformat(day)
    return date_format(then, "l" if timedelta(0) <= today - then < timedelta(days=7) else "j F Y")
