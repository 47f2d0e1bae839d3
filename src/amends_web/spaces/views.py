"""The pages of people who are in a space. Those at its door are in `door_views`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Refused, SwappedKeys, Tampered
from amends_web import spaces
from amends_web.shell.errors import refuse
from amends_web.shell.hosting import run_by
from amends_web.shell.panels import space_panels
from amends_web.shell.polling import go_to, nothing_new, poll
from amends_web.shell.submissions import once
from amends_web.spaces import actions, queries
from amends_web.spaces.access import invite_for, joining_for_asker, other_member_for, space_for
from amends_web.spaces.forms import InviteForm, LeaveForm, SpaceForm
from amends_web.spaces.models import Invite, Member
from amends_web.spaces.places import along, way_of
from amends_web.spaces.qr import qr_picture
from amends_web.vault.pins import is_pinned, not_pinned, safety_words_with

if TYPE_CHECKING:
    from amends_web.accounts.models import Person
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def list_view(request: UnlockedRequest) -> HttpResponse:
    actions.erase_empty_spaces(now=timezone.now())
    shown = [
        {
            "space": space,
            "name": space.words(request.keyring)["name"],
            "who": queries.you_and(queries.others(space, request.user)),
        }
        for space in queries.spaces_of(request.user)
    ]
    return render(request, "spaces/list.html", {"spaces": shown})


@require_GET
def new_view(request: UnlockedRequest) -> HttpResponse:
    return render(request, "spaces/new.html", {"form": SpaceForm()})


@require_POST
def create_view(request: UnlockedRequest) -> HttpResponse:
    form = SpaceForm(request.POST)
    if not form.is_valid():
        return render(request, "spaces/new.html", {"form": form}, status=422)

    def create() -> str:
        space = actions.create_space(
            keyring=request.keyring,
            person=request.user,
            relation=form.cleaned_data["relation"],
            name=form.cleaned_data["name"],
        )
        return reverse("spaces:space", args=[space.pk])

    return redirect(once(request, create))


@require_GET
def space_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    others = queries.others(space, request.user)
    cards, stops = along(way_of(request, space), space_panels(request, space))
    context = {
        "space": space,
        "name": space.words(request.keyring)["name"],
        "relation": spaces.words(space.relation),
        "others": others,
        "who": queries.you_and(others),
        "to_compare": [
            {"person": other, "words": safety_words_with(request.user, other)}
            for other in not_pinned(request.keyring, request.user, others)
        ],
        "waiting": queries.waiting_at(space, request.user),
        "invites": queries.open_invites(space, request.user, now=timezone.now()),
        "left": queries.told_leavings(space),
        "way": stops,
        "panels": cards,
    }
    return render(request, "spaces/space.html", context)


@require_GET
def invite_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    return _invite_page(request, space_id, InviteForm())


@require_POST
def make_invite_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _invite_page(request, space_id, form, status=422)

    def make() -> str:
        invite = actions.make_invite(
            keyring=request.keyring,
            person=request.user,
            space=space,
            message=form.cleaned_data["message"],
            now=timezone.now(),
        )
        return reverse("spaces:invited", args=[invite.pk])

    try:
        return redirect(once(request, make))
    except Refused:
        return _full(request, space_id)


@require_GET
def invited_view(request: UnlockedRequest, invite_id: UUID) -> HttpResponse:
    """The link, its picture and the six words, to show or send: again and again, until somebody used them."""
    invite = invite_for(request.user, invite_id)
    joining_url = _joining_url(invite)
    if joining_url:
        return redirect(joining_url)
    words = invite.words(request.keyring)
    link = request.build_absolute_uri(reverse("spaces:join")) + "#" + words["token"]
    context = {
        "invite": invite,
        "space": invite.space,
        "words": words,
        "link": link,
        "qr": qr_picture(link),
        "is_past": invite.expires_at <= timezone.now(),
        "join_address": request.build_absolute_uri(reverse("spaces:join")),
    }
    return render(request, "spaces/invited.html", context)


@poll
@require_GET
def invited_poll_view(request: UnlockedRequest, invite_id: UUID) -> HttpResponse:
    url = _joining_url(invite_for(request.user, invite_id))
    return go_to(url) if url else nothing_new()


@require_POST
def withdraw_view(request: UnlockedRequest, invite_id: UUID) -> HttpResponse:
    invite = invite_for(request.user, invite_id)
    actions.withdraw_invite(invite=invite)
    return redirect("spaces:space", invite.space_id)


@require_GET
def confirm_view(request: UnlockedRequest, joining_id: UUID) -> HttpResponse:
    joining = joining_for_asker(request.user, joining_id)
    if joining.let_in_at is not None:
        return redirect("spaces:space", joining.invite.space_id)
    context = {
        "joining": joining,
        "guest": joining.person,
        "space": joining.invite.space,
        "name": joining.invite.space.words(request.keyring)["name"],
        "safety_words": safety_words_with(request.user, joining.person),
        "was_compared": is_pinned(request.keyring, request.user, joining.person),
    }
    return render(request, "spaces/confirm.html", context)


@require_POST
def let_in_view(request: UnlockedRequest, joining_id: UUID) -> HttpResponse:
    joining = joining_for_asker(request.user, joining_id)
    try:
        _check_compared(request, joining.person)
        actions.let_in(
            keyring=request.keyring, person=request.user, joining=joining, run_by=run_by(), now=timezone.now()
        )
    except Refused:
        return _full(request, joining.invite.space_id)
    except (SwappedKeys, Tampered):
        return _swapped(request, back_url=reverse("spaces:space", args=[joining.invite.space_id]))
    return redirect("spaces:space", joining.invite.space_id)


@require_POST
def turn_away_view(request: UnlockedRequest, joining_id: UUID) -> HttpResponse:
    joining = joining_for_asker(request.user, joining_id)
    actions.stop_waiting(joining=joining)
    return redirect("spaces:space", joining.invite.space_id)


@require_POST
def compare_view(request: UnlockedRequest, space_id: UUID, person_id: UUID) -> HttpResponse:
    """The five words are the same on both sides: keep the other's keys as the true ones."""
    other = other_member_for(request.user, space_id, person_id)
    try:
        _check_compared(request, other)
        actions.confirm_person(keyring=request.keyring, person=request.user, other=other)
    except SwappedKeys:
        return _swapped(request, back_url=reverse("spaces:space", args=[space_id]))
    return redirect("spaces:space", space_id)


