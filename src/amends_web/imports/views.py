from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amends.errors import Undecided, UnreadableExport
from amends_web.imports import actions, queries
from amends_web.imports.access import excerpt_for, import_for, progress_for
from amends_web.imports.chunks import open_messages
from amends_web.imports.course import course_of
from amends_web.imports.forms import (
    NOBODY,
    BringForm,
    ChatForm,
    OrderForm,
    PickForm,
    SearchForm,
    SeatForm,
    ShareForm,
    WaveForm,
)
from amends_web.imports.models import Import
from amends_web.imports.progress import Cancelled, Progress
from amends_web.imports.readings import claims_from
from amends_web.imports.shown import PAGE, example_dates, groups_of, line_of
from amends_web.imports.sources import Source, source_from
from amends_web.imports.words import doubts, refusal
from amends_web.shell.errors import refuse
from amends_web.shell.polling import poll
from amends_web.shell.submissions import once
from amends_web.spaces.access import space_for
from amends_web.spaces.queries import members, name_list, others, spaces_of

if TYPE_CHECKING:
    from amends_web.vault.requests import UnlockedRequest

# Lines on one page of picking.
PICK_PAGE = 60


@require_GET
def list_view(request: UnlockedRequest) -> HttpResponse:
    imports = queries.own_imports(request.user, keyring=request.keyring)
    return render(request, "imports/list.html", {"imports": imports})


@require_GET
def new_view(request: UnlockedRequest) -> HttpResponse:
    actions.sweep()
    return _bring_page(request, BringForm(initial={"time_zone": request.user.time_zone}))


@require_POST
def bring_view(request: UnlockedRequest) -> HttpResponse:
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return _bring_page(request, form, status=422)
    upload = form.cleaned_data["file"]
    if upload is not None and upload.too_large:
        form.add_error("file", _("This file is larger than 1 GB. Export the chat without media and give that file."))
        return _bring_page(request, form, status=413)
    try:
        return redirect(_read(request, form.source(), submission=form.cleaned_data["submission"]))
    except Undecided as question:
        if upload is not None:
            upload.keep()
        return redirect(_ask(request, question, form))
    except UnreadableExport as error:
        form.add_error("text" if upload is None else "file", refusal(error))
        return _bring_page(request, form, status=422)
    except Cancelled:
        return redirect("imports:list")


@require_POST
def cancel_view(request: UnlockedRequest) -> HttpResponse:
    try:
        submission = UUID(request.POST.get("submission", ""))
    except ValueError:
        return HttpResponse(status=400)
    actions.cancel_import(person=request.user, keyring=request.keyring, submission=submission)
    return HttpResponse(status=204)


@poll
@require_GET
def progress_view(request: UnlockedRequest, submission: UUID) -> HttpResponse:
    return JsonResponse({"messages": progress_for(request.user, submission).messages})


@require_GET
def date_order_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.ASKS_ORDER:
        return redirect(_next_url(row))
    words = row.words(request.keyring)
    context = {"row": row, "example": words["example"], "choices": example_dates(words["example"], words["orders"])}
    return render(request, "imports/date_order.html", context)


@require_POST
def answer_order_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.ASKS_ORDER:
        return redirect(_next_url(row))
    form = OrderForm(request.POST, orders=row.words(request.keyring)["orders"])
    return _answered(request, row, form) if form.is_valid() else redirect("imports:date_order", row.pk)


@require_GET
def chat_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.ASKS_CHAT:
        return redirect(_next_url(row))
    form = ChatForm(chats=row.words(request.keyring)["chats"])
    return render(request, "imports/chat.html", {"row": row, "form": form})


@require_POST
def answer_chat_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.ASKS_CHAT:
        return redirect(_next_url(row))
    form = ChatForm(request.POST, chats=row.words(request.keyring)["chats"])
    if not form.is_valid():
        return render(request, "imports/chat.html", {"row": row, "form": form}, status=422)
    return _answered(request, row, form)


@require_GET
def me_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(_next_url(row))
    words = row.words(request.keyring)
    initial = None
    if row.state == Import.State.READY:
        initial = NOBODY if words["me"] is None else str(words["people"].index(words["me"]))
    form = SeatForm(people=words["people"], initial={"me": initial})
    return render(request, "imports/me.html", {"row": row, "form": form})


@require_POST
def take_seat_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(_next_url(row))
    form = SeatForm(request.POST, people=row.words(request.keyring)["people"])
    if not form.is_valid():
        return render(request, "imports/me.html", {"row": row, "form": form}, status=422)
    try:
        with Progress(person=request.user, submission=form.cleaned_data["submission"]) as progress:
            actions.take_seat(row=row, keyring=request.keyring, me=form.seat(), progress=progress)
    except Cancelled:
        return redirect("imports:me", row.pk)
    return redirect("imports:import", row.pk)


@require_GET
def import_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.READY:
        return redirect(_next_url(row))
    words = row.words(request.keyring)
    kept = queries.reading_words(row, keyring=request.keyring)
    groups = groups_of(kept, me=words["me"])
    stretch = groups["stretch"].first[0].lines if "stretch" in groups else ()
    context = {
        "row": row,
        "groups": groups,
        "course": course_of(kept["course"], stretch=tuple(line.n for line in stretch)),
        "me": words["me"],
        **_report(words),
    }
    return render(request, "imports/import.html", context)


@require_POST
def wave_away_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    form = WaveForm(request.POST)
    if row.state != Import.State.READY or not form.is_valid():
        raise Http404
    claim = form.cleaned_data["claim"]
    kept = queries.reading_words(row, keyring=request.keyring)
    found = next((one for one in claims_from(kept) if one.key == claim), None)
    if found is not None:
        actions.wave_away(row=row, keyring=request.keyring, claim=claim)
    return redirect(reverse("imports:import", args=[row.pk]) + (f"#{found.kind}" if found else ""))


