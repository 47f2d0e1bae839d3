"""Calm pages for everything that did not work. `urls.py` names the handlers; areas call `refuse`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from django.http import HttpRequest


def refuse(request: HttpRequest, *, title: str, sentence: str, status: int, back_url: str) -> HttpResponse:
    """Answer with one sentence and a way back: 409, 410, 413, 422. The sentence holds no words of a person."""
    context = {"title": title, "sentence": sentence, "back_url": back_url}
    return render(request, "shell/refused.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django hands it in)
    return render(request, "403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django hands it in)
    return render(request, "shell/stale.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django hands it in)
    """The same page for what is not there and for what is not yours."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django hands it in)
    # No request, so no context processor: the database may be what failed.
    return HttpResponse(render_to_string("500.html", {"exit_url": settings.EXIT_URL}), status=500)
