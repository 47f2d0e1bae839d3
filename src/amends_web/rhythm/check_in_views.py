"""One check-in: beginning it, giving one's parts, live or apart, going on, and what all gave."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.rhythm import rhythm_words
from amends.drafts import Kind
from amends.errors import NotYet, Refused
from amends.path.checkin import PARTS, How, Part, minutes_of
from amends_web.breakdowns.queries import breakdowns_in
from amends_web.pauses.pages import on_a_break
from amends_web.promises.queries import current_promises
from amends_web.promises.shown import Shown
from amends_web.promises.shown import shown as shown_promise
from amends_web.rhythm import actions
from amends_web.rhythm.access import check_in_for
from amends_web.rhythm.forms import BeginForm, PartForm
from amends_web.rhythm.models import CheckIn
from amends_web.rhythm.own import own_of
from amends_web.rhythm.pages import day_words, space_page, stops_where_changed
from amends_web.rhythm.queries import standing
from amends_web.rhythm.times import rhythm_of
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.errors import refuse
from amends_web.shell.polling import nothing_new, poll
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.blind import digest
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members, name_list
from amends_web.vault.requests import UnlockedRequest

# What is listed beside the topic: the newest are what people mean.
_MOST_BREAKDOWNS = 5
# What a page names the part by that all are at.
_PLACES = tuple(map(str, range(len(PARTS))))
# Parts whose words may start something hard get a second look.
_LOOKS = {Part.TOPIC: Kind.OPENING.value}


@require_GET
def begin_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """How it goes, before it begins; one that goes on already is led to."""
    space = space_for(request.user, space_id)
    rhythm = rhythm_of(space, request.user, request.keyring, now=timezone.now())
    if rhythm.going:
        return redirect("rhythm:check_in", rhythm.going.pk)
    return _begin_page(request, space, BeginForm(is_planned=rhythm.now is not None))


@require_POST
@stops_where_changed
def begin_now_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    meeting = rhythm_of(space, request.user, request.keyring, now=timezone.now()).now
    form = BeginForm(request.POST, is_planned=meeting is not None)
    if not form.is_valid():
        return _begin_page(request, space, form, status=422)

    def act() -> str:
        check_in = actions.begin(
            keyring=request.keyring,
            person=request.user,
            space=space,
            meeting=meeting,
            how=How(form.cleaned_data["how"]),
            length=form.cleaned_data.get("length") or 15,
            now=timezone.now(),
        )
        return reverse("rhythm:check_in", args=[check_in.pk])

    try:
        return redirect(once(request, act))
    except NotYet as refused:
        alone = _("A check-in needs somebody else who is in it.")
        form.add_error(None, on_a_break() if refused.step == "send in a break" else alone)
        return _begin_page(request, space, form, status=409)


@require_GET
@stops_where_changed
def check_in_view(request: UnlockedRequest, check_in_id: UUID) -> HttpResponse:
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    actions.open_if_ready(keyring=request.keyring, check_in=check_in)
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    return _check_in_page(request, check_in)


@poll
@require_GET
@stops_where_changed
def look_view(request: UnlockedRequest, check_in_id: UUID) -> HttpResponse:
    """Answer with nothing while all see what the page shows, else with the page again."""
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    if request.GET.get("seen") == str(check_in.number):
        return nothing_new()
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("rhythm:check_in", check_in.pk)
    return _check_in_page(request, check_in)


@require_POST
@stops_where_changed
def give_view(request: UnlockedRequest, check_in_id: UUID, part: str) -> HttpResponse:
    """Give one's words for the part that a live check-in is at; with `aloud`, none."""
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    one = _part(part)
    form = PartForm(request.POST, part=rhythm_words().part(part))
    if not form.is_valid():
        return _check_in_page(request, check_in, form=form, status=422)
    if wants_second_look(request):
        return _check_in_page(request, check_in, form=form)
    text = "" if "aloud" in request.POST else form.cleaned_data["words"].strip()
    try:
        actions.give_part(
            keyring=request.keyring, person=request.user, check_in=check_in, part=one, text=text, now=timezone.now()
        )
    except NotYet as refused:
        notice = on_a_break() if refused.step == "send in a break" else _moved_on()
        return _check_in_page(request, check_in, form=form, notice=notice, unsent=text, status=409)
    return _now(request, check_in)


@require_POST
@stops_where_changed
def go_on_view(request: UnlockedRequest, check_in_id: UUID) -> HttpResponse:
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    place = request.POST.get("place", "")
    seen = int(place) if place in _PLACES else -1
    try:
        actions.go_on(keyring=request.keyring, check_in=check_in, seen=seen)
    except NotYet:
        check_in = check_in_for(request.user, check_in_id, request.keyring)
        return _check_in_page(request, check_in, notice=_moved_on(), status=409)
    return _now(request, check_in)


