"""One's own calendar address, and what a calendar program gets there."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from amends_web.reminders import own, queries
from amends_web.reminders.access import feed_for
from amends_web.reminders.calendar import calendar_of
from amends_web.reminders.forms import TitleForm
from amends_web.vault.requests import UnlockedRequest


@require_GET
def calendar_view(request: UnlockedRequest) -> HttpResponse:
    return _calendar_page(request)


@require_POST
def make_feed_view(request: UnlockedRequest) -> HttpResponse:
    """Make an address, or another one in its place."""
    form = TitleForm(request.POST)
    if not form.is_valid():
        return _calendar_page(request, form)
    title = form.cleaned_data["title"]
    own.make_feed(keyring=request.keyring, person=request.user, title=title, now=timezone.now())
    return redirect("reminders:calendar")


@require_POST
def name_feed_view(request: UnlockedRequest) -> HttpResponse:
    form = TitleForm(request.POST)
    if not form.is_valid():
        return _calendar_page(request, form)
    own.name_feed(person=request.user, title=form.cleaned_data["title"])
    return redirect("reminders:calendar")


@require_POST
def remove_feed_view(request: UnlockedRequest) -> HttpResponse:
    own.remove_feed(person=request.user)
    return redirect("reminders:calendar")


@login_not_required
@require_safe
def feed_view(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program, which knows the secret and nothing else; with 304 where nothing has changed."""
    content = calendar_of(feed_for(secret), now=timezone.now())
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["ETag"] = tag
    return response


def _calendar_page(request: UnlockedRequest, form: TitleForm | None = None) -> HttpResponse:
    feed = queries.feed_of(request.user)
    address = ""
    if feed:
        path = reverse("reminders:feed", args=[feed.words(request.keyring)["secret"]])
        address = f"{settings.COPY_URL.rstrip('/')}{path}" if settings.COPY_URL else request.build_absolute_uri(path)
    context = {
        "form": form or TitleForm(initial={"title": feed.title if feed else "together"}),
        "feed": feed,
        "address": address,
    }
    return render(request, "reminders/calendar.html", context, status=422 if form else 200)
