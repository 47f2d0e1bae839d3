"""What one answers here for oneself: the pulse, how a step was, three weeks of one's own answers, Amends itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.content.rhythm import rhythm_words
from amends.errors import NotYet, Refused
from amends.path.feedback import LOOK_BACK
from amends_web.pauses.pages import on_a_break
from amends_web.rhythm import private
from amends_web.rhythm.access import own_entry_for
from amends_web.rhythm.forms import AboutAmendsForm, AnswerForm, PulseForm
from amends_web.rhythm.own import own_of
from amends_web.rhythm.pages import space_page, stops_where_changed
from amends_web.rhythm.picture import picture_of
from amends_web.rhythm.pulses import is_help_due
from amends_web.rhythm.shown import answer_words, shown_answers
from amends_web.rhythm.steps import STEP_WORDS, Step, StepKind, step_for
from amends_web.shell.errors import refuse
from amends_web.shell.submissions import form_key, once
from amends_web.spaces.access import space_for
from amends_web.spaces.blind import digest
from amends_web.spaces.models import Space
from amends_web.spaces.queries import name_list
from amends_web.vault.requests import UnlockedRequest


@require_GET
def pulse_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    """One's own pulse in a space, with the band of what one answered before."""
    space = space_for(request.user, space_id)
    when = request.GET.get("when", "")
    form = PulseForm(initial={"when": when if when in ("before", "after") else ""})
    return _pulse_page(request, space, form)


@require_POST
def keep_pulse_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    form = PulseForm(request.POST)
    if not form.is_valid():
        return _pulse_page(request, space, form, status=422)
    private.keep_pulse(
        keyring=request.keyring,
        person=request.user,
        space=space,
        key=form_key(request),
        answers=form.answers(),
        when=form.cleaned_data["when"],
        now=timezone.now(),
    )
    return redirect(reverse("rhythm:pulse", args=[space.pk]) + "#before")


@require_POST
def put_help_away_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    private.put_help_away(keyring=request.keyring, person=request.user, space=space, now=timezone.now())
    return redirect("rhythm:pulse", space.pk)


@require_GET
@stops_where_changed
def answer_view(request: UnlockedRequest, kind: str, about_id: UUID) -> HttpResponse:
    """How a step was, for whoever was in it; below it, what others chose to show of theirs."""
    step = step_for(request.user, kind, about_id, request.keyring)
    kept = private.answer_to(step, request.user, request.keyring)
    return _answer_page(request, step, AnswerForm(asks_wish=step.asks_wish, initial=kept))


@require_POST
@stops_where_changed
def keep_answer_view(request: UnlockedRequest, kind: str, about_id: UUID) -> HttpResponse:
    step = step_for(request.user, kind, about_id, request.keyring)
    form = AnswerForm(request.POST, asks_wish=step.asks_wish)
    if not form.is_valid():
        return _answer_page(request, step, form, status=422)
    private.keep_answer(
        keyring=request.keyring,
        person=request.user,
        step=step,
        key=form_key(request),
        answer=form.answer(),
        now=timezone.now(),
    )
    ticked = private.chosen_parts(form.answer(), form.cleaned_data["show"])
    if ticked:
        query = urlencode({"show": list(ticked)}, doseq=True)
        return redirect(reverse("rhythm:preview_answer", args=[kind, about_id]) + f"?{query}")
    return redirect(reverse("rhythm:mine") + "#kept")


@require_GET
def preview_answer_view(request: UnlockedRequest, kind: str, about_id: UUID) -> HttpResponse:
    """Exactly what the others of a step would read of one's answer."""
    step = step_for(request.user, kind, about_id, request.keyring)
    parts = private.chosen_parts(private.answer_to(step, request.user, request.keyring), request.GET.getlist("show"))
    if not parts:
        return redirect("rhythm:answer", kind, about_id)
    context = {
        "step": step,
        "names": list(parts),
        "parts": answer_words(parts),
        "others": name_list(step.others),
        "previewed": digest(parts),
    }
    return space_page(request, step.space, "preview_answer.html", context)


@require_POST
def show_answer_view(request: UnlockedRequest, kind: str, about_id: UUID) -> HttpResponse:
    step = step_for(request.user, kind, about_id, request.keyring)
    back_url = reverse("rhythm:answer", args=[kind, about_id])

    def act() -> str:
        private.show_answer(
            keyring=request.keyring,
            person=request.user,
            step=step,
            names=request.POST.getlist("show"),
            previewed=request.POST.get("previewed", ""),
            now=timezone.now(),
        )
        return back_url

    try:
        return redirect(once(request, act))
    except Refused:
        sentence = _("Your answer has changed since you looked at it. Look once more, then show it.")
        return refuse(request, title=_("Not shown yet"), sentence=sentence, status=409, back_url=back_url)
    except NotYet:
        return refuse(request, title=_("Not now"), sentence=on_a_break(), status=409, back_url=back_url)


