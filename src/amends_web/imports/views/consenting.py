"""Asking somebody for their lines, and their yes. A no is nowhere: it looks like silence."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet, Refused, Tampered
from amends_web.imports import consents, queries
from amends_web.imports.access import kept_lines_for, left_out_for, lines_request_for
from amends_web.imports.masks import masked_text, masks_of
from amends_web.imports.models import LeftOut, LinesRequest, SharedExcerpt
from amends_web.imports.sharing_forms import AskForm, YesForm
from amends_web.imports.shown import wall_clock
from amends_web.pauses.pages import on_a_break
from amends_web.shell.submissions import once
from amends_web.spaces.queries import others

if TYPE_CHECKING:
    from collections.abc import Collection

    from amends_web.accounts.models import Person
    from amends_web.vault.requests import UnlockedRequest


@require_GET
def ask_view(request: UnlockedRequest, excerpt_id: UUID) -> HttpResponse:
    excerpt, left_out = left_out_for(request.user, excerpt_id)
    people, names = _people(request, excerpt), _names(request, left_out)
    form = AskForm(people={key: person.name for key, person in people.items()}, names=names)
    return _ask_page(request, excerpt, left_out, form)


@require_POST
def ask_now_view(request: UnlockedRequest, excerpt_id: UUID) -> HttpResponse:
    excerpt, left_out = left_out_for(request.user, excerpt_id)
    people, names = _people(request, excerpt), _names(request, left_out)
    form = AskForm(request.POST, people={key: person.name for key, person in people.items()}, names=names)
    if not form.is_valid():
        return _ask_page(request, excerpt, left_out, form, status=422)
    asked, name = people[form.cleaned_data["person"]], names[int(form.cleaned_data["name"])]

    def ask() -> str:
        consents.ask_for_lines(left_out=left_out, keyring=request.keyring, name=name, asked=asked)
        return reverse("imports:shared", args=[excerpt.space_id])

    try:
        return redirect(once(request, ask))
    except Refused:
        sentence = _("There is nothing more to ask: for each line you can ask once, and a name is one person’s.")
        form.add_error(None, sentence)
    except NotYet:
        form.add_error(None, on_a_break())
    return _ask_page(request, excerpt, left_out, form, status=409)


@require_GET
def asked_view(request: UnlockedRequest, request_id: UUID) -> HttpResponse:
    return _asked_page(request, lines_request_for(request.user, request_id))


@require_POST
def say_yes_view(request: UnlockedRequest, request_id: UUID) -> HttpResponse:
    row = lines_request_for(request.user, request_id)
    places = [line["place"] for line in row.words(request.keyring)["lines"]]
    form = YesForm(request.POST, places=places)
    if not form.is_valid():
        return redirect("imports:asked", row.pk)

    def keep() -> str:
        consents.say_yes(
            request=row,
            person=request.user,
            keyring=request.keyring,
            places=form.cleaned_data["line"],
            taken_off=form.cleaned_data["off"],
            now=timezone.now(),
        )
        return reverse("imports:shared", args=[row.excerpt.space_id])

    try:
        return redirect(once(request, keep))
    except NotYet:
        form.add_error(None, on_a_break())
    return _asked_page(request, row, form, status=409)


@require_GET
def kept_view(request: UnlockedRequest) -> HttpResponse:
    """Where one said yes, whether one is still in the space or not."""
    kept = []
    for row in queries.own_kept_lines(request.user):
        space, lines = "", {}
        # Whatever does not open: a space that one left, lines that somebody changed. One's yes can be taken back.
        with suppress(Tampered):
            space = row.excerpt.space.words(request.keyring)["name"]
            lines = consents.kept_words(row, keyring=request.keyring)
        kept.append({"row": row, "space": space, "lines": list(lines.values())})
    return render(request, "imports/kept.html", {"kept": kept})


@require_POST
def take_out_view(request: UnlockedRequest, kept_id: UUID) -> HttpResponse:
    kept = kept_lines_for(request.user, kept_id)
    consents.take_out(kept=kept)
    if request.POST.get("back") == "shared":
        return redirect("imports:shared", kept.excerpt.space_id)
    return redirect("imports:kept")


def _shown(line: dict[str, Any], taken_off: Collection[str] = ()) -> dict[str, Any]:
    """Return a line that was left out, as its writer would let it be kept: masked, with the masks."""
    return {"at": wall_clock(line["at"]), "text": masked_text(line), "masks": masks_of(line, taken_off)}


def _people(request: UnlockedRequest, excerpt: SharedExcerpt) -> dict[str, Person]:
    return {str(person.pk): person for person in others(excerpt.space, request.user)}


def _names(request: UnlockedRequest, left_out: LeftOut) -> list[str]:
    return list(dict.fromkeys(line["from"] for line in left_out.words(request.keyring)["lines"]))


def _asked_page(
    request: UnlockedRequest, row: LinesRequest, form: YesForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Show whoever is asked their lines: ticked are those that are kept by now, or that they ticked in `form`."""
    excerpt, typed = row.excerpt, form.cleaned_data if form else {}
    asked = {line["place"]: _shown(line, typed.get("off", ())) for line in row.words(request.keyring)["lines"]}
    (shown,) = [one for one in queries.shared_excerpts(excerpt.space, request.keyring) if one.id == excerpt.pk]
    kept = [place for place, line in enumerate(shown.lines) if line.person == request.user]
    context = {
        "row": row,
        "space": excerpt.space,
        "author": shown.author_name,
        "lines": [{"place": place, "line": line, "asked": asked.get(place)} for place, line in enumerate(shown.lines)],
        "ticked": typed.get("line", kept),
        "form": form,
        "others": [person.name for person in others(excerpt.space, request.user)],
    }
    return render(request, "imports/asked.html", context, status=status)


def _ask_page(
    request: UnlockedRequest, excerpt: SharedExcerpt, left_out: LeftOut, form: AskForm, *, status: int = 200
) -> HttpResponse:
    lines = left_out.words(request.keyring)["lines"]
    context = {
        "excerpt": excerpt,
        "form": form,
        "lines": [{"from": line["from"], **_shown(line)} for line in lines],
    }
    return render(request, "imports/ask.html", context, status=status)