@require_GET
def messages_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(_next_url(row))
    words = row.words(request.keyring)
    pages = max(1, -(-row.message_count // PAGE))
    page = _number(request.GET.get("page"), default=1, least=1, most=pages)
    first = (page - 1) * PAGE
    messages = open_messages(row, keyring=request.keyring, words=words, first=first, last=first + PAGE - 1)
    context = {
        "row": row,
        "lines": [line_of(message, me=words["me"]) for message in messages],
        "page": page,
        "pages": pages,
        "form": SearchForm(),
    }
    return render(request, "imports/messages.html", context)


@require_POST
def search_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    """Look for words. They come in the body of a POST, as an address would end in logs and histories."""
    row = import_for(request.user, import_id)
    if row.is_asking:
        return redirect(_next_url(row))
    form = SearchForm(request.POST)
    if not form.is_valid():
        return redirect("imports:messages", row.pk)
    words = row.words(request.keyring)
    found = queries.messages_with(row, keyring=request.keyring, words=words, said=form.cleaned_data["q"])
    context = {
        "row": row,
        "form": form,
        "lines": [line_of(message, me=words["me"]) for message in found],
        "is_cut": len(found) == queries.MOST_FOUND,
    }
    return render(request, "imports/found.html", context)


@require_GET
def lines_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    if row.state != Import.State.READY:
        return redirect(_next_url(row))
    words = row.words(request.keyring)
    picked = queries.picked_lines(row, keyring=request.keyring)
    last_start = max(0, row.message_count - 1)
    asked = request.GET.get("from")
    start = _pick_start(row, request, picked) if asked is None else _number(asked, default=0, least=0, most=last_start)
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


@require_GET
def delete_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    return render(request, "imports/delete.html", {"row": import_for(request.user, import_id)})


@require_POST
def delete_import_view(request: UnlockedRequest, import_id: UUID) -> HttpResponse:
    row = import_for(request.user, import_id)
    actions.delete_import(row=row, keyring=request.keyring)
    return redirect("imports:list")


def _bring_page(request: UnlockedRequest, form: BringForm, *, status: int = 200) -> HttpResponse:
    return render(request, "imports/new.html", {"form": form}, status=status)


def _read(request: UnlockedRequest, source: Source, *, submission: UUID) -> str:
    """Read outside the transaction, as it takes seconds; keep inside one. Returns where to go next."""
    with Progress(person=request.user, submission=submission) as progress:
        imported = source.read(progress=progress)

        def keep() -> str:
            row = actions.keep_import(
                person=request.user,
                keyring=request.keyring,
                imported=imported,
                time_zone=source.time_zone,
                submission=submission,
            )
            return _next_url(row)

        return once(request, keep)


def _ask(request: UnlockedRequest, question: Undecided, form: BringForm) -> str:
    def keep() -> str:
        row = actions.keep_question(
            person=request.user,
            keyring=request.keyring,
            question=question,
            source=form.source(),
            submission=form.cleaned_data["submission"],
        )
        return _next_url(row)

    return once(request, keep)


def _answered(request: UnlockedRequest, row: Import, form: OrderForm | ChatForm) -> HttpResponse:
    """Read what was kept with the person's answer; a file of several chats may need a second one."""
    source = form.answered(source_from(row.words(request.keyring)["source"]))
    try:
        return redirect(_answer(request, row, source, submission=form.cleaned_data["submission"]))
    except FileNotFoundError:
        sentence = _("The file was kept for a day, and that is over. Give it again, please.")
        return _refused(request, row, sentence, status=410)
    except Undecided as question:
        actions.ask_on(row=row, keyring=request.keyring, question=question, source=source)
        return redirect(_next_url(row))
    except UnreadableExport as error:
        return _refused(request, row, refusal(error), status=422)
    except Cancelled:
        return redirect("imports:list")


def _answer(request: UnlockedRequest, row: Import, source: Source, *, submission: UUID) -> str:
    with Progress(person=request.user, submission=submission) as progress:
        imported = source.read(progress=progress)

        def keep() -> str:
            actions.answer_question(row=row, keyring=request.keyring, imported=imported)
            return _next_url(row)

        return once(request, keep)


def _refused(request: UnlockedRequest, row: Import, sentence: str, *, status: int) -> HttpResponse:
    """Say why a kept file could not be read after all, and let go of it."""
    actions.delete_import(row=row, keyring=request.keyring)
    title = _("This could not be read")
    return refuse(request, title=title, sentence=sentence, status=status, back_url=reverse("imports:new"))


def _next_url(row: Import) -> str:
    page = {
        Import.State.ASKS_ORDER: "imports:date_order",
        Import.State.ASKS_CHAT: "imports:chat",
        Import.State.ASKS_ME: "imports:me",
        Import.State.READY: "imports:import",
    }
    return reverse(page[Import.State(row.state)], args=[row.pk])


def _report(words: dict[str, Any]) -> dict[str, Any]:
    report = words["report"]
    return {
        "people": words["people"],
        "others": [name for name in words["people"] if name != words["me"]],
        "messages": words["manifest"]["messages"],
        "first_at": _wall_clock(report["first_at"]),
        "last_at": _wall_clock(report["last_at"]),
        "unread_count": report["unread_count"],
        "unread_lines": report["unread_lines"][:20],
        "doubts": doubts(report["doubts"]),
        "time_zone": words["time_zone"],
    }


def _wall_clock(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at).replace(tzinfo=None) if at else None


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


def _number(text: str | None, *, default: int, least: int, most: int) -> int:
    """Return a number out of an address; whatever is not one is the default."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 9:
        return default
    return min(max(int(text), least), most)
