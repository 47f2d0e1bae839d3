"""When people check in: proposing a time, agreeing, moving one, leaving one out, stopping."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Refused
from amends.path.checkin import Meeting
from amends_web.rhythm import actions, private
from amends_web.rhythm.access import own_entry_for, plan_for
from amends_web.rhythm.forms import MoveForm, TimeForm, TopicForm
from amends_web.rhythm.own import own_of
from amends_web.rhythm.pages import day_words, space_page, stops_where_changed, time_words
from amends_web.rhythm.queries import held_in
from amends_web.rhythm.times import Proposal, Rhythm, rhythm_of
from amends_web.shell.errors import refuse
from amends_web.shell.submissions import form_key, once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list
from amends_web.vault.requests import UnlockedRequest


@require_GET
def check_ins_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """The page of check-ins of a space: the time, what is next, topics for it, earlier ones."""
    return _check_ins_page(request, space_for(request.user, space_id), TopicForm())


@require_POST
def keep_topic_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _check_ins_page(request, space, form, status=422)
    private.keep_topic(
        keyring=request.keyring,
        person=request.user,
        space=space,
        key=form_key(request),
        text=form.cleaned_data["text"],
    )
    return redirect(reverse("rhythm:check_ins", args=[space.pk]) + "#topics")


@require_POST
def delete_topic_view(request: UnlockedRequest, space_id: UUID, entry_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    entry = own_entry_for(request.user, entry_id, request.keyring)
    private.delete_own(keyring=request.keyring, person=request.user, entry_id=entry)
    return redirect(reverse("rhythm:check_ins", args=[space.pk]) + "#topics")


@require_GET
def time_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    rhythm = rhythm_of(space, request.user, request.keyring, now=timezone.now())
    initial: dict[str, Any] = {}
    if rhythm.time:
        initial = {"weeks": rhythm.time.terms.weeks, "minutes": rhythm.time.terms.minutes}
    return _time_page(request, space, TimeForm(initial=initial))


@require_POST
def propose_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = TimeForm(request.POST)
    if not form.is_valid():
        return _time_page(request, space, form, status=422)

    def act() -> str:
        actions.propose_time(
            keyring=request.keyring,
            person=request.user,
            space=space,
            terms=form.terms(request.user.time_zone),
            now=timezone.now(),
        )
        return reverse("rhythm:check_ins", args=[space.pk])

    try:
        return redirect(once(request, act))
    except Refused as refused:
        sentences = {
            "zone": _("Your time zone is not known here. Choose another one on your own page, then propose it again."),
            "time": _("This time is past. Pick a day and a time that are still to come."),
            "far": _("This is far off. Pick a day before the end of next year."),
            "somebody else": _("Nobody else is here yet. Ask somebody in first; what you picked is still here."),
        }
        form.add_error("first" if refused.rule in ("time", "far") else None, sentences[refused.rule])
        return _time_page(request, space, form, status=409)


@require_POST
@stops_where_changed
def yes_view(request: UnlockedRequest, plan_id: UUID) -> HttpResponse:
    plan = plan_for(request.user, plan_id)
    actions.say_yes(keyring=request.keyring, person=request.user, plan=plan, now=timezone.now())
    return redirect("rhythm:check_ins", plan.space_id)


@require_POST
def let_go_view(request: UnlockedRequest, plan_id: UUID) -> HttpResponse:
    """Say no to a time, take back one's own, or stop the check-ins: anybody here may, with no reason."""
    plan = plan_for(request.user, plan_id)
    actions.let_go(keyring=request.keyring, person=request.user, plan=plan, now=timezone.now())
    return redirect("rhythm:check_ins", plan.space_id)


@require_POST
def decline_view(request: UnlockedRequest, plan_id: UUID) -> HttpResponse:
    """Say no, for oneself alone, to the time that others agreed on before one came."""
    plan = plan_for(request.user, plan_id)
    actions.decline(keyring=request.keyring, person=request.user, plan=plan)
    return redirect("rhythm:check_ins", plan.space_id)


@require_POST
def keep_time_view(request: UnlockedRequest, plan_id: UUID) -> HttpResponse:
    plan = plan_for(request.user, plan_id)
    actions.keep_time(keyring=request.keyring, person=request.user, plan=plan, now=timezone.now())
    return redirect("rhythm:check_ins", plan.space_id)


