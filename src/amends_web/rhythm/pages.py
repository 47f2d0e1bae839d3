"""What the pages of this area share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.errors import Tampered
from amends.path.checkin import Terms
from amends.path.recurrence import on_the_clock
from amends_web.rhythm.forms import EVERY_WORDS
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest

P = ParamSpec("P")
View = Callable[Concatenate[UnlockedRequest, P], HttpResponse]


def space_page(
    request: UnlockedRequest, space: Space, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    frame = {"space": space, "space_name": space.words(request.keyring)["name"]}
    return render(request, f"rhythm/{template}", frame | context, status=status)


def stops_where_changed(view: View[P]) -> View[P]:
    """Show a page that says so, and no words, where what somebody gave is not what they signed."""

    @wraps(view)
    def stopping(request: UnlockedRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Tampered:
            return render(request, "rhythm/stopped.html", status=409)

    return stopping


def time_words(terms: Terms) -> str:
    """Return a time that comes again as the reader's own clock tells it: "Sunday 19:00, every week"."""
    first = timezone.localtime(on_the_clock(terms.start, ZoneInfo(terms.zone)))
    return _("%(time)s, %(often)s") % {
        "time": date_format(first, "l H:i"),
        "often": str(EVERY_WORDS[terms.weeks]).lower(),
    }


def day_words(at: datetime) -> str:
    """Return when one check-in is, on the reader's own clock."""
    return date_format(timezone.localtime(at), "l, j F, H:i")
