from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends_web.imports import actions, queries
from amends_web.imports.access import excerpt_for, import_for
from amends_web.imports.chunks import open_messages
from amends_web.imports.forms import PickForm, ShareForm
from amends_web.imports.models import Import
from amends_web.imports.readings import claims_from
from amends_web.imports.shown import line_of
from amends_web.imports.views.next_page import next_url, number_in
from amends_web.shell.errors import refuse
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.queries import members, name_list, others, spaces_of

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest

# Lines on one page of picking.
PICK_PAGE = 60


@require_GET
def lines_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.READY:
        return redirect(next_url(row))
    words = row.words(request.keyring)
    picked = queries.picked_lines(row, keyring=request.keyring)
    last_start = max(0, row.message_count - 1)
    asked = request.GET.get("from")
    start = (
        _pick_start(row, request, picked) if asked is None else number_in(asked, default=0, least=0, most=last_start)
    )
    messages = open_messages(row, keyring=request.keyring, words=words, first=start, last=start + PICK_PAGE - 1)
    context = {
        "row": row,
        "lines": [line_of(message, me=words["me"]) for message in messages],
        "picked": set(picked),
        "count": len(picked),
        "earlier": max(0, start - PICK_PAGE) if start else None,
        "later": start + PICK_PAGE if start + PICK_PAGE < row.message_count else None,
        "spaces": _named_spaces(request),
        "is_kept": request.GET.get("kept") == "1",
    }
    return render(request, "imports/lines.html", context)


@require_POST
def pick_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    form = PickForm(request.POST, total=row.message_count, most=PICK_PAGE)
    if row.state != Import.State.READY or not form.is_valid():
        raise Http404
    actions.pick_lines(row=row, keyring=request.keyring, shown=form.shown(), picked=form.cleaned_data["line"])
    first = form.cleaned_data["first"]
    return redirect(reverse("imports:lines", args=[row.pk]) + f"?from={first}&kept=1")


@require_GET
def share_view(request: UnlockedRequest, import_id: UUID, space_id: UUID) -> HttpResponse:
    return _share_page(request, import_id, space_id, form=None)


@require_POST
def share_lines_view(request: UnlockedRequest, import_id: UUID, space_id: UUID) -> HttpResponse:
    """Share what was previewed, and nothing else: where the lines were changed meanwhile, show them again."""
    row = import_for(request.user, import_id)
    space = space_for(request.user, space_id)
    form = ShareForm(request.POST)
    lines = _lines_to_share(request, row)
    if not form.is_valid() or not lines or form.cleaned_data["previewed"] != _fingerprint(lines):
        return _share_page(request, import_id, space_id, form=form, status=409)

    def share() -> str:
        actions.share_lines(
            space=space, author=request.user, keyring=request.keyring, lines=lines, note=form.cleaned_data["note"]
        )
        return reverse("imports:shared", args=[space.pk])

    return redirect(once(request, share))


@require_GET
def shared_view(request: UnlockedRequest, space_id: UUID) -> HttpResponse:
    space = space_for(request.user, space_id)
    context = {
        "space": space,
        "excerpts": queries.shared_excerpts(space, request.keyring),
        "here": {member.person_id for member in members(space)},
        "others": name_list(others(space, request.user)),
    }
    return render(request, "imports/shared.html", context)


@require_POST
def withdraw_view(request: UnlockedRequest, excerpt_id: UUID) -> HttpResponse:
    excerpt = excerpt_for(request.user, excerpt_id)
    space_id = excerpt.space_id
    actions.withdraw_excerpt(excerpt=excerpt)
    return redirect("imports:shared", space_id)


def _pick_start(row: Import, request: UnlockedRequest, picked: tuple[int, ...]) -> int:
    """Begin where something was picked, or a little before the stretch to look at, or with the last lines."""
    if picked:
        return max(0, picked[0] - 10)
    kept = queries.reading_words(row, keyring=request.keyring)
    stretch = next((claim for claim in claims_from(kept) if claim.kind == "stretch"), None)
    return max(0, row.message_count - PICK_PAGE) if stretch is None else max(0, stretch.lines[0] - 10)


def _named_spaces(request: UnlockedRequest) -> list[dict[str, Any]]:
    return [{"space": space, "name": space.words(request.keyring)["name"]} for space in spaces_of(request.user)]


def _lines_to_share(request: UnlockedRequest, row: Import) -> list[dict[str, Any]]:
    """Return what sharing would show; nothing where none of it is one's own."""
    if row.state != Import.State.READY:
        raise Http404
    words = row.words(request.keyring)
    lines = queries.lines_to_share(row, keyring=request.keyring, words=words, author=request.user)
    return lines if any(line["text"] is not None for line in lines) else []


def _share_page(
    request: UnlockedRequest, import_id: UUID, space_id: UUID, *, form: ShareForm | None, status: int = 200
) -> HttpResponse:
    row = import_for(request.user, import_id)
    space = space_for(request.user, space_id)
    lines = _lines_to_share(request, row)
    if not lines:
        sentence = _("Only your own lines can be shared, and none of them is picked yet.")
        back = reverse("imports:lines", args=[row.pk])
        return refuse(request, title=_("Nothing to share yet"), sentence=sentence, status=409, back_url=back)
    note = form.data.get("note", "") if form is not None else ""
    name = space.words(request.keyring)["name"]
    context = {
        "row": row,
        "space": space,
        "name": name,
        # Alone in it so far: whoever joins will see it.
        "others": name_list(others(space, request.user)) or name,
        "lines": [queries.excerpt_line(line) for line in lines],
        "form": ShareForm(initial={"note": note, "previewed": _fingerprint(lines)}),
        "is_changed": form is not None,
    }
    return render(request, "imports/share.html", context, status=status)


def _fingerprint(lines: list[dict[str, Any]]) -> str:
    return blake2b(repr(lines).encode(), digest_size=16).hexdigest()
