"""What the pages of this area share: their frame, and why something could not go."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.content.own_it import Choice, own_it
from amends.errors import AmendsError, NotYet, Refused, Tampered
from amends.path.own_it import Event
from amends_web.accounts.models import Person
from amends_web.acknowledgements.access import Two, to_other
from amends_web.breakdowns.pages import breakdown_page
from amends_web.shell.errors import refuse
from amends_web.vault.requests import UnlockedRequest


def own_page(
    request: UnlockedRequest, two: Two, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page between two people, with the other one as `other`."""
    other = two.recipient if two.author.pk == request.user.pk else two.author
    frame = {"other": other, "two": two}
    return breakdown_page(request, two.breakdown, template, frame | context, status)


def stops_where_changed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view between two people show none of it where a piece is not what its author signed."""

    @wraps(view)
    def stopping(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, breakdown_id, other_id, **kwargs)
        except Tampered:
            two = to_other(request.user, breakdown_id, other_id)
            return own_page(request, two, "acknowledgements/stopped.html", {}, status=409)

    return stopping


def not_sent(request: UnlockedRequest, error: AmendsError, other: Person, *, back_url: str) -> HttpResponse:
    """Answer in one sentence why nothing went; what was written is kept in any case."""
    title = _("Nothing was sent")
    return refuse(request, title=title, sentence=why(error, other), status=409, back_url=back_url)


def why(error: AmendsError, other: Person) -> str:
    """Return in one sentence why something can't go to the other now."""
    return _why(error) % {"name": other.name}


def told(choices: tuple[Choice, ...], event: Event, other: Person) -> str:
    """Return an answer of the other as its reader should have it: what they picked, and no more."""
    part = next((prompt.short for prompt in own_it().prompts if prompt.part == event.part), "")
    sentence = next(choice.told for choice in choices if choice.id == event.answer)
    return sentence.format(other=other.name, part=part)


def day_words(day: Any) -> str:
    return date_format(day, "l j F")


def _why(error: AmendsError) -> str:
    if isinstance(error, NotYet):
        return {
            "send": _(
                "%(name)s has not said yet that they feel heard, or that they would rather hear it now. Your words are "
                "kept. You can keep them for yourself, or read them aloud when you are together."
            ),
            "tell back": _("%(name)s has not shared what it was like for them. Your words are kept."),
            "send again": _("%(name)s has answered. More can go if they ever say that something is missing."),
            "once a day": _("There is a day between two things that you send. Your words are kept until then."),
            "before their day": _("%(name)s has named a day to look from. Until then nothing reminds them."),
            "send in a break": _("Somebody is on a break. Your words are kept, and can go once it is over."),
        }.get(error.step, _("This is not open yet. Your words are kept."))
    if isinstance(error, Refused):
        return {
            "three in all": _("%(name)s has it, and was reminded as often as Amends does. The rest is theirs."),
            "answered": _("%(name)s has answered, so nothing reminds them any more."),
            "newer words": _(
                "%(name)s has written something else since you opened this page, so no answer went. It stands here now."
            ),
            "preview": _("Your words have changed since the preview, or there are none. Please look once more."),
            "empty": _("There are no words yet. Write them first."),
        }.get(error.rule, _("This can’t be taken as it is. Please look once more."))
    raise error
