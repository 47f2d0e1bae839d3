"""What home and the page of a space lead on to. Nothing here says what somebody practised, or whether they did."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.path.places import Place
from amends_web.practice import queries
from amends_web.shell.panels import Panel, Step
from amends_web.spaces.models import Space
from amends_web.spaces.queries import others, spaces_of
from amends_web.vault.requests import UnlockedRequest

# After all that is about people who are real.
_ORDER = 60


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield a card that somebody else laid open in the last days and that waits for words of this person.

    One of each space: a card is an offer, however many somebody lays there. Whoever laid one open is led to it only
    where they have to write again, for somebody who has come since.
    """
    since = timezone.localdate() - queries.SHOWN_FOR
    begun = [row for row in queries.together_in(spaces_of(request.user), since=since) if row.revealed_at is None]
    answers = queries.own_answers(request.user, begun)
    again = queries.to_write_again(answers, request.keyring)
    answered = {answer.together_id for answer in answers}
    offered = {row.pk for row in begun if row.begun_by_id != request.user.pk} - answered
    newest = {row.space_id: row for row in reversed(begun) if row.pk in offered | again}
    for row in newest.values():
        yield Step(
            title=_("A card to practise together"),
            hint=_("About made-up people. Only if you like."),
            url=reverse("practice:together", args=[row.pk]),
            minutes=5,
            order=_ORDER,
        )


def space_panels(request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    if others(space, request.user):
        yield Panel(
            title=_("Practise one together"),
            text=_("A small scene of others. Each writes alone, then you see what you all wrote."),
            url=reverse("practice:choose", args=[space.pk]),
            minutes=5,
            place=Place.FOLLOW_THROUGH,
        )
    else:
        yield Panel(
            title=_("Practise"),
            text=_("Five minutes with made-up people. For yourself alone."),
            url=reverse("practice:deck"),
            minutes=5,
            place=Place.FOLLOW_THROUGH,
        )
