from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import NotYet
from amends_web.imports import actions, queries
from amends_web.imports.access import excerpt_for, import_for
from amends_web.imports.chunks import open_messages
from amends_web.imports.consents import keep_left_out
from amends_web.imports.excerpts import Draft, MaskChoices, draft_of
from amends_web.imports.forms import PickForm
from amends_web.imports.models import Import
from amends_web.imports.readings import claims_from
from amends_web.imports.sharing_forms import ShareForm
from amends_web.imports.shown import line_of
from amends_web.imports.views.next_page import next_url, number_in
from amends_web.pauses.pages import on_a_break
from amends_web.shell.errors import refuse
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.queries import members, name_list, others, spaces_of

if TYPE_CHECKING:
    from amends_web.spaces.models import Space
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
    row, space = _ready(request, import_id), space_for(request.user, space_id)
    draft = _draft(request, row, space)
    form = ShareForm(people=draft.named)
    return _share_page(request, row, space, draft, form)


@require_POST
def look_again_view(request: UnlockedRequest, import_id: UUID, space_id: UUID) -> HttpResponse:
    """Show the lines as they would be shared with other masks; nothing is kept, and words stay out of addresses."""
    row, space = _ready(request, import_id), space_for(request.user, space_id)
    form = ShareForm(request.POST, people=_draft(request, row, space).named)
    status = 200 if form.is_valid() else 422
    return _share_page(request, row, space, _draft(request, row, space, form.choices()), form, status=status)


@require_POST
def share_lines_view(request: UnlockedRequest, import_id: UUID, space_id: UUID) -> HttpResponse:
    """Share what was previewed, and nothing else: where it would be other lines by now, show them first."""
    row, space = _ready(request, import_id), space_for(request.user, space_id)
    form = ShareForm(request.POST, people=_draft(request, row, space).named)
    is_valid = form.is_valid()
    draft = _draft(request, row, space, form.choices())
    if not is_valid or not draft.has_own or form.cleaned_data["previewed"] != _fingerprint(draft):
        return _share_page(request, row, space, draft, form, is_changed=is_valid, status=409)

    def share() -> str:
        excerpt = actions.share_lines(
            space=space,
            author=request.user,
            keyring=request.keyring,
            lines=list(draft.kept),
            note=form.cleaned_data["note"],
        )
        keep_left_out(row=row, excerpt=excerpt, keyring=request.keyring, lines=draft.left_out)
        return reverse("imports:shared", args=[space.pk])

    try:
        return redirect(once(request, share))
    except NotYet:
        form.add_error(None, on_a_break())
    return _share_page(request, row, space, draft, form, status=409)


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


def _ready(request: UnlockedRequest, import_id: UUID) -> Import:
    row = import_for(request.user, import_id)
    if row.state != Import.State.READY:
        raise Http404
    return row


def _draft(request: UnlockedRequest, row: Import, space: Space, choices: MaskChoices | None = None) -> Draft:
    return draft_of(row, keyring=request.keyring, space=space, author=request.user, choices=choices)


def _share_page(
    request: UnlockedRequest,
    row: Import,
    space: Space,
    draft: Draft,
    form: ShareForm,
    *,
    is_changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    if not draft.has_own:
        sentence = _("Only your own lines can be shared, and none of them is picked yet.")
        back = reverse("imports:lines", args=[row.pk])
        return refuse(request, title=_("Nothing to share yet"), sentence=sentence, status=409, back_url=back)
    name = space.words(request.keyring)["name"]
    context = {
        "row": row,
        "space": space,
        "name": name,
        # Alone in it so far: whoever joins will see it.
        "others": name_list(others(space, request.user)) or name,
        "lines": draft.lines,
        "form": form,
        "previewed": _fingerprint(draft),
        "has_doubts": any(not mask.is_sure for line in draft.lines for mask in line.masks),
        "is_changed": is_changed,
    }
    return render(request, "imports/share.html", context, status=status)


def _fingerprint(draft: Draft) -> str:
    return blake2b(repr(draft.kept).encode(), digest_size=16).hexdigest()
