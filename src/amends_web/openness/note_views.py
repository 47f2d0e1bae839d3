"""Letting others know something before they ask, and telling somebody what one noticed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Tampered
from amends_web.accounts.models import Person
from amends_web.openness import actions, queries
from amends_web.openness.access import note_for, own_agreement_for, own_note_for
from amends_web.openness.forms import NoteForm
from amends_web.openness.pages import space_page
from amends_web.pauses.pages import on_a_break
from amends_web.shell.drafts import wants_second_look
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.models import Space
from amends_web.spaces.queries import members, name_list, others
from amends_web.vault.requests import UnlockedRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What a note is about: an item of one's own list, for those with whom it holds; or nothing, for whoever is here.

    `list_id` and `place` name the item in an address: the version of the list, and where it stands in there.
    """

    people: list[Person]
    item: str = ""
    list_id: str = ""
    place: str = ""


@require_GET
def write_note_view(request: UnlockedRequest, space_id: UUID, kind: str) -> HttpResponse:
    """Write a note; `?list=` and `?item=` name what it is about."""
    space = space_for(request.user, space_id)
    about = _about(request, space)
    return _write_page(request, space, kind, about, NoteForm(others=about.people))


@require_POST
def send_note_view(request: UnlockedRequest, space_id: UUID, kind: str) -> HttpResponse:
    space = space_for(request.user, space_id)
    about = _about(request, space)
    if wants_second_look(request):
        typed = {"to": request.POST.getlist("to"), "text": request.POST.get("text", "")}
        return _write_page(request, space, kind, about, NoteForm(others=about.people, initial=typed))
    form = NoteForm(request.POST, others=about.people)
    if not form.is_valid():
        return _write_page(request, space, kind, about, form, status=422)

    def act() -> str:
        note = actions.send_note(
            keyring=request.keyring,
            person=request.user,
            space=space,
            to=form.people(),
            kind=_known(kind),
            text=form.cleaned_data["text"],
            item=about.item,
            now=timezone.now(),
        )
        return reverse("openness:note", args=[note.pk])

    try:
        return redirect(once(request, act))
    except NotYet:
        form.add_error(None, on_a_break())
        return _write_page(request, space, kind, about, form, status=409)


@require_GET
def note_view(request: UnlockedRequest, note_id: UUID) -> HttpResponse:
    note = note_for(request.user, note_id)
    try:
        shown = queries.shown_note(note, request.keyring)
    except Tampered:
        return space_page(request, note.space, "stopped.html", {}, status=409)
    context = {
        "shown": shown,
        "is_mine": note.author_id == request.user.pk,
        "to_names": name_list(shown.to),
        "with_whom": name_list([note.author, *(one for one in shown.to if one.pk != request.user.pk)]),
    }
    return space_page(request, note.space, "note.html", context)


@require_POST
def take_back_note_view(request: UnlockedRequest, note_id: UUID) -> HttpResponse:
    note = own_note_for(request.user, note_id)
    actions.take_back(row=note)
    return redirect("openness:openness", note.space_id)


def _about(request: UnlockedRequest, space: Space) -> _About:
    """Return what a note is about, as its page or its form names it; raises Http404 for what is not one's own list."""
    fields = request.GET if request.method == "GET" else request.POST
    list_id, place = fields.get("list", ""), fields.get("item", "")
    if not list_id:
        return _About(people=others(space, request.user))
    try:
        agreement = own_agreement_for(request.user, UUID(list_id))
        shown = queries.shown_list(agreement, request.keyring)
        version, row = map(int, place.split("-"))
        item = shown.terms.versions[version][row]
    except (ValueError, LookupError, Tampered):
        raise Http404 from None
    here = {member.person_id for member in members(space)}
    people = [person for person in shown.holds_with if person.pk in here]
    if agreement.space_id != space.pk or not people:
        raise Http404
    return _About(people=people, item=item, list_id=list_id, place=place)


def _known(kind: str) -> str:
    if kind not in (queries.HEADS_UP, queries.NOTICED):
        raise Http404
    return kind


def _write_page(
    request: UnlockedRequest, space: Space, kind: str, about: _About, form: NoteForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "others": form.others, "kind": _known(kind), "about": about}
    return space_page(request, space, "write_note.html", context, status)
