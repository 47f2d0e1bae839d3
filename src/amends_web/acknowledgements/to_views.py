"""What one owns towards somebody else: what it was like for them, the workshop, the preview, the wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.own_it import own_it
from amends.errors import NotYet, Refused
from amends.path import own_it as rule
from amends_web.acknowledgements import actions
from amends_web.acknowledgements.access import Two, to_other
from amends_web.acknowledgements.forms import DraftForm
from amends_web.acknowledgements.pages import day_words, not_sent, own_page, stops_where_changed, told
from amends_web.acknowledgements.pieces import Passed, digest
from amends_web.acknowledgements.queries import (
    acknowledgement_of,
    heard,
    last_impact,
    last_words,
    looks_from_day,
    own_draft,
    own_words,
    pace_of,
    passed_between,
    shared_card,
)
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.submissions import once
from amends_web.vault.requests import UnlockedRequest

THINGS = ("impact", "words")


@require_GET
@stops_where_changed
def impact_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    """What it was like for the other, from what they shared; theirs to say whether it is so."""
    two = to_other(request.user, breakdown_id, other_id)
    return _draft_page(request, two, "impact", _form(request, two, "impact"))


@require_GET
@stops_where_changed
def words_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    """The workshop: one's own words, the gaps in them, and what may become of them."""
    two = to_other(request.user, breakdown_id, other_id)
    return _draft_page(request, two, "words", _form(request, two, "words"))


@require_POST
@stops_where_changed
def keep_draft_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID, thing: str) -> HttpResponse:
    """Keep what is typed so far; answers a piece of the page, never the page."""
    two = to_other(request.user, breakdown_id, other_id)
    form = _form(request, two, thing, data=request.POST)
    if form.is_valid():
        _keep(request, two, thing, form, is_past=False)
    return render(request, "acknowledgements/kept.html", {"form": form, "is_kept": form.is_valid()})


@require_POST
@stops_where_changed
def next_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID, thing: str) -> HttpResponse:
    """Keep the draft, and go where the pressed button leads: the preview, reading aloud, or nowhere."""
    two = to_other(request.user, breakdown_id, other_id)
    form = _form(request, two, thing, data=request.POST)
    if not form.is_valid():
        return _draft_page(request, two, thing, form, status=422)
    if wants_second_look(request):
        _keep(request, two, thing, form, is_past=False)
        return _draft_page(request, two, thing, form)
    _keep(request, two, thing, form, is_past=True)
    leads_to = request.POST.get("then")
    if leads_to == "preview" and form.cleaned_data["text"].strip():
        return redirect("acknowledgements:preview", breakdown_id, other_id, thing)
    if leads_to == "aloud":
        return redirect("acknowledgements:aloud", breakdown_id, other_id)
    if leads_to == "words":
        return redirect("acknowledgements:words", breakdown_id, other_id)
    return redirect("acknowledgements:own", breakdown_id)


@require_GET
@stops_where_changed
def aloud_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    """One's own words, large, for reading them to somebody who is there. Nothing is sent."""
    two = to_other(request.user, breakdown_id, other_id)
    own = own_words(request.keyring, request.user, two.breakdown)
    context = {thing: own_draft(own, two.recipient, thing) for thing in THINGS}
    return own_page(request, two, "acknowledgements/aloud.html", context)


@require_GET
@stops_where_changed
def preview_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID, thing: str) -> HttpResponse:
    """Show, word for word, what the other will see. Nothing happens yet."""
    two = to_other(request.user, breakdown_id, other_id)
    if thing not in THINGS:
        raise Http404
    own = own_words(request.keyring, request.user, two.breakdown)
    words, impact = (own_draft(own, two.recipient, name) for name in ("words", "impact"))
    if not (impact if thing == "impact" else words).strip():
        return redirect(f"acknowledgements:{thing}", breakdown_id, other_id)
    passed = passed_between(two, request.keyring)
    context = {
        "thing": thing,
        "words": words,
        "impact": impact,
        "is_confirmed": rule.is_confirmed([one.event for one in passed], impact),
        "previewed": digest(impact) if thing == "impact" else digest(words, impact),
        "is_open": thing == "impact" or heard(two, request.keyring) is not None,
    }
    return own_page(request, two, "acknowledgements/preview.html", context)


@require_POST
@stops_where_changed
def ask_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    """Tell back what it was like for the other, to ask whether it is so."""
    return _pass_on(request, to_other(request.user, breakdown_id, other_id), "impact", actions.tell_back)


@require_POST
@stops_where_changed
def send_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    return _pass_on(request, to_other(request.user, breakdown_id, other_id), "words", actions.send_words)


