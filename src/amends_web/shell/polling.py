"""Two people on one page: a tiny endpoint is asked every 2 s whether anything changed.

<div hx-get="{% url 'area:wait' pk %}" hx-trigger="every 2s" hx-swap="none"></div>
<noscript><a href="">Look again</a></noscript>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.http import HttpResponse
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

if TYPE_CHECKING:
    from collections.abc import Callable

View = TypeVar("View", bound="Callable[..., HttpResponse]")


def poll(view: View) -> View:
    """Mark a view as asked by the page, not by the person: the idle lock does not count it as activity."""
    view.is_poll = True  # type: ignore[attr-defined]
    return view


def is_poll(view: Callable[..., HttpResponse]) -> bool:
    return bool(getattr(view, "is_poll", False))


def nothing_new() -> HttpResponse:
    return HttpResponse(status=204)


def look_again() -> HttpResponse:
    """Tell the page to load itself again."""
    return HttpResponseClientRefresh()


def go_to(url: str) -> HttpResponse:
    """Tell the page to go to `url`."""
    return HttpResponseClientRedirect(url)