@require_POST
@stops_where_changed
def take_shown_back_view(request: UnlockedRequest, kind: str, about_id: UUID) -> HttpResponse:
    step = step_for(request.user, kind, about_id, request.keyring)
    private.take_shown_back(person=request.user, step=step)
    return redirect("rhythm:answer", kind, about_id)


@require_GET
def mine_view(request: UnlockedRequest) -> HttpResponse:
    """Three weeks of one's own answers; nobody else has this page."""
    return _mine_page(request, AboutAmendsForm())


@require_POST
def keep_word_view(request: UnlockedRequest) -> HttpResponse:
    form = AboutAmendsForm(request.POST)
    if not form.is_valid():
        return _mine_page(request, form, status=422)
    private.keep_word_about_amends(
        keyring=request.keyring,
        person=request.user,
        key=form_key(request),
        text=form.cleaned_data["text"],
        now=timezone.now(),
    )
    return redirect(reverse("rhythm:mine") + "#amends")


@require_POST
def delete_answer_view(request: UnlockedRequest, entry_id: UUID) -> HttpResponse:
    """Delete an answer of one's own, or a word about Amends."""
    entry = own_entry_for(request.user, entry_id, request.keyring)
    private.delete_own(keyring=request.keyring, person=request.user, entry_id=entry)
    return redirect("rhythm:mine")


@require_POST
def delete_pulse_view(request: UnlockedRequest, space_id: UUID, entry_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    entry = own_entry_for(request.user, entry_id, request.keyring)
    private.delete_own(keyring=request.keyring, person=request.user, entry_id=entry)
    return redirect("rhythm:pulse", space.pk)


def _pulse_page(request: UnlockedRequest, space: Space, form: PulseForm, status: int = 200) -> HttpResponse:
    kept = private.pulses_of(request.user, space, request.keyring)
    own = own_of(request.user, request.keyring)
    pulses = [pulse for _id, _when, pulse in kept]
    words = rhythm_words()
    titles = {item.id: item.title for item in words.items}
    shown = [
        {
            "id": entry_id,
            "at": date_format(timezone.localtime(pulse.at), "j F Y, H:i"),
            "when": when,
            "answers": [(titles[item], words.answer(answer)) for item, answer in pulse.answers.items()],
        }
        for entry_id, when, pulse in reversed(kept)
    ]
    context = {
        "form": form,
        "when": form["when"].value(),
        "pulses": shown,
        "picture": picture_of(pulses),
        "answers": words.answers,
        "stuck": words.stuck if is_help_due(pulses, own, space, now=timezone.now()) else "",
    }
    return space_page(request, space, "pulse.html", context, status)


def _answer_page(request: UnlockedRequest, step: Step, form: AnswerForm, status: int = 200) -> HttpResponse:
    shown = shown_answers(step, request.keyring)
    context = {
        "step": step,
        "form": form,
        "others": name_list(step.others),
        "shown": [one for one in shown if one.person.pk != request.user.pk],
        "mine": next((one for one in shown if one.person.pk == request.user.pk), None),
    }
    return space_page(request, step.space, "answer.html", context, status)


def _mine_page(request: UnlockedRequest, form: AboutAmendsForm, status: int = 200) -> HttpResponse:
    own = own_of(request.user, request.keyring)
    since = timezone.now() - LOOK_BACK
    entries = [_entry(entry) for entry in reversed(own["feedback"])]
    context = {
        "recent": [entry for entry in entries if entry["at"] > since],
        "older": [entry for entry in entries if entry["at"] <= since],
        "about_amends": [
            {**entry, "at": datetime.fromisoformat(entry["at"])} for entry in reversed(own["about_amends"])
        ],
        "form": form,
    }
    return render(request, "rhythm/mine.html", context, status=status)


def _entry(entry: dict[str, str]) -> dict[str, Any]:
    wishes = {wish.id: wish.label for wish in rhythm_words().wishes}
    return {
        "id": entry["id"],
        "at": datetime.fromisoformat(entry["at"]),
        "what": STEP_WORDS[StepKind(entry["kind"])],
        "parts": answer_words({name: entry[name] for name in private.SHOWABLE if entry[name]}),
        "wish": wishes.get(entry["wish"], ""),
    }