@require_POST
@stops_where_changed
def end_view(request: UnlockedRequest, check_in_id: UUID) -> HttpResponse:
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    actions.end(keyring=request.keyring, check_in=check_in)
    return _now(request, check_in)


@require_POST
@stops_where_changed
def go_out_view(request: UnlockedRequest, check_in_id: UUID) -> HttpResponse:
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    try:
        actions.go_out(keyring=request.keyring, person=request.user, check_in=check_in)
    except NotYet:
        return _now(request, check_in)
    return redirect("rhythm:check_ins", check_in.space_id)


@require_GET
@stops_where_changed
def part_view(request: UnlockedRequest, check_in_id: UUID, part: str) -> HttpResponse:
    """One part of a check-in that each fills in apart."""
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    form = PartForm(part=rhythm_words().part(_part(part)), initial={"words": _drafts(request, check_in).get(part, "")})
    return _part_page(request, check_in, _part(part), form)


@require_POST
@stops_where_changed
def next_part_view(request: UnlockedRequest, check_in_id: UUID, part: str) -> HttpResponse:
    """Keep what is typed, for oneself, and go to the next part; after the last, to what the others would see."""
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    one = _part(part)
    form = PartForm(request.POST, part=rhythm_words().part(part))
    if not form.is_valid():
        return _part_page(request, check_in, one, form, status=422)
    _keep(request, check_in, one, form)
    if wants_second_look(request):
        return _part_page(request, check_in, one, form)
    if request.POST.get("then") == "later":
        return redirect("rhythm:check_in", check_in.pk)
    place = PARTS.index(one) + 1
    if place == len(PARTS):
        return redirect("rhythm:preview", check_in.pk)
    return redirect("rhythm:part", check_in.pk, PARTS[place].value)


@require_POST
@stops_where_changed
def keep_draft_view(request: UnlockedRequest, check_in_id: UUID, part: str) -> HttpResponse:
    """Keep what is typed so far, for oneself alone; answers a piece of the page, never the page."""
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    form = PartForm(request.POST, part=rhythm_words().part(_part(part)))
    if form.is_valid():
        _keep(request, check_in, _part(part), form)
    return render(request, "rhythm/kept.html", {"form": form}, status=200 if form.is_valid() else 422)


@require_GET
@stops_where_changed
def preview_view(request: UnlockedRequest, check_in_id: UUID) -> HttpResponse:
    """Exactly what the others would get, before it is shared."""
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    shown = standing(check_in, request.user, request.keyring)
    parts = _whole(_drafts(request, check_in))
    context = {
        "standing": shown,
        "check_in": check_in,
        "parts": [(rhythm_words().part(name), text) for name, text in parts.items()],
        "is_empty": not any(parts.values()),
        "others": name_list(shown.others),
        "previewed": digest(parts),
    }
    return space_page(request, check_in.space, "preview.html", context)


@require_POST
@stops_where_changed
def share_view(request: UnlockedRequest, check_in_id: UUID) -> HttpResponse:
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    back_url = reverse("rhythm:preview", args=[check_in.pk])

    def act() -> str:
        actions.share_all(
            keyring=request.keyring,
            person=request.user,
            check_in=check_in,
            parts=_whole(_drafts(request, check_in)),
            previewed=request.POST.get("previewed", ""),
            now=timezone.now(),
        )
        return reverse("rhythm:check_in", args=[check_in.pk])

    try:
        return redirect(once(request, act))
    except Refused:
        sentence = _("Your words have changed since you looked at them. Look once more, then share.")
        return refuse(request, title=_("Not shared yet"), sentence=sentence, status=409, back_url=back_url)
    except NotYet as refused:
        is_break = refused.step == "send in a break"
        sentence = _("Somebody is on a break, so nothing was shared. Your words are kept, and can go once it is over.")
        return refuse(
            request,
            title=_("Not now"),
            sentence=sentence if is_break else _moved_on(),
            status=409,
            back_url=reverse("rhythm:check_in", args=[check_in.pk]),
        )


@require_POST
@stops_where_changed
def take_back_view(request: UnlockedRequest, check_in_id: UUID) -> HttpResponse:
    check_in = check_in_for(request.user, check_in_id, request.keyring)
    try:
        actions.take_back(keyring=request.keyring, person=request.user, check_in=check_in)
    except NotYet:
        return refuse(
            request,
            title=_("It is open"),
            sentence=_("It has opened for all of you, and may have been read. It can’t be taken back any more."),
            status=409,
            back_url=reverse("rhythm:check_in", args=[check_in.pk]),
        )
    return redirect("rhythm:check_in", check_in.pk)


def _part(name: str) -> Part:
    if name not in set(Part):
        raise Http404
    return Part(name)


