from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format

from amends.content.my_side import Question, my_side
from amends_web.accounts.models import Person
from amends_web.breakdowns.models import Breakdown, Share, Side, Surprise
from amends_web.spaces.blind import Standing, open_share, standing_of
from amends_web.spaces.models import Space
from amends_web.vault.keyring import Keyring

if TYPE_CHECKING:
    from django.db.models import QuerySet


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


def standing(breakdown: Breakdown, person: Person, keyring: Keyring) -> Standing:
    return standing_of(breakdown, breakdown.space, shares_of(breakdown), person, keyring)


def shares_of(breakdown: Breakdown) -> QuerySet[Share]:
    return Share.objects.select_related("box", "person").filter(breakdown=breakdown)


def own_share(keyring: Keyring, person: Person, breakdown: Breakdown) -> dict[str, Any]:
    """Return the parts that this person has shared; raises Tampered where they are not what was signed."""
    share = shares_of(breakdown).get(person=person)
    parts: dict[str, Any] = open_share(share, keyring)["parts"]
    return parts


def surprises_of(share: Share, person: Person, *, is_news: bool) -> Surprise | None:
    return Surprise.objects.select_related("box").filter(share=share, person=person, is_news=is_news).first()


def today_for(person: Person) -> date:
    return timezone.localdate(timezone=person.zone)


def day_words(day: str, today: date) -> str:
    """Return a day as people say it: "Sunday" within the last six days, the date before that."""
    if not day:
        return ""
    then = date.fromisoformat(day)
    return date_format(then, "l" if timedelta(0) <= today - then < timedelta(days=7) else "j F Y")
