"""What home shows of spaces: what to do next, and the spaces themselves."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends_web import spaces
from amends_web.shell.panels import Panel, Step, opening
from amends_web.spaces.doors import opened_invite
from amends_web.spaces.queries import my_joinings, others, spaces_of, waiting_for, you_and
from amends_web.vault.pins import not_pinned
from amends_web.vault.requests import UnlockedRequest

# Somebody waits at a door before anything else; a first space after what is already begun.
_AT_A_DOOR = 5
_FIRST_SPACE = 50
_ASK_SOMEBODY = 60


def space_steps(request: UnlockedRequest) -> Iterator[Step]:
    yield from _invited(request)
    yield from _waiting_to_come_in(request)
    yield from _waiting_for_me(request)
    mine = spaces_of(request.user)
    if not mine:
        yield Step(
            title=_("Make a space"),
            hint=_("For you and somebody else. You can begin in it alone."),
            url=reverse("spaces:new"),
            minutes=2,
            order=_FIRST_SPACE,
        )
    for space in mine:
        if not others(space, request.user) and not space.invites.filter(asked_by=request.user).exists():
            yield Step(
                title=_("Ask %(an_other)s in") % {"an_other": spaces.words(space.relation).an_other},
                hint=_("When you like. What you wrote stays with you until you share it."),
                url=reverse("spaces:invite", args=[space.pk]),
                minutes=2,
                order=_ASK_SOMEBODY,
            )


def space_cards(request: UnlockedRequest) -> Iterator[Panel]:
    for space in spaces_of(request.user):
        who = you_and(others(space, request.user))
        with opening(request):
            yield Panel(
                title=space.words(request.keyring)["name"],
                text=who,
                url=reverse("spaces:space", args=[space.pk]),
            )


def _invited(request: UnlockedRequest) -> Iterator[Step]:
    secret = request.COOKIES.get(settings.JOIN_COOKIE_NAME, "")
    opened = opened_invite(secret, now=timezone.now()) if secret else None
    if opened is not None and opened.invite.asked_by_id != request.user.pk:
        yield Step(
            title=_("You were invited"),
            hint=_("%(name)s asks you into a space.") % {"name": opened.asker},
            url=reverse("spaces:join"),
            minutes=3,
            order=_AT_A_DOOR,
        )


def _waiting_to_come_in(request: UnlockedRequest) -> Iterator[Step]:
    for joining in my_joinings(request.user):
        asker = joining.invite.asked_by
        if joining.let_in_at is None:
            title = _("Compare five words with %(name)s") % {"name": asker.name}
            hint = _("They open the space to you once the words match.")
        elif not_pinned(request.keyring, request.user, [asker]):
            title = _("%(name)s opened the space to you") % {"name": asker.name}
            hint = _("Look at the five words once more, and go in.")
        else:
            continue
        yield Step(title=title, hint=hint, url=reverse("spaces:wait", args=[joining.pk]), minutes=1, order=_AT_A_DOOR)


def _waiting_for_me(request: UnlockedRequest) -> Iterator[Step]:
    for joining in waiting_for(request.user):
        yield Step(
            title=_("%(name)s would like to come in") % {"name": joining.person.name},
            hint=_("Compare five words first. Until you open it, nothing is visible to them."),
            url=reverse("spaces:confirm", args=[joining.pk]),
            minutes=2,
            order=_AT_A_DOOR,
        )