@require_GET
def move_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    meeting = _next(request, space)
    if meeting is None:
        return redirect("rhythm:check_ins", space.pk)
    form = MoveForm(initial={"to": timezone.localtime(meeting.at)})
    return _move_page(request, space, meeting, form)


@require_POST
def propose_move_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    meeting = _next(request, space)
    if meeting is None:
        return redirect("rhythm:check_ins", space.pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _move_page(request, space, meeting, form, status=422)
    try:
        actions.propose_move(
            keyring=request.keyring,
            person=request.user,
            space=space,
            meeting=meeting,
            to=form.cleaned_data["to"],
            now=timezone.now(),
        )
    except Refused:
        form.add_error("to", _("Pick another time that is still to come, within two weeks of its own day."))
        return _move_page(request, space, meeting, form, status=409)
    return redirect("rhythm:check_ins", space.pk)


@require_POST
@stops_where_changed
def leave_out_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """Say "not this time". `planned` names the check-in that the page showed; an old page leaves out nothing else."""
    space = space_for(request.user, space_id)
    meeting = _next(request, space)
    if meeting is None or meeting.planned_at.isoformat() != request.POST.get("planned"):
        return refuse(
            request,
            title=_("This has changed"),
            sentence=_("The check-in that you saw is not the next one any more. Look again, then decide."),
            status=409,
            back_url=reverse("rhythm:check_ins", args=[space.pk]),
        )
    actions.leave_out(keyring=request.keyring, person=request.user, space=space, meeting=meeting, now=timezone.now())
    return redirect("rhythm:check_ins", space.pk)


def _next(request: UnlockedRequest, space: Space) -> Meeting | None:
    rhythm = rhythm_of(space, request.user, request.keyring, now=timezone.now())
    # Whoever is not in the time moves none, and there is none to leave out.
    return (rhythm.now or rhythm.upcoming) if rhythm.has(request.user) else None


def _check_ins_page(request: UnlockedRequest, space: Space, form: TopicForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    rhythm = rhythm_of(space, request.user, request.keyring, now=now)
    actions.plan_on([rhythm], keyring=request.keyring, person=request.user, now=now)
    own = own_of(request.user, request.keyring)
    meeting = rhythm.now or rhythm.upcoming
    context = {
        "rhythm": rhythm,
        "others": name_list(_others(rhythm, request)),
        "time_words": time_words(rhythm.time.terms) if rhythm.time else "",
        "is_mine": rhythm.has(request.user),
        "has_declined": rhythm.time is not None and str(rhythm.time.plan.pk) in own["declined"],
        "meeting": meeting,
        "meeting_words": day_words(meeting.at) if meeting else "",
        "goes_without": [
            (day_words(one.at), name_list(who for who in people if who.pk != request.user.pk), request.user in people)
            for one, people in rhythm.goes_without
        ],
        "proposals": [_shown(proposal) for proposal in rhythm.proposals],
        "asks": rhythm.asks and rhythm.time is not None and str(rhythm.time.plan.pk) not in own["asked"],
        "topics": [topic for topic in own["topics"] if topic["space"] == str(space.pk)],
        "form": form,
        "earlier": held_in(space, request.user, request.keyring),
    }
    return space_page(request, space, "check_ins.html", context, status)


def _shown(proposal: Proposal) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "when": time_words(proposal.terms) if proposal.terms else day_words(proposal.to) if proposal.to else "",
        "moves": day_words(proposal.moves) if proposal.moves else "",
    }


def _time_page(request: UnlockedRequest, space: Space, form: TimeForm, status: int = 200) -> HttpResponse:
    rhythm = rhythm_of(space, request.user, request.keyring, now=timezone.now())
    context = {
        "form": form,
        "rhythm": rhythm,
        "others": name_list(_others(rhythm, request)),
        "zone": request.user.time_zone.replace("_", " "),
    }
    return space_page(request, space, "time.html", context, status)


def _move_page(
    request: UnlockedRequest, space: Space, meeting: Meeting, form: MoveForm, status: int = 200
) -> HttpResponse:
    rhythm = rhythm_of(space, request.user, request.keyring, now=timezone.now())
    context = {
        "form": form,
        "meeting_words": day_words(meeting.at),
        "others": name_list(_others(rhythm, request)),
        "asked": name_list(one for one in _others(rhythm, request) if rhythm.has(one)),
    }
    return space_page(request, space, "move.html", context, status)


def _others(rhythm: Rhythm, request: UnlockedRequest) -> list[Any]:
    return [other for who, other in rhythm.here.items() if who != request.user.pk]