def _moved_on() -> str:
    return _("The check-in has moved on. This is how it stands.")


def _drafts(request: UnlockedRequest, check_in: CheckIn) -> dict[str, str]:
    drafts: dict[str, str] = own_of(request.user, request.keyring)["drafts"].get(str(check_in.pk), {})
    return drafts


def _whole(drafts: dict[str, str]) -> dict[str, str]:
    return {part.value: drafts.get(part, "").strip() for part in PARTS}


def _keep(request: UnlockedRequest, check_in: CheckIn, part: Part, form: PartForm) -> None:
    actions.keep_draft(
        keyring=request.keyring, person=request.user, check_in=check_in, part=part, text=form.cleaned_data["words"]
    )


def _now(request: UnlockedRequest, check_in: CheckIn) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _check_in_page(request, check_in_for(request.user, check_in.pk, request.keyring))
    return redirect("rhythm:check_in", check_in.pk)


def _check_in_page(
    request: UnlockedRequest,
    check_in: CheckIn,
    *,
    form: PartForm | None = None,
    notice: str = "",
    unsent: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with the check-in: the whole page, or for htmx the part of it that changes."""
    shown = standing(check_in, request.user, request.keyring)
    own = own_of(request.user, request.keyring)
    drafts = own["drafts"].get(str(check_in.pk), {})
    is_writing = shown.part is not None and not shown.has_given
    if is_writing and shown.part is not None and (form is None or notice):
        typed = unsent or drafts.get(shown.part, "")
        form = PartForm(part=rhythm_words().part(shown.part), initial={"words": typed})
    template = "going.html" if request.htmx else "check_in.html"  # type: ignore[attr-defined]
    context = {
        "standing": shown,
        "check_in": check_in,
        "form": form,
        "notice": notice,
        "unsent": "" if is_writing else unsent,
        "others": name_list(shown.others),
        "quiet": rhythm_words().quiet if shown.is_slow else "",
        "look": _LOOKS.get(shown.part, "") if shown.part else "",
        "is_begun_apart": any(drafts.values()),
        "first_part": PARTS[0].value,
        **_beside(request, check_in.space, shown.part, own),
    }
    return space_page(request, check_in.space, template, context, status)


def _part_page(
    request: UnlockedRequest, check_in: CheckIn, part: Part, form: PartForm, status: int = 200
) -> HttpResponse:
    shown = standing(check_in, request.user, request.keyring)
    if shown.is_live or shown.is_over or shown.has_given:
        return redirect("rhythm:check_in", check_in.pk)
    place = PARTS.index(part)
    context = {
        "standing": shown,
        "check_in": check_in,
        "part": rhythm_words().part(part),
        "minutes": minutes_of(part, length=shown.length),
        "form": form,
        "others": name_list(shown.others),
        "before": PARTS[place - 1].value if place else "",
        "is_last": place == len(PARTS) - 1,
        "quiet": rhythm_words().quiet if shown.is_slow else "",
        "look": _LOOKS.get(part, ""),
        **_beside(request, check_in.space, part, own_of(request.user, request.keyring)),
    }
    return space_page(request, check_in.space, "part.html", context, status)


def _beside(request: UnlockedRequest, space: Space, part: Part | None, own: dict[str, Any]) -> dict[str, Any]:
    """Return what stands beside a part to think of: one's open promises; what happened here, and what one noted."""
    if part == Part.PROMISES:
        return {"promises": _open_promises(request, space)}
    if part != Part.TOPIC:
        return {}
    happened = breakdowns_in(space)[:_MOST_BREAKDOWNS]
    return {
        "happened": [(row, row.words(request.keyring)["name"]) for row in happened],
        "topics": [topic["text"] for topic in own["topics"] if topic["space"] == str(space.pk)],
    }


def _open_promises(request: UnlockedRequest, space: Space) -> list[Shown]:
    """Return the promises of a space that this person made, or that were made to them, and that are still open."""
    names: dict[Hashable, str] = {member.person_id: member.person.name for member in members(space)}
    now = timezone.now()
    current = current_promises(request.user, request.keyring, space=space, now=now)
    found = [shown_promise(one, request.user, now=now, names=names) for one in current]
    return [one for one in found if one.is_open]


def _begin_page(request: UnlockedRequest, space: Space, form: BeginForm, status: int = 200) -> HttpResponse:
    rhythm = rhythm_of(space, request.user, request.keyring, now=timezone.now())
    people = rhythm.time.people if rhythm.time and rhythm.now else rhythm.here
    context = {
        "form": form,
        "rhythm": rhythm,
        "meeting_words": day_words(rhythm.now.at) if rhythm.now else "",
        "others": name_list(other for who, other in people.items() if who != request.user.pk),
    }
    return space_page(request, space, "begin.html", context, status)
