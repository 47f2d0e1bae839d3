from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from amends.drafts import Kind
from amends_web.shell.drafts import look_at, may_look, wave_away, waved_by
from amends_web.shell.polling import nothing_new, poll

if TYPE_CHECKING:
    from django.http import HttpRequest


class HttpResponseSeeOther(HttpResponseRedirect):
    status_code = 303


@login_not_required
@require_GET
def exit_view(request: HttpRequest) -> HttpResponse:
    """End the session, forget what the browser holds of this site, and go to a neutral page.

    A link, so that it works without JavaScript; a form that led to another site would be stopped by `form-action`.
    Another site's page can't use it to sign people out: it gets the page about leaving instead.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return render(request, "shell/about_exit.html")
    logout(request)
    response = HttpResponseSeeOther(settings.EXIT_URL)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    for name in request.COOKIES:
        # The header is heard over HTTPS and on this machine only; this is heard everywhere.
        response.delete_cookie(name, samesite="Strict")
    return response


@login_not_required
@require_GET
def about_exit_view(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/about_exit.html")


@require_GET
def awake_view(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (the answer is that it was asked)
    """Count as activity: asked while somebody types for longer than the idle lock waits."""
    return nothing_new()


@require_GET
@poll
def still_open_view(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (past the lock it is open)
    """Say whether this browser is still unlocked; where it isn't, the door answers instead."""
    return nothing_new()


@require_POST
def second_look_view(request: HttpRequest, kind: str, fields: str) -> HttpResponse:
    """Answer with the marks on a draft, for the piece of the page that asked; the draft is looked at and let go."""
    if kind not in list(Kind):
        raise Http404
    if not may_look(request.user):
        return HttpResponse(status=429)
    if "wave" in request.POST:
        wave_away(request, request.POST["wave"])
    # Each once: an address that names a long field a thousand times would make a thousand copies of it.
    texts = (request.POST.get(name, "") for name in dict.fromkeys(fields.split(",")))
    look = look_at(texts, kind=Kind(kind), waved=waved_by(request))
    if request.POST.get("look_seen") == look.seen:
        return nothing_new()
    words = {"look": look, "region": request.htmx.target, "url": request.path}  # type: ignore[attr-defined]
    return render(request, "shell/second_look_answer.html", words)


# What a phone may share here: what an export is, as the share menu tells it by type or by the end of its name.
_SHARED_TYPES = [
    *("text/*", "application/zip", "application/x-zip-compressed", "application/json", "application/pdf"),
    *(".txt", ".zip", ".json", ".csv", ".html", ".xml", ".pdf", ".eml", ".mbox", ".vtt", ".srt"),
]


@login_not_required
@require_GET
def manifest_view(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (the same for everybody)
    """Say how a phone may install this copy, under a neutral name, and what its share menu may send here."""
    icons = [
        {"src": static("shell/icon.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": static("shell/icon-192.png"), "type": "image/png", "sizes": "192x192"},
        {"src": static("shell/icon-512.png"), "type": "image/png", "sizes": "512x512"},
        {"src": static("shell/icon-512.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
    ]
    manifest = {
        "id": "/",
        "name": settings.APP_NAME,
        "short_name": settings.APP_NAME,
        "start_url": "/",
        "scope": "/",
        # With a line that shows where one is, and without the browser's own menus.
        "display": "minimal-ui",
        "background_color": "#faf7f1",
        "theme_color": "#faf7f1",
        "icons": icons,
        "share_target": {
            "action": reverse("imports:arrive"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"text": "text", "files": [{"name": "file", "accept": _SHARED_TYPES}]},
        },
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


class LookForm(forms.Form):
    """Every kind of field, for the page that shows the components."""

    words = forms.CharField(
        label="What happened, as a camera would have recorded it",
        help_text="Who said or did what, when. The story you told yourself about it comes next.",
        widget=forms.Textarea,
    )
    name = forms.CharField(label="Your name here", help_text="What the others will read.")
    channel = forms.ChoiceField(label="Where was it?", choices=[("text", "In a message"), ("talk", "In person")])
    kind = forms.ChoiceField(
        label="What kind of moment was it?",
        choices=[("tone", "The tone"), ("silence", "Silence"), ("other", "Something else")],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label="Share these lines", required=False)

    words.seen = "only_you"  # type: ignore[attr-defined]
    name.seen = "shared"  # type: ignore[attr-defined]
    name.seen_by = "Ben"  # type: ignore[attr-defined]


@login_not_required
@require_GET
def look_view(request: HttpRequest) -> HttpResponse:
    """Every component on one page; only where the copy is being worked on."""
    if not (settings.DEBUG or settings.LOOK):
        raise Http404
    draft = {"words": "I’m sorry if you were upset but you never listen. I should have called."}
    context = {
        "form": LookForm(),
        "wrong_form": LookForm({"channel": "text"}),
        "draft_form": LookForm(initial=draft, prefix="draft"),
    }
    return render(request, "shell/look.html", context)
