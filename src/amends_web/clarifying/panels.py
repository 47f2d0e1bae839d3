"""What home, the space page and the page of a breakdown show of this area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.path.guess import Kind
from amends.path.places import Place
from amends_web.breakdowns.models import Breakdown, Share
from amends_web.clarifying import queries
from amends_web.clarifying.access import ANSWERABLE
from amends_web.clarifying.models import NotGuessed
from amends_web.clarifying.queries import Asked, ShownCue
from amends_web.shell.panels import Panel, Step
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members, others
from amends_web.vault.requests import UnlockedRequest

# How long an answer that came stays among the next steps. Nothing tells anybody whether it was read.
_NEW_FOR = timedelta(days=7)
# After what waits at a door and breaks, before one's own side: somebody asked.
_ORDER = 12


def steps(request: UnlockedRequest) -> Iterator[Step]:
    """Yield what somebody asked this person, and the answers that came to them in the last days."""
    since = timezone.localdate() - _NEW_FOR
    for one in queries.questions_of(request.user, request.keyring):
        yield from _question_step(one, request, since)
    without = set(NotGuessed.objects.filter(person=request.user).values_list("space", flat=True))
    for shown in queries.cues_of(request.user, request.keyring):
        if shown.waits_for_me and not (shown.is_owner and shown.cue.space_id in without):
            yield _cue_step(shown)
    for reply, words in queries.replies_of(request.user, request.keyring):
        if reply.to_id == request.user.pk and reply.sent_on > since and not words["landed"]:
            yield Step(
                title=_("%(name)s answered what you shared") % {"name": reply.author.name},
                hint=_("You can read it, and leave it at that."),
                url=reverse("clarifying:reply", args=[reply.pk]),
                minutes=1,
                order=_ORDER,
            )


def space_panels(_request: UnlockedRequest, space: Space) -> Iterator[Panel]:
    yield Panel(
        title=_("Ask instead of guessing"),
        text=_("Which way a line was meant, and what a moment was like."),
        url=reverse("clarifying:clarifying", args=[space.pk]),
        minutes=2,
        place=Place.HEAR_EACH_OTHER,
    )


def breakdown_panels(request: UnlockedRequest, breakdown: Breakdown) -> Iterator[Panel]:
    """Yield the ways on from a breakdown: asking about a line of it, and answering what the others shared."""
    if others(breakdown.space, request.user):
        yield Panel(
            title=_("Ask which way it was meant"),
            text=_("Two readings of one line, for whoever wrote it."),
            url=reverse("clarifying:ask", args=[breakdown.space_id]) + f"?breakdown={breakdown.pk}",
            minutes=2,
        )
    if breakdown.revealed_at is None:
        return
    shares = list(Share.objects.select_related("box", "person").filter(breakdown=breakdown).order_by("pk"))
    if request.user.pk not in {share.person_id for share in shares}:
        return
    here = {member.person_id for member in members(breakdown.space)}
    for share in shares:
        if share.person_id in here - {request.user.pk} and ANSWERABLE & share.words(request.keyring)["parts"].keys():
            yield Panel(
                title=_("Answer what %(name)s shared") % {"name": share.person.name},
                text=_("That it makes sense, and given what. It is not the same as agreeing."),
                url=reverse("clarifying:write_reply", args=[breakdown.pk, share.pk]),
                minutes=3,
            )


def _question_step(one: Asked, request: UnlockedRequest, since: date) -> Iterator[Step]:
    url = reverse("clarifying:question", args=[one.question.pk])
    if one.question.asked_id == request.user.pk:
        if one.answer is None:
            title = _("%(name)s asks which way you meant a line") % {"name": one.question.asker.name}
            yield Step(title=title, hint=_("Two readings, or something else."), url=url, minutes=1, order=_ORDER)
    elif one.answer and date.fromisoformat(one.answer["on"]) > since:
        title = _("%(name)s said which way they meant it") % {"name": one.question.asked.name}
        yield Step(title=title, hint=_("The line that you asked about."), url=url, minutes=1, order=_ORDER)


def _cue_step(shown: ShownCue) -> Step:
    if shown.is_owner:
        title = _("%(name)s asks what a moment was like for you") % {"name": shown.cue.guesser.name}
        hint = _("Only if you like. One word is enough.")
    elif shown.kind == Kind.TONE:
        title = _("Guess how %(name)s meant a line") % {"name": shown.cue.owner.name}
        hint = _("Then see what they say it was.")
    else:
        title = _("Guess what %(name)s felt") % {"name": shown.cue.owner.name}
        hint = _("Then see what they say it was.")
    return Step(title=title, hint=hint, url=reverse("clarifying:cue", args=[shown.cue.pk]), minutes=1, order=_ORDER)
