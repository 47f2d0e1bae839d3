"""What the pages of this area share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from amends.errors import AmendsError, NotYet, Refused, SwappedKeys, Tampered
from amends_web.pauses.pages import on_a_break
from amends_web.promises.models import Promise
from amends_web.spaces.models import Space
from amends_web.vault.requests import UnlockedRequest

# What an action says no with, where a page can say why.
NOES = (NotYet, Refused, SwappedKeys, Tampered)


def space_page(
    request: UnlockedRequest, space: Space, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    frame = {"space": space, "space_name": space.words(request.keyring)["name"]}
    return render(request, f"promises/{template}", frame | context, status=status)


def stopped(request: UnlockedRequest, row: Promise) -> HttpResponse:
    """Show nothing of a promise that is not what its people signed."""
    return space_page(request, row.space, "stopped.html", {}, status=409)


def sentence_of(no: AmendsError) -> str:
    """Return what stands above a form that was not taken; all that was typed is still in it."""
    if isinstance(no, NotYet):
        return on_a_break()
    if isinstance(no, SwappedKeys):
        return _("The keys of somebody here are not those that you confirmed. Compare your safety words first.")
    rule = no.rule if isinstance(no, Refused) else ""
    return {
        "other terms": _("This has changed since you opened the page. Here it is as it stands now."),
        "past": _("The day has come. You can still say how it went."),
        "let go": _("This was let go meanwhile."),
        "watching": _("This can’t be promised here, as it would watch somebody."),
    }.get(rule, _("This can’t be done with it any more. Here it is as it stands now."))