@require_GET
@stops_where_changed
def sent_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    """The waiting place: what was sent, what the other said if they did, and what one can do alone."""
    two = to_other(request.user, breakdown_id, other_id)
    passed = passed_between(two, request.keyring)
    if last_words(passed) is None:
        return redirect("acknowledgements:words", breakdown_id, other_id)
    return own_page(request, two, "acknowledgements/sent.html", _standing(request, two, passed))


@require_POST
@stops_where_changed
def remind_view(request: UnlockedRequest, breakdown_id: UUID, other_id: UUID) -> HttpResponse:
    two = to_other(request.user, breakdown_id, other_id)
    back_url = reverse("acknowledgements:sent", args=[breakdown_id, other_id])

    def act() -> str:
        actions.remind(keyring=request.keyring, two=two, now=timezone.now())
        return back_url

    try:
        return redirect(once(request, act))
    except (NotYet, Refused) as error:
        return not_sent(request, error, two.recipient, back_url=back_url)


def _pass_on(request: UnlockedRequest, two: Two, thing: str, action: Callable[..., None]) -> HttpResponse:
    args = [two.breakdown.pk, two.recipient.pk]
    actions.check_keys(request.keyring, two.recipient)

    def act() -> str:
        previewed = request.POST.get("previewed", "")
        action(keyring=request.keyring, two=two, previewed=previewed, now=timezone.now())
        return reverse("acknowledgements:impact" if thing == "impact" else "acknowledgements:sent", args=args)

    try:
        return redirect(once(request, act))
    except (NotYet, Refused) as error:
        return not_sent(request, error, two.recipient, back_url=reverse(f"acknowledgements:{thing}", args=args))


def _standing(request: UnlockedRequest, two: Two, passed: list[Passed]) -> dict[str, Any]:
    events = [one.event for one in passed]
    words, answer = last_words(passed), rule.answer_to(events)
    pace = pace_of(two.recipient, two.breakdown.space, request.keyring)
    day = looks_from_day(events, pace=pace, reader=two.recipient)
    return {
        "sent": words,
        "is_confirmed": rule.is_confirmed(events, words.impact) if words else False,
        "answer": told(own_it().responses, answer, two.recipient) if answer else "",
        "acknowledgement": acknowledgement_of(two) if answer else None,
        "may_write_more": answer is not None and answer.answer == rule.Response.MISSING,
        "looks_from": day_words(day) if day else "",
        "advises_rest": rule.advises_rest(events, now=timezone.now()),
        "alone": own_it().alone,
    }


def _form(request: UnlockedRequest, two: Two, thing: str, data: Any = None) -> DraftForm:
    if thing == "impact":
        label = _("What it was like for %(name)s, as you understand it") % {"name": two.recipient.name}
        hint = _("From what they shared, in your own words. No reasons yet.")
    elif thing == "words":
        label, hint = _("Your own words to %(name)s") % {"name": two.recipient.name}, ""
    else:
        raise Http404
    if data is not None:
        return DraftForm(data, label=label, hint=hint)
    own = own_words(request.keyring, request.user, two.breakdown)
    return DraftForm(label=label, hint=hint, initial={"text": own_draft(own, two.recipient, thing)})


def _draft_page(request: UnlockedRequest, two: Two, thing: str, form: DraftForm, status: int = 200) -> HttpResponse:
    passed = passed_between(two, request.keyring)
    events = [one.event for one in passed]
    own = own_words(request.keyring, request.user, two.breakdown)
    context: dict[str, Any] = {"form": form, "own": own, "is_open": heard(two, request.keyring) is not None}
    if thing == "impact":
        answer = rule.checked(events)
        context |= {
            "card": shared_card(two, request.keyring),
            "asked": last_impact(passed),
            "answer": told(own_it().checks, answer, two.recipient) if answer else "",
            "missing": next((one.words for one in reversed(passed) if one.event is answer), "") if answer else "",
        }
    else:
        impact = own_draft(own, two.recipient, "impact")
        context |= {
            "impact": impact,
            "is_confirmed": rule.is_confirmed(events, impact),
            "prompts": [prompt for prompt in own_it().prompts if prompt.part != "impact"],
            "forgiveness": own_it().forgiveness,
            "has_sent": last_words(passed) is not None,
        }
    return own_page(request, two, f"acknowledgements/{thing}.html", context, status)


def _keep(request: UnlockedRequest, two: Two, thing: str, form: DraftForm, *, is_past: bool) -> None:
    actions.keep_draft(
        keyring=request.keyring,
        two=two,
        thing=thing,
        text=form.cleaned_data["text"],
        page=request.POST.get("page", "")[:40],
        is_past=is_past,
    )