@require_GET
def leave_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    context = {
        "space": space,
        "name": space.words(request.keyring)["name"],
        "form": LeaveForm(),
        "names": queries.name_list(queries.others(space, request.user)),
    }
    return render(request, "spaces/leave.html", context)


@require_POST
def leave_now_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    if _has_left(request.user, space_id):
        return redirect("spaces:left")
    space = space_for(request.user, space_id)
    form = LeaveForm(request.POST)
    actions.leave_space(
        keyring=request.keyring,
        person=request.user,
        space=space,
        is_told=form.is_valid() and form.cleaned_data["is_told"],
        now=timezone.now(),
    )
    return redirect("spaces:left")


@require_GET
def left_view(request: UnlockedRequest) -> HttpResponse:
    return render(request, "spaces/left.html")


def _check_compared(request: UnlockedRequest, other: Person) -> None:
    actions.check_compared(person=request.user, other=other, words=request.POST.get("compared", ""))


def _has_left(person: Person, space_id: UUID) -> bool:
    """Say whether this is a second press of the button: they were in it, and are no more."""
    rows = list(Member.objects.filter(space=space_id, person=person).values_list("left_at", flat=True))
    return bool(rows) and all(rows)


def _invite_page(request: UnlockedRequest, space_id: UUID, form: InviteForm, status: int = 200) -> HttpResponse:
    space = space_for(request.user, space_id)
    context = {
        "space": space,
        "relation": spaces.words(space.relation),
        "form": form,
        "others": queries.others(space, request.user),
        "invites": queries.open_invites(space, request.user, now=timezone.now()),
    }
    return render(request, "spaces/invite.html", context, status=status)


def _joining_url(invite: Invite) -> str:
    """Return where somebody who used this invite waits, or "" while nobody did."""
    joining = getattr(invite, "joining", None)
    return reverse("spaces:confirm", args=[joining.pk]) if joining else ""


def _full(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    return refuse(
        request,
        title=_("There is no room left"),
        sentence=_("A space has room for twelve people, and each open invite keeps one place."),
        status=409,
        back_url=reverse("spaces:space", args=[space_id]),
    )


def _swapped(request: UnlockedRequest, *, back_url: str) -> HttpResponse:
    return refuse(
        request,
        title=_("These keys do not fit"),
        sentence=_(
            "What lies on this machine for this person is not what you confirmed with them before, or they did not "
            "sign it. Nothing was opened. Please talk to them another way before you go on here."
        ),
        status=409,
        back_url=back_url,
    )
